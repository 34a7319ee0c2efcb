//! Two companies with one of everything, and a web process alone: nothing changes but by what is asked.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use image::ImageFormat;
use rappel_testkit::{
    Column, Visitor, World,
    world::{Company, DURAND, MARIE, PASSWORD, PAUL, STONE, ZOE, link_in},
};

use super::Route;

/// What only Stone may read.
pub(in super::super) const CANARIES: [&str; 5] =
    ["canari-stone", "Stone Ltd", "Bob Stone", "Sue Canari", "member@stone.example"];

/// One pixel.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\x0dIDAT\x78\xda\x63\x50\x48\x58\xf0\x1f\0\x03\xe4\x02\x20\xa4\xd8\x1c\xcc\0\0\0\0IEND\xae\x42\x60\x82";

/// Values for the parameters of routes.
#[derive(Debug, Clone)]
pub(in super::super) struct Ids(BTreeMap<&'static str, String>);

impl Ids {
    #[track_caller]
    pub(in super::super) fn value(&self, name: &str) -> String {
        self.0.get(name).unwrap_or_else(|| panic!("no example of {name}: give one in `Estate`")).clone()
    }

    /// The value of a parameter in this route: some know the tenant by its identifier.
    #[track_caller]
    pub(in super::super) fn of(&self, route: &Route, name: &str) -> String {
        let by_id = ["/deliveries/", "/jobs/"].iter().any(|begin| route.pattern.starts_with(begin));
        match name {
            "tenant" if by_id => self.value("tenant"),
            "tenant" => self.value("slug"),
            "token" if route.pattern.starts_with("/a/") => self.value("summons"),
            "token" if route.pattern.starts_with("/feedback/") => self.value("feedback"),
            "token" if route.pattern.starts_with("/unsubscribe/") => self.value("unsubscribe"),
            "token" if route.pattern.starts_with("/login/link/") => self.value("sign_in"),
            "token" if route.pattern.starts_with("/password/") => self.value("password"),
            "token" => self.value("invitation"),
            "outcome" => "reached".to_owned(),
            "act" if route.pattern.contains("/layers/") => "higher".to_owned(),
            "act" if route.pattern.contains("/swaps/") => "withdraw".to_owned(),
            "act" if route.pattern.starts_with("/policies/") => "default".to_owned(),
            "act" if route.pattern.contains("/domains/") => "check".to_owned(),
            "act" if route.pattern.contains("/sign-in/") => "test".to_owned(),
            "act" => "invite".to_owned(),
            other => self.value(other),
        }
    }
}

pub(in super::super) struct Estate {
    pub(in super::super) world: World,
    /// Sees everything.
    pub(in super::super) zoe: Visitor,
    /// An administrator who is limited to Durand.
    pub(in super::super) anne: Visitor,
    /// An agent who is limited to Durand.
    pub(in super::super) agent: Visitor,
    /// Manager of Durand.
    pub(in super::super) claire: Visitor,
    /// Member of Durand.
    pub(in super::super) member: Visitor,
    pub(in super::super) durand: Ids,
    pub(in super::super) stone: Ids,
    pub(in super::super) nobody: Ids,
}

impl Estate {
    pub(in super::super) async fn build(column: Column) -> Self {
        let mut world = World::invited(column).await;
        world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000");
        world.program.set("SECURITY__SIGN_INS_PER_MINUTE", "100000");
        world.program.start(&["serve", "--roles", "web"]).await;
        world.program.start(&["serve", "--roles", "worker"]).await;
        let mut zoe = world.hire(ZOE).await;
        world.hire(MARIE).await;
        world.hire(PAUL).await;
        world.put_on_call(MARIE, &[PAUL]);
        let mut claire = world.manager(DURAND).await;
        let mut bob = world.manager(STONE).await;
        // Numbers that Durand does not have.
        for _ in 0..3 {
            open(&mut bob, "Other", "canari-stone").await;
        }
        let durand = Self::of(&world, &mut zoe, &mut claire, DURAND, "canari-durand").await;
        let stone = Self::of(&world, &mut zoe, &mut bob, STONE, "canari-stone").await;
        let unused = |(name, value): (&&'static str, &String)| {
            let value = match *name {
                "number" => "987654".to_owned(),
                "slug" => "nobody".to_owned(),
                "login" => "nobody@stone.example".to_owned(),
                // Of everybody.
                "locale" => value.clone(),
                _ => format!("{}{}", &value[..value.len() - 6], "ffffff"),
            };
            (*name, value)
        };
        let nobody = Ids(stone.0.iter().map(unused).collect());
        let mut anne = world.program.office();
        limited(&mut zoe, "Anne Roy", "anne.roy", "admin", DURAND).await;
        enter(&mut anne, &link_in(&world.mail_to("anne.roy@assistance.example").await, "/invite/")).await;
        let mut agent = world.program.office();
        limited(&mut zoe, "Alix Noir", "alix.noir", "agent", DURAND).await;
        enter(&mut agent, &link_in(&world.mail_to("alix.noir@assistance.example").await, "/invite/")).await;
        let mut member = world.program.portal(DURAND.slug);
        invited(&mut zoe, DURAND, "Léa Roux", "lea@durand.example").await;
        enter(&mut member, &link_in(&world.mail_to("lea@durand.example").await, "/invite/")).await;
        let began = Instant::now();
        while world
            .program
            .parts()
            .sql("SELECT count(*) FROM jobs WHERE kind IN ('deliver', 'export', 'company_export') AND state = 'ready'")
            != ["0"]
        {
            assert!(began.elapsed() < Duration::from_mins(1), "messages are left");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(world.program.processes()[1].stop().success());
        let parts = world.program.parts();
        for it in [&durand, &stone] {
            let (tenant, job) = (it.literal(column, "tenant"), it.literal(column, "job"));
            parts.sql(&format!("UPDATE jobs SET state = 'dead' WHERE tenant_id = {tenant} AND id = {job}"));
        }
        Self { world, zoe, anne, agent, claire, member, durand, stone, nobody }
    }

    async fn of(
        world: &World,
        zoe: &mut Visitor,
        manager: &mut Visitor,
        company: Company,
        canary: &str,
    ) -> Ids {
        let slug = company.slug;
        let number = urgent(manager, canary).await;
        world.sms_to(MARIE.phone, &format!("#{number} {}", company.name)).await;
        let summons = world.sms_to(MARIE.phone, "/a/").await;
        let summons =
            summons.split_whitespace().find_map(|word| word.split_once("/a/")).unwrap().1.to_owned();

        // Another one, closed: its requester is asked whether it is solved.
        let other = if company.language == "fr" { "Autre" } else { "Other" };
        let closed = open(manager, other, canary).await;
        let desk = zoe.open(&format!("/queue/{slug}/{closed}")).await;
        zoe.send(&desk, &desk.page().form_with_button("Fermer"), &[]).await.expect(200);
        let closing = if company.language == "fr" { "fermé" } else { "closed" };

        let email = format!("member@{slug}.example");
        let name = if company.slug == STONE.slug { "Sue Canari" } else { "Luc Petit" };
        invited(zoe, company, name, &email).await;
        // Somebody follows the call, staff wrote down something that clients never see, and the company has words of its own.
        world.program.parts().sql(&format!(
            "INSERT INTO followers (tenant_id, ticket_id, person_id, since) \
             SELECT t.tenant_id, t.id, p.id, p.created_at FROM tickets t JOIN persons p ON p.tenant_id = t.tenant_id \
             WHERE t.number = {number} AND p.email = '{email}'"
        ));
        let desk = zoe.open(&format!("/queue/{slug}/{number}")).await;
        let note = format!("{canary}: for staff alone");
        zoe.send(&desk, &desk.page().form_with_button("Ajouter la note"), &[("note", &note)])
            .await
            .expect(200);
        let words = zoe.open(&format!("/tenants/{slug}/texts/{}/tickets-title", company.language)).await;
        let form = words.page().form("form.form");
        // Everybody at Durand reads Durand's; what only some of them may read is looked for by its canary.
        let title = if slug == STONE.slug { canary } else { "Vos demandes" };
        zoe.send(&words, &form, &[("words", title)]).await.expect(200);
        let page = zoe.open(&format!("/tenants/{slug}/keys")).await;
        let form = page.page().form("form.form");
        let scope = page.page().attributes("input[name='scopes[]']", "value").remove(0);
        zoe.send(&page, &form, &[("name", canary), ("scopes[]", &scope)]).await.expect(201);
        let page = zoe.open(&format!("/tenants/{slug}/brand")).await;
        let form = page.page().form_with_button("Enregistrer le logo");
        let logo = crate::journeys::brand::logo(ImageFormat::Png, [20, 80, 160]);
        zoe.send_files(&page, &form, &[], &[("logo", "logo.png", &logo)]).await.expect(200);
        let host = format!("support.{slug}.example");
        let page = zoe.open(&format!("/tenants/{slug}/domains")).await;
        zoe.send(&page, &page.page().form("form.form"), &[("host", &host)]).await.expect(200);
        // Somebody of the staff who sees this company and no other.
        limited(zoe, &format!("Only {slug}"), &format!("only.{slug}"), "admin", company).await;
        let forgot = manager.open("/password").await;
        let form = forgot.page().form("form.form");
        manager.send(&forgot, &form, &[("user", company.email)]).await.expect(200);

        let page = manager.open("/login/link").await;
        let form = page.page().form("form.form");
        manager.send(&page, &form, &[("user", company.email)]).await.expect(200);

        let token = |mail, path: &str| link_in(&mail, path).split(path).nth(1).unwrap().to_owned();
        let reset = if company.language == "fr" { "mot de passe" } else { "password" };
        let (_, other) = world.sign_in(company, company.email, PASSWORD).await;
        other.expect(200);
        let account = manager.open("/account").await;
        let form = account.page().form(r#"form[action="/account/export"]"#);
        manager.send(&account, &form, &[]).await.expect(200);
        let data = manager.open("/people/data").await;
        let form = data.page().form(r#"form[action="/people/data/export"]"#);
        manager.send(&data, &form, &[]).await.expect(200);
        let elsewhere =
            account.page().attributes("form[action^='/account/sessions/ses_']", "action").remove(0);
        let elsewhere = elsewhere.split('/').nth(3).unwrap().to_owned();
        let unsubscribe = token(world.mail_about(company.email, closing).await, "/unsubscribe/");
        let feedback = token(world.mail_about(company.email, closing).await, "/feedback/");
        let feedback = feedback.split('?').next().unwrap().to_owned();
        let sign_in = if company.language == "fr" { "lien de connexion" } else { "sign-in link" };
        let mut ids = BTreeMap::from([
            ("slug", slug.to_owned()),
            ("number", number.clone()),
            ("host", host),
            ("summons", summons),
            ("invitation", token(world.mail_to(&email).await, "/invite/")),
            ("session", elsewhere),
            ("login", company.email.to_owned()),
            ("feedback", feedback),
            ("unsubscribe", unsubscribe),
            ("sign_in", token(world.mail_about(company.email, sign_in).await, "/login/link/")),
            ("password", token(world.mail_about(company.email, reset).await, "/password/")),
        ]);
        // A passkey of the manager, whose authenticator is nowhere.
        let bytes = match world.program.parts().column() {
            Column::Embedded => "X'01'",
            Column::Production => "decode('01', 'hex')",
        };
        world.program.parts().sql(&format!(
            "INSERT INTO passkeys (tenant_id, id, subject, host, credential, handle, public_key, state, name, created_at) \
             SELECT tenant_id, id, id, 'portal.example', {bytes}, {bytes}, {bytes}, {bytes}, '{canary}', created_at \
             FROM persons WHERE email = '{}'",
            company.email
        ));
        let own = |table: &str, which: &str| {
            id(
                world,
                &format!(
                    "FROM {table} WHERE tenant_id = (SELECT id FROM tenants WHERE slug = '{slug}') {which}"
                ),
            )
        };
        let ticket = format!(
            "AND ticket_id = (SELECT t.id FROM tickets t WHERE t.number = {number} AND t.tenant_id = \
             (SELECT id FROM tenants WHERE slug = '{slug}'))"
        );
        for (name, prefix, found) in [
            ("tenant", "ten", id(world, &format!("FROM tenants WHERE slug = '{slug}'"))),
            ("file", "fil", own("files", &ticket)),
            ("callback", "cbk", own("callbacks", &ticket)),
            ("ticket", "tkt", own("tickets", &format!("AND number = {number}"))),
            ("export", "exp", own("exports", "LIMIT 1")),
            ("company_export", "cex", own("company_exports", "LIMIT 1")),
            ("person", "per", own("persons", &format!("AND email = '{email}'"))),
            ("passkey", "pky", own("passkeys", "LIMIT 1")),
            ("category", "cat", own("categories", "ORDER BY position LIMIT 1")),
            ("key", "key", own("api_keys", "LIMIT 1")),
            ("delivery", "dlv", own("deliveries", "ORDER BY id LIMIT 1")),
            ("job", "job", own("jobs", "AND state = 'done' ORDER BY id LIMIT 1")),
            ("staff", "stf", id(world, &format!("FROM staff WHERE user_name = 'only.{slug}'"))),
            ("rota", "rot", id(world, "FROM rotas LIMIT 1")),
            ("policy", "pol", id(world, "FROM policies LIMIT 1")),
        ] {
            ids.insert(name, format!("{prefix}_{found}"));
        }
        // Nobody has an exception to the rota, a rotation of it, a swap or a calendar.
        for (name, prefix) in [("override", "ovr"), ("layer", "lay"), ("swap", "swp")] {
            ids.insert(name, format!("{prefix}_{}", &ids["rota"][4..]));
        }
        ids.insert("calendar", "0123456789abcdef.ics".to_owned());
        ids.insert("locale", "fr".to_owned());
        ids.insert("text", "login-title".to_owned());
        Ids(ids)
    }

    /// Stone's rows, as they are now, and its sessions, which Redis keeps where there is one: nobody of Stone asks for anything meanwhile.
    pub(in super::super) fn rows_of_stone(&self) -> Vec<(String, Vec<String>)> {
        let (hex, uuid) = (&self.stone.value("tenant")[4..], self.stone.uuid("tenant"));
        let stones = |row: &String| row.contains(&hex.to_uppercase()) || row.contains(&uuid);
        let contents = self.world.program.parts().contents(&[]);
        let mut all: Vec<(String, Vec<String>)> = contents
            .into_iter()
            .map(|(table, rows)| (table, rows.into_iter().filter(stones).collect()))
            .collect();
        all.push(("in Redis".to_owned(), self.world.program.parts().kept_in_redis(hex)));
        all
    }
}

impl Ids {
    fn uuid(&self, name: &str) -> String {
        let hex = &self.value(name)[4..];
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }

    /// An identifier as SQL of this database.
    fn literal(&self, column: Column, name: &str) -> String {
        match column {
            Column::Embedded => format!("X'{}'", &self.value(name)[4..]),
            Column::Production => format!("'{}'", self.uuid(name)),
        }
    }
}

/// The identifier that a statement finds, in hexadecimal.
fn id(world: &World, from: &str) -> String {
    let parts = world.program.parts();
    let id = match parts.column() {
        Column::Embedded => "lower(hex(id))",
        Column::Production => "replace(id::text, '-', '')",
    };
    let found = parts.sql(&format!("SELECT {id} {from}"));
    found.first().unwrap_or_else(|| panic!("nothing {from}")).clone()
}

/// An urgent ticket with a file; answers its number.
async fn urgent(client: &mut Visitor, canary: &str) -> String {
    open(client, "URGENT", canary).await
}

async fn open(client: &mut Visitor, category: &str, canary: &str) -> String {
    let page = client.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", category);
    let filled = [("category", category.as_str()), ("description", canary), ("phone", "+33612345678")];
    let file = format!("{canary}.png");
    let answer = client.send_files(&page, &form, &filled, &[("files", &file, PICTURE)]).await;
    answer.expect(200);
    answer.path.strip_prefix("/tickets/").unwrap().to_owned()
}

/// Invites a member of a company.
async fn invited(zoe: &mut Visitor, company: Company, name: &str, email: &str) {
    let page = zoe.open(&format!("/tenants/{}/people", company.slug)).await;
    let form = page.page().form_with_button("Envoyer l’invitation");
    zoe.send(&page, &form, &[("name", name), ("email", email), ("role", "member")]).await.expect(200);
}

/// Somebody of the staff who sees one company.
async fn limited(zoe: &mut Visitor, name: &str, user: &str, role: &str, company: Company) {
    let page = zoe.open("/team").await;
    let mut form = page.page().form_with_button("Envoyer l’invitation");
    form.fields.retain(|(field, _)| field != "all_tenants");
    let email = format!("{user}@assistance.example");
    let filled =
        [("name", name), ("email", &email), ("user_name", user), ("role", role), ("tenants[]", company.slug)];
    zoe.send(&page, &form, &filled).await.expect(200);
}

async fn enter(visitor: &mut Visitor, link: &str) {
    let page = visitor.open(link).await;
    let form = page.expect(200).page().form("form.form");
    visitor.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);
}
