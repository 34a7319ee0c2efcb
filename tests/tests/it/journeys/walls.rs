//! Two companies and a wall: every route of portal and back office, asked with what belongs to the other one.

use rappel_testkit::Column;
use reqwest::Method;

use super::routes::{Estate, Route, Site, Walk, ask, bare, csrf, routes, without_canaries};

journeys![
    staff_of_one_company_find_nothing_of_another,
    clients_find_nothing_of_another_company,
    who_may_not_see_a_ticket_finds_what_was_never_there,
    no_page_changes_anything_by_being_looked_at,
    no_form_is_taken_that_is_not_ours,
    an_address_that_takes_a_form_alone_leads_to_a_page,
];

/// Within one company too: a ticket that somebody may not see is one that was never opened, on every route and in every list.
async fn who_may_not_see_a_ticket_finds_what_was_never_there(column: Column) {
    let estate = Estate::build(column).await;
    let mut lea = estate.member.clone();
    let csrf = csrf(&mut lea).await;
    let all = routes(Site::Portal);
    let of_tickets: Vec<&Route> = all.iter().filter(|it| it.parameters().any(|it| it == "number")).collect();
    assert!(of_tickets.len() > 12, "{of_tickets:#?}");
    for route in &of_tickets {
        let path = |number: &str| {
            let value =
                |name: &str| if name == "number" { number.to_owned() } else { estate.durand.of(route, name) };
            route.path(value)
        };
        let fields = route.fields_of(&estate.durand);
        let (theirs, unused) = (path(&estate.durand.value("number")), path("987654"));
        let hidden = ask(&mut lea, route, &theirs, &fields, &csrf).await;
        let nothing = ask(&mut lea, route, &unused, &fields, &csrf).await;
        assert_eq!(hidden.status, 404, "{} {theirs}\n{}", route.method, hidden.body);
        assert_eq!(bare(&hidden, &theirs), bare(&nothing, &unused), "{} {theirs}", route.method);
    }
    let lists = [
        "/tickets",
        "/tickets?tab=closed",
        "/tickets?q=canari",
        "/tickets/list.csv",
        "/tickets/list.csv?tab=closed&q=canari",
        "/tickets/callbacks",
    ];
    for path in lists {
        lea.open(path).await.expect(200).never_says("canari-durand");
    }
    // A form that names a colleague whose tickets they do not see.
    let new = all.iter().find(|it| it.method == Method::POST && it.pattern == "/tickets/new").unwrap();
    for colleague in [estate.durand.value("person"), estate.nobody.value("person")] {
        let mut fields = new.fields(&estate.durand);
        fields.push(("requester", colleague));
        ask(&mut lea, new, "/tickets/new", &fields, &csrf).await.expect(422);
    }

    // What they may see is there: else all of the above would show nothing.
    let mut claire = estate.claire.clone();
    let page = claire.open("/people").await;
    let page = claire.open(&page.page().link("Ses propres tickets – Léa Roux")).await;
    let form = page.page().form("form.form");
    claire.send(&page, &form, &[("sees", "company")]).await.expect(200).says("C’est changé");
    for route in of_tickets.iter().filter(|it| it.method == Method::GET) {
        let path = route.path(|name| estate.durand.of(route, name));
        let status = ask(&mut lea, route, &path, &[], "").await.status.as_u16();
        assert!(status == 200 || status == 303, "{path}: {status}");
    }
    for path in ["/tickets", "/tickets?q=canari", "/tickets/list.csv"] {
        lea.open(path).await.expect(200).says("canari-durand");
    }
}

