//! A program of the client's that opens and follows tickets with a key, through the real program.

use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, MARIE, PAUL, STONE, ZOE},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

journeys![
    a_key_is_shown_once_opens_what_it_says_and_ends,
    one_key_of_idempotency_is_one_ticket,
    numbers_are_counted_per_company_without_gaps,
];

/// What a program knows: an address, a key, and how to ask.
#[derive(Clone)]
pub(super) struct Robot {
    on: Visitor,
    pub(super) key: String,
}

pub(super) struct Said {
    pub(super) status: StatusCode,
    kind: String,
    pub(super) body: String,
}

impl Said {
    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }

    #[track_caller]
    pub(super) fn is_problem(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.kind, "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], status, "{problem}");
        problem
    }
}

impl Robot {
    async fn ask(&mut self, method: Method, path: &str, body: Option<&Value>, once: Option<&str>) -> Said {
        let mut request = self.on.request(method, path).bearer_auth(&self.key);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        let answer = self.on.ask(request, path).await;
        let kind = answer.headers.get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        Said { status: answer.status, kind: kind.unwrap_or_default(), body: answer.body }
    }

    pub(super) async fn get(&mut self, path: &str) -> Said {
        self.ask(Method::GET, path, None, None).await
    }

    pub(super) async fn post(&mut self, path: &str, body: &Value) -> Said {
        self.ask(Method::POST, path, Some(body), None).await
    }
}

/// Makes a key in the back office, for the company or for the one who makes it.
pub(super) async fn make_key(world: &World, zoe: &mut Visitor, slug: &str, acts_for: &str) -> Robot {
    let page = zoe.open(&format!("/tenants/{slug}/keys")).await;
    let form = page.page().form("form.form");
    let all = page.page().attributes("input[name='scopes[]']", "value");
    let mut filled = vec![("name", "ERP"), ("acts_for", acts_for)];
    filled.extend(all.iter().map(|scope| ("scopes[]", scope.as_str())));
    let made = zoe.send(&page, &form, &filled).await;
    made.expect(201);
    let key = made.page().texts("code.secret").remove(0);
    assert!(key.starts_with("rpl_"), "{key}");
    zoe.open(&format!("/tenants/{slug}/keys")).await.expect(200).never_says(&key);
    Robot { on: world.program.office(), key }
}

/// A category that is no urgent one, with what it asks.
pub(super) async fn site_web(robot: &mut Robot) -> Value {
    let all = robot.get("/api/v1/categories").await.json();
    let all = all["items"].as_array().unwrap().clone();
    all.into_iter().find(|it| it["name_fr"] == "Site web").unwrap()
}

async fn category(robot: &mut Robot, urgent: bool) -> Value {
    let all = robot.get("/api/v1/categories").await.json();
    let all = all["items"].as_array().or_else(|| all.as_array()).unwrap().clone();
    all.into_iter().find(|it| it["urgent"].as_bool().unwrap_or_default() == urgent).unwrap()["id"].clone()
}

