//! Companies, each with people who ask, a key of the API, and somebody of its own on call.

use rappel_testkit::{
    Visitor, World,
    world::{Company, PASSWORD},
};
use reqwest::Method;
use serde_json::{Value, json};

/// The numbers of those on call begin so.
pub(crate) const GUARDS: &str = "+336220";

/// A client company.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    /// What its host begins with.
    pub(crate) slug: String,
    robot: Visitor,
    key: String,
    ordinary: String,
    urgent: String,
}

/// So many companies with so many people each, and all on call.
pub(crate) async fn found(world: &World, zoe: &mut Visitor, count: usize, people: usize) -> Vec<Firm> {
    for number in 0..count {
        let (slug, phone) = (slug(number), format!("{GUARDS}{number:05}"));
        let name = format!("Client {number:03}");
        let (email, manager) = (email(&slug, 0), format!("Manager {number:03}"));
        let tenant =
            ["tenant", "add", &slug, "--name", &name, "--manager-email", &email, "--manager-name", &manager];
        world.program.run(&tenant);
        let (guard, guarding) = (format!("guard-{slug}@assistance.example"), format!("Guard {number:03}"));
        world
            .program
            .run(&["staff", "add", &guard, "--name", &guarding, "--role", "agent", "--phone", &phone]);
    }
    let sql = |statement: &str| world.program.parts().sql(statement);
    // Each sees one company, so that each company pages one of them.
    sql("UPDATE staff SET all_tenants = false WHERE email LIKE 'guard-%'");
    sql("INSERT INTO staff_tenants (staff_id, tenant_id) SELECT s.id, t.id FROM staff s JOIN tenants t \
         ON s.email = 'guard-' || t.slug || '@assistance.example'");
    // Everybody has the password of one manager: what it costs to choose one is not what is measured.
    let first = Company { slug: "c000", name: "", language: "fr", manager: "", email: "p0@c000.example" };
    world.manager(first).await;
    sql(
        "UPDATE persons SET password_hash = (SELECT password_hash FROM persons WHERE email = 'p0@c000.example'), \
         activated_at = now() WHERE email LIKE 'p0@c%.example'",
    );
    add_people(world, "c%", 1, people);
    let mut firms = Vec::with_capacity(count);
    for number in 0..count {
        firms.push(Firm::with_key(world, zoe, slug(number)).await);
    }
    firms
}

/// People from one number to before another, like the manager of each company whose slug is like this.
fn add_people(world: &World, slug: &str, from: usize, to: usize) {
    world.program.parts().sql(&format!(
        "INSERT INTO persons SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), \
         'email', replace(p.email, 'p0@', 'p' || n || '@'), 'user_name', replace(p.user_name, 'p0', 'p' || n)))).* \
         FROM persons p, generate_series({from}, {}) n WHERE p.email LIKE 'p0@{slug}.example'",
        to.saturating_sub(1)
    ));
}

fn slug(number: usize) -> String {
    format!("c{number:03}")
}

fn email(slug: &str, person: usize) -> String {
    format!("p{person}@{slug}.example")
}

impl Firm {
    async fn with_key(world: &World, zoe: &mut Visitor, slug: String) -> Self {
        let page = zoe.open(&format!("/tenants/{slug}/keys")).await;
        let form = page.page().form("form.form");
        let scopes = page.page().attributes("input[name='scopes[]']", "value");
        let mut filled = vec![("name", "ERP"), ("acts_for", "tenant")];
        filled.extend(scopes.iter().map(|scope| ("scopes[]", scope.as_str())));
        let made = zoe.send(&page, &form, &filled).await;
        let key = made.expect(201).page().texts("code.secret").remove(0);
        let mut robot = world.program.office();
        let request = robot.request(Method::GET, "/api/v1/categories").bearer_auth(&key);
        let answer = robot.ask(request, "/api/v1/categories").await;
        let all: Value = serde_json::from_str(&answer.expect(200).body).expect("JSON");
        let find = |urgent: bool| {
            let found = all["items"].as_array().and_then(|all| all.iter().find(|it| it["urgent"] == urgent));
            found.and_then(|it| it["id"].as_str()).expect("both kinds of categories").to_owned()
        };
        Self { ordinary: find(false), urgent: find(true), slug, robot, key }
    }

    /// Adds people from one number to before another.
    pub(crate) fn grow(&self, world: &World, from: usize, to: usize) {
        add_people(world, &self.slug, from, to);
    }

    /// Signs one of its people in.
    pub(crate) async fn sign_in(&self, world: &World, person: usize) -> Visitor {
        let mut visitor = world.program.portal(&self.slug).speaking("fr");
        assert!(self.enter(person, &mut visitor).await, "{} signs in", email(&self.slug, person));
        visitor
    }

    /// Signs one of its people in, at this browser, and answers whether that went well.
    pub(crate) async fn enter(&self, person: usize, visitor: &mut Visitor) -> bool {
        let page = visitor.open("/login").await;
        if page.status != 200 || !page.path.starts_with("/login") {
            return false;
        }
        let form = page.page().form(r#"form[action="/login"]"#);
        let email = email(&self.slug, person);
        let answer = visitor.send(&page, &form, &[("user", email.as_str()), ("password", PASSWORD)]).await;
        answer.status == 200 && !answer.path.starts_with("/login")
    }

    /// Asks the API to open a ticket, once; answers its number, or what it said instead.
    pub(crate) async fn open(&mut self, urgent: bool, person: usize, once: &str) -> Result<String, String> {
        let mut body = json!({
            "category": if urgent { &self.urgent } else { &self.ordinary },
            "requester": email(&self.slug, person),
            "description": format!("Panne {once}"),
        });
        if urgent {
            body["phone"] = "+33612345678".into();
        }
        let request = self.robot.request(Method::POST, "/api/v1/tickets").bearer_auth(&self.key);
        let request = request.header("content-type", "application/json");
        let request = request.header("idempotency-key", once).body(body.to_string());
        let answer = self.robot.ask(request, "/api/v1/tickets").await;
        match serde_json::from_str::<Value>(&answer.body) {
            Ok(opened) if answer.status == 201 => Ok(opened["number"].to_string()),
            _ => Err(format!("{} {}", answer.status, answer.body)),
        }
    }

    /// Closes a ticket by the API: its callback is over.
    pub(crate) async fn close(&mut self, number: &str) {
        let path = format!("/api/v1/tickets/{number}/close");
        let request = self.robot.request(Method::POST, &path).bearer_auth(&self.key);
        self.robot.ask(request, &path).await.expect(204);
    }
}