async fn staff_of_one_company_find_nothing_of_another(column: Column) {
    let estate = Estate::build(column).await;
    let before = estate.rows_of_stone();
    assert!(before.iter().map(|(_, rows)| rows.len()).sum::<usize>() > 20, "{before:#?}");
    let mut anne = estate.anne.clone();
    let csrf = csrf(&mut anne).await;
    let (own, foreign, unused) = (&estate.durand, &estate.stone, &estate.nobody);
    let mut walk = Walk::new(&anne, &csrf, [own, foreign, unused]);
    let all = routes(Site::Office);
    let (of_a_tenant, others): (Vec<Route>, Vec<Route>) =
        all.into_iter().partition(|route| !route.of_a_tenant().is_empty());
    for route in &of_a_tenant {
        walk.route(route, &[404]).await;
    }
    // Lists and searches.
    for route in others.iter().filter(|it| it.method == Method::GET && it.parameters().count() == 0) {
        without_canaries(&ask(&mut anne, route, &route.pattern, &[], "").await);
    }
    for (foreign, unused) in [
        ("/queue?tenant=stone", "/queue?tenant=nobody"),
        ("/queue/rows?tenant=stone", "/queue/rows?tenant=nobody"),
        ("/deliveries?tenant=stone", "/deliveries?tenant=nobody"),
        ("/queue/new?tenant=stone", "/queue/new?tenant=nobody"),
    ] {
        let (foreign, unused) = (anne.open(foreign).await, anne.open(unused).await);
        assert_eq!((foreign.status, unused.status), (unused.status, reqwest::StatusCode::NOT_FOUND));
        without_canaries(&foreign);
    }
    for path in ["/queue?q=canari", "/queue?view=urgent", "/queue?view=closed", "/callbacks", "/deliveries"] {
        without_canaries(anne.open(path).await.expect(200));
    }
    // Identifiers that a form carries.
    let route =
        |pattern: &str| Route { site: Site::Office, method: Method::POST, pattern: pattern.to_owned() };
    for (pattern, status) in [("/team", 422), ("/queue/new", 404), ("/queue/:tenant/:number/assign", 403)] {
        let route = route(pattern);
        let path = route.path(|name| own.of(&route, name));
        let mut answers = Vec::new();
        for ids in [foreign, unused] {
            let answer = ask(&mut anne, &route, &path, &route.fields(ids), &csrf).await;
            answer.expect(status);
            without_canaries(&answer);
            answers.push(bare(&answer, &path));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
    let new = route("/queue/new");
    for name in ["requester", "category"] {
        for ids in [foreign, unused] {
            let others = new.fields(ids);
            let field =
                |(field, value): (&'static str, String)| match others.iter().find(|(it, _)| *it == name) {
                    Some((_, other)) if field == name => (field, other.clone()),
                    _ => (field, value),
                };
            let fields: Vec<_> = new.fields(own).into_iter().map(field).collect();
            without_canaries(ask(&mut anne, &new, "/queue/new", &fields, &csrf).await.expect(422));
        }
    }
    let page = anne.open(&format!("/queue/durand/{}", own.value("number"))).await;
    page.says("personne ne l’a pris");
    assert_eq!(estate.rows_of_stone(), before);

    for method in [Method::GET, Method::POST] {
        for route in of_a_tenant.iter().filter(|route| route.method == method) {
            // A whole company is for those who see every one.
            if ["/tenants/:tenant/data/delete", "/tenants/:tenant/data/keep"].contains(&&*route.pattern) {
                let path = route.path(|name| own.of(route, name));
                ask(&mut anne, route, &path, &route.fields_of(own), &csrf).await.expect(403);
            } else {
                walk.own(route).await;
            }
        }
    }
    assert_eq!(estate.rows_of_stone(), before, "what is done to one company leaves the other alone");
    super::tried(walk.tries);
}

async fn clients_find_nothing_of_another_company(column: Column) {
    let estate = Estate::build(column).await;
    let before = estate.rows_of_stone();
    let mut claire = estate.claire.clone();
    let csrf = csrf(&mut claire).await;
    let (own, foreign, unused) = (&estate.durand, &estate.stone, &estate.nobody);
    let mut walk = Walk::new(&claire, &csrf, [own, foreign, unused]);
    let (of_a_tenant, others): (Vec<Route>, Vec<Route>) =
        routes(Site::Portal).into_iter().partition(|route| !route.of_a_tenant().is_empty());
    for route in &of_a_tenant {
        walk.route(route, &[404]).await;
    }
    let guest = &mut estate.world.program.portal("durand");
    guest.open("/login").await;
    for route in others.iter().filter(|it| it.method == Method::GET) {
        let [foreign, unused] = [foreign, unused].map(|ids| route.path(|name| ids.of(route, name)));
        let answer = ask(
            if route.parameters().count() == 0 { &mut claire } else { &mut *guest },
            route,
            &foreign,
            &[],
            "",
        )
        .await;
        without_canaries(&answer);
        if route.parameters().count() > 0 {
            let never = ask(guest, route, &unused, &[], "").await;
            assert_eq!(bare(&answer, &foreign), bare(&never, &unused), "{foreign}");
        }
    }
    without_canaries(&claire.open(&format!("/tickets/new?about={}", foreign.value("number"))).await);
    let new = Route { site: Site::Portal, method: Method::POST, pattern: "/tickets/new".to_owned() };
    for ids in [foreign, unused] {
        let answer = ask(&mut claire, &new, "/tickets/new", &new.fields(ids), &csrf).await;
        answer.expect(422).says("Choisissez une catégorie");
    }
    assert_eq!(estate.rows_of_stone(), before);
    for method in [Method::GET, Method::POST] {
        let mut mine: Vec<_> = of_a_tenant.iter().filter(|route| route.method == method).collect();
        // Whoever takes a passkey away goes on with another session: that comes last.
        mine.sort_by_key(|route| route.pattern == "/account/passkeys/:passkey/remove");
        for route in mine {
            walk.own(route).await;
        }
    }
    assert_eq!(estate.rows_of_stone(), before, "what is done to one company leaves the other alone");
    super::tried(walk.tries);
}

async fn no_page_changes_anything_by_being_looked_at(column: Column) {
    let estate = Estate::build(column).await;
    let contents = |but: &[&str]| estate.world.program.parts().contents(but);
    let mut looks = 0;
    for (site, mut reader, but) in [
        // That staff looked at a company is noted there, and nothing else is.
        (Site::Office, estate.zoe.clone(), &["sessions", "audit", "audit_heads"][..]),
        (Site::Portal, estate.claire.clone(), &["sessions"][..]),
    ] {
        let before = contents(but);
        for route in routes(site).iter().filter(|route| route.method == Method::GET) {
            let path = route.path(|name| estate.durand.of(route, name));
            let answer = ask(&mut reader, route, &path, &[], "").await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
            let asks_for_more = ["token", "rota", "override", "calendar"]
                .iter()
                .any(|name| route.parameters().any(|it| it == *name));
            // Where a provider sends browsers back to, with nothing from it.
            if !asks_for_more && route.pattern != "/login/provider/callback" {
                assert!(answer.status.as_u16() < 400, "{path}: {}", answer.status);
            }
            // And by machines that know only the address.
            let request = reader.request(Method::HEAD, &path);
            reader.ask(request, &path).await;
            looks += 2;
        }
        for (table, rows) in contents(but) {
            match table.as_str() {
                // That everything of a company was fetched stands in its audit, whoever did.
                "audit" => {
                    let is_other = |row: &&String| !row.contains("company_export_fetched");
                    let others: Vec<_> = rows.iter().filter(is_other).collect();
                    assert_eq!(others, before[&table].iter().filter(is_other).collect::<Vec<_>>(), "{table}");
                }
                "audit_heads" => {}
                _ => assert_eq!(rows, before[&table], "{table}"),
            }
        }
    }
    super::tried(looks);
}

async fn no_form_is_taken_that_is_not_ours(column: Column) {
    let estate = Estate::build(column).await;
    let contents = || estate.world.program.parts().contents(&["sessions"]);
    let before = contents();
    let (mut zoe, mut anne, mut claire) = (estate.zoe.clone(), estate.anne.clone(), estate.claire.clone());
    let tokens = (csrf(&mut zoe).await, csrf(&mut anne).await, csrf(&mut claire).await);
    let mut refused = 0;
    for (site, mut victim, token, of_others) in [
        (Site::Office, zoe, &tokens.0, [&tokens.1, &tokens.2]),
        (Site::Portal, claire, &tokens.2, [&tokens.0, &tokens.1]),
    ] {
        let own = format!("http://{}", victim.host());
        for route in routes(site).iter().filter(|route| route.method == Method::POST) {
            let path = route.path(|name| estate.durand.of(route, name));
            let is_phone = route.pattern.starts_with("/a/");
            // Token, Origin, Sec-Fetch-Site.
            let attacks: [(&str, Option<&str>, Option<&str>); 9] = [
                ("", Some(&own), Some("same-origin")),
                ("forged", Some(&own), None),
                (of_others[0], Some(&own), None),
                (of_others[1], Some(&own), Some("same-origin")),
                (token, Some("http://evil.example"), None),
                (token, Some("null"), Some("same-origin")),
                (token, Some(&own), Some("cross-site")),
                (token, Some("http://stone.rappel.test"), Some("same-site")),
                (token, None, None),
            ];
            for (token, origin, fetch) in attacks {
                // On the phone the address is the secret: there, only what comes from another page is refused.
                let is_ours =
                    origin.is_none_or(|origin| origin == own) && fetch.is_none_or(|it| it == "same-origin");
                if is_phone && is_ours {
                    continue;
                }
                let mut fields = route.fields(&estate.durand);
                fields.push(("csrf", token.to_owned()));
                let mut request = victim.request(Method::POST, &path).form(&fields);
                for (name, value) in [("origin", origin), ("sec-fetch-site", fetch)] {
                    if let Some(value) = value {
                        request = request.header(name, value);
                    }
                }
                let answer = victim.ask(request, &path).await;
                assert_eq!(answer.status, 403, "{path} {token:?} {origin:?} {fetch:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 300, "{refused}");
    super::tried(refused);
    for (table, rows) in contents() {
        assert_eq!(rows, before[&table], "{table}");
    }
}

/// Whoever opens it, as by a reload or another language on the page that answered a form, is led to where they go on.
async fn an_address_that_takes_a_form_alone_leads_to_a_page(column: Column) {
    let estate = Estate::build(column).await;
    let mut tries = 0;
    for (site, visitor) in [(Site::Portal, &estate.claire), (Site::Office, &estate.zoe)] {
        let all = routes(site);
        let has_page = |route: &Route| {
            all.iter().any(|other| other.method == Method::GET && other.pattern == route.pattern)
        };
        for route in all.iter().filter(|route| route.method == Method::POST && !has_page(route)) {
            let path = route.path(|name| estate.durand.of(route, name));
            let answer = visitor.clone().open(&path).await;
            // Nobody has such a rotation: its page is not there.
            let expected = if route.pattern.contains(":layer") { 404 } else { 200 };
            assert_eq!(answer.status.as_u16(), expected, "{path} leads to {}", answer.path);
            tries += 1;
        }
    }
    assert!(tries > 50, "{tries}");
}