async fn a_key_is_shown_once_opens_what_it_says_and_ends(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.hire(MARIE).await;
    world.hire(PAUL).await;
    world.put_on_call(MARIE, &[PAUL]);
    let mut claire = world.manager(DURAND).await;
    world.manager(STONE).await;
    let mut erp = make_key(&world, &mut zoe, DURAND.slug, "tenant").await;
    let mut robot = make_key(&world, &mut zoe, DURAND.slug, "staff").await;
    let mut stranger = make_key(&world, &mut zoe, STONE.slug, "tenant").await;

    let ordinary = category(&mut erp, false).await;
    for count in 1..=7 {
        let new = json!({"category": ordinary, "requester": DURAND.email, "description": format!("Question {count}")});
        let opened = erp.post("/api/v1/tickets", &new).await;
        assert_eq!(opened.status, 201, "{}", opened.body);
    }
    let (mut path, mut seen) = ("/api/v1/tickets?limit=3".to_owned(), Vec::new());
    loop {
        let page = erp.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/tickets?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1], "each once, the newest first");

    let read = erp.get("/api/v1/tickets/7").await.json();
    assert_eq!((&read["status"], &read["excerpt"]), (&json!("untreated"), &json!("Question 7")));
    let answer = robot.post("/api/v1/tickets/7/messages", &json!({"body": "Essayez ceci"})).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    claire.open("/tickets/7").await.says("Essayez ceci").says("Répondu");
    assert_eq!(erp.post("/api/v1/tickets/7/messages", &json!({"body": "Merci"})).await.status, 204);
    assert_eq!(erp.ask(Method::POST, "/api/v1/tickets/7/close", None, None).await.status, 204);
    erp.ask(Method::POST, "/api/v1/tickets/7/close", None, None).await.is_problem(409);

    let urgent = json!({
        "category": category(&mut erp, true).await,
        "requester": DURAND.email,
        "description": "Les caisses sont en panne",
        "phone": "06 12 34 56 78",
    });
    let wrong =
        json!({"category": urgent["category"], "requester": DURAND.email, "description": "x", "phone": "12"});
    assert_eq!(erp.post("/api/v1/tickets", &wrong).await.is_problem(422)["errors"][0]["field"], "phone");
    let number = erp.post("/api/v1/tickets", &urgent).await.json()["number"].clone();
    world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let callback = erp.get(&format!("/api/v1/tickets/{number}")).await.json()["callback"]["id"].clone();
    let callback = format!("/api/v1/callbacks/{}", callback.as_str().unwrap());
    assert_eq!(erp.get(&callback).await.json()["phone"], "+33612345678");
    let taken = robot.ask(Method::POST, &format!("{callback}/accept"), None, None).await.json();
    assert_eq!(taken["phase"], "accepted", "{taken}");
    let reached = robot.post(&format!("{callback}/outcome"), &json!({"outcome": "reached"})).await.json();
    assert_eq!(reached["phase"], "reached", "{reached}");

    // Another company's key finds nothing of it, in the same words as for what never was.
    let known = stranger.get(&callback).await.is_problem(404);
    let unknown =
        stranger.get("/api/v1/callbacks/cbk_019ab0000000700080000000000000ff").await.is_problem(404);
    assert_eq!((&known["title"], &known["detail"]), (&unknown["title"], &unknown["detail"]));
    let none = stranger.get("/api/v1/tickets").await.json();
    assert_eq!(none["items"], json!([]), "{none}");

    let keys = zoe.open(&format!("/tenants/{}/keys", DURAND.slug)).await;
    let form = keys.page().form_with_button("Révoquer");
    zoe.send(&keys, &form, &[]).await.expect(200);
    let dead = [erp.get("/api/v1/tickets").await.status, robot.get("/api/v1/tickets").await.status];
    assert_eq!(
        dead.iter().filter(|status| status.as_u16() == 401).count(),
        1,
        "one of the two was revoked: {dead:?}"
    );
    let mut nobody = Robot { key: "rpl_1_0_0".to_owned(), ..erp.clone() };
    nobody.get("/api/v1/tickets").await.is_problem(401);
}

async fn one_key_of_idempotency_is_one_ticket(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.manager(DURAND).await;
    let mut erp = make_key(&world, &mut zoe, DURAND.slug, "tenant").await;
    let new = json!({
        "category": category(&mut erp, false).await,
        "requester": DURAND.email,
        "description": "Une seule fois",
    });
    let mut sent = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (mut erp, new) = (erp.clone(), new.clone());
        sent.spawn(
            async move { erp.ask(Method::POST, "/api/v1/tickets", Some(&new), Some("order-17")).await },
        );
    }
    let mut numbers = Vec::new();
    while let Some(said) = sent.join_next().await {
        let said = said.unwrap();
        assert_eq!(said.status, 201, "{}", said.body);
        numbers.push(said.json()["number"].as_i64().unwrap());
    }
    assert_eq!(numbers, [numbers[0]; 8]);
    assert_eq!(erp.get("/api/v1/tickets").await.json()["items"].as_array().unwrap().len(), 1);
    let mut other = new.clone();
    other["description"] = json!("Autre chose");
    let misused = erp.ask(Method::POST, "/api/v1/tickets", Some(&other), Some("order-17")).await;
    misused.is_problem(422);
}

/// From now on every ticket is refused by the database, after its number was counted; and no longer.
fn refuse_tickets(world: &World, refuse: bool) {
    let parts = world.program.parts();
    match (parts.column(), refuse) {
        (Column::Embedded, true) => parts.sql(
            "CREATE TRIGGER refused AFTER INSERT ON tickets BEGIN SELECT RAISE(ABORT, 'refused'); END",
        ),
        (Column::Embedded, false) => parts.sql("DROP TRIGGER refused"),
        (Column::Production, true) => parts.sql(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$; \
             CREATE TRIGGER refused AFTER INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION refuse()",
        ),
        // The trigger stays: to drop it needs the table to itself, which a worker that reads it may wait for in a ring.
        (Column::Production, false) => parts.sql(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        ),
    };
}

async fn numbers_are_counted_per_company_without_gaps(column: Column) {
    const AT_ONCE: i64 = 20;
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.manager(DURAND).await;
    world.manager(STONE).await;
    let mut erp = make_key(&world, &mut zoe, DURAND.slug, "tenant").await;
    let new = json!({
        "category": category(&mut erp, false).await,
        "requester": DURAND.email,
        "description": "Une question",
    });
    let with = |field: &str, value: &str| {
        let mut other = new.clone();
        other[field] = value.into();
        other
    };
    let opened = |said: &Said| {
        assert_eq!(said.status, 201, "{}", said.body);
        said.json()["number"].as_i64().unwrap()
    };
    let send = async |robot: &mut Robot, body: &Value, once: &str| {
        robot.ask(Method::POST, "/api/v1/tickets", Some(body), Some(once)).await
    };

    assert_eq!(opened(&send(&mut erp, &new, "one").await), 1);
    // Refused for what it says, for its key, and by the database when everything but the commit was done.
    send(&mut erp, &with("description", ""), "empty").await.is_problem(422);
    send(&mut erp, &with("requester", "nobody@durand.example"), "nobody").await.is_problem(422);
    send(&mut erp, &with("description", "Autre chose"), "one").await.is_problem(422);
    assert_eq!(opened(&send(&mut erp, &new, "one").await), 1, "the same once more");
    refuse_tickets(&world, true);
    let broken = send(&mut erp, &new, "two").await;
    broken.is_problem(503);
    refuse_tickets(&world, false);
    assert_eq!(opened(&send(&mut erp, &new, "two").await), 2, "with the key of the one that was rolled back");

    // Many at the same moment.
    let mut at_once = tokio::task::JoinSet::new();
    for number in 0..AT_ONCE {
        let (mut erp, new) = (erp.clone(), new.clone());
        let once = format!("at-once-{number}");
        at_once.spawn(async move { erp.ask(Method::POST, "/api/v1/tickets", Some(&new), Some(&once)).await });
    }
    let mut numbers = Vec::new();
    while let Some(said) = at_once.join_next().await {
        numbers.push(opened(&said.unwrap()));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (3..3 + AT_ONCE).collect::<Vec<_>>());
    assert_eq!(opened(&send(&mut erp, &new, "last").await), 3 + AT_ONCE);
    let kept = world.program.parts().sql("SELECT number FROM tickets ORDER BY number");
    let all: Vec<String> = (1..=3 + AT_ONCE).map(|number| number.to_string()).collect();
    assert_eq!(kept, all);

    // Another company counts for itself.
    let mut other = make_key(&world, &mut zoe, STONE.slug, "tenant").await;
    let category = category(&mut other, false).await;
    let theirs = json!({"category": category, "requester": STONE.email, "description": "A question"});
    assert_eq!(opened(&send(&mut other, &theirs, "one").await), 1);
}
