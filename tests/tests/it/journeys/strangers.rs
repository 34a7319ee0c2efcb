//! Every route with what belongs to another company, by everybody who has no right to it, and with one wall less.

use rappel_testkit::{Column, Visitor};
use reqwest::Method;

use super::{
    programs::every_operation,
    routes::{Estate, Ids, Route, Site, Walk, ask, csrf, routes, without_canaries},
};

journeys![
    nobody_of_another_company_finds_anything,
    what_all_companies_share_names_none_that_its_reader_may_not_see,
];

/// Status of a refusal: led to the door, not signed in any more, not allowed, or not there.
const REFUSED: &[u16] = &[303, 401, 403, 404];
const NOT_THERE: &[u16] = &[404];

async fn nobody_of_another_company_finds_anything(column: Column) {
    let estate = Estate::build(column).await;
    let tries = Box::pin(everybody(&estate)).await;
    super::tried(tries);
}

/// The filter that each query carries, alone: PostgreSQL shows every row to everybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_row_policies_nobody_finds_anything_either() {
    let column = Column::Production;
    if !column.available() {
        return;
    }
    let estate = Estate::build(column).await;
    take_row_policies_away(&estate);
    let tries = Box::pin(everybody(&estate)).await + Box::pin(every_operation(&estate)).await;
    super::tried(tries);
}

fn take_row_policies_away(estate: &Estate) {
    let parts = estate.world.program.parts();
    let guarded = "FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace";
    let statements =
        parts.sql(&format!("SELECT format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY;', relname) {guarded}"));
    assert!(statements.len() > 20, "{statements:?}");
    parts.sql(&statements.concat());
    assert_eq!(parts.sql(&format!("SELECT count(*) {guarded}")), ["0"], "the third wall is down");
}

/// The policies of PostgreSQL's rows, alone: no query of the program names the tenant. That can be had of a program that is built
/// for tests, and of no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_filter_nobody_finds_anything_either() {
    let column = Column::Production;
    if !column.available() {
        return;
    }
    let mut estate = Estate::build(column).await;
    assert!(estate.world.program.processes()[0].stop().success());
    estate.world.program.set_bare("RAPPEL_TEST_WITHOUT_FILTER", "1");
    estate.world.program.start(&["serve", "--roles", "web"]).await;
    let tries = Box::pin(everybody(&estate)).await + Box::pin(every_operation(&estate)).await;
    super::tried(tries);
    // It is the policies that hold: without them, too, what is Stone's is among Durand's own.
    take_row_policies_away(&estate);
    let list = estate.claire.clone().open("/tickets").await;
    assert!(list.body.contains("canari-stone"), "the second wall is down:\n{}", list.body);
}

/// Walks as everybody; answers how many pairs were asked.
async fn everybody(estate: &Estate) -> usize {
    let before = estate.rows_of_stone();
    let ids = [&estate.durand, &estate.stone, &estate.nobody];
    let program = &estate.world.program;
    let mut tries = 0;
    for (who, visitor, site, is_signed_in, expected) in [
        ("nobody", program.portal("durand"), Site::Portal, false, REFUSED),
        ("a member", estate.member.clone(), Site::Portal, true, REFUSED),
        ("a manager", estate.claire.clone(), Site::Portal, true, NOT_THERE),
        ("nobody", program.office(), Site::Office, false, REFUSED),
        ("an agent of another company", estate.agent.clone(), Site::Office, true, REFUSED),
        ("an administrator of another company", estate.anne.clone(), Site::Office, true, NOT_THERE),
    ] {
        let mut visitor = visitor;
        let token = if is_signed_in { csrf(&mut visitor).await } else { guest_token(&mut visitor).await };
        let mut walk = Walk::new(&visitor, &token, ids);
        for route in routes(site).iter().filter(|route| !route.of_a_tenant().is_empty()) {
            walk.route(route, expected).await;
        }
        for route in routes(site).iter().filter(|route| route.method == Method::POST) {
            walk.form(route).await;
        }
        for (pattern, query) in QUERIES {
            let route = Route { site, method: Method::GET, pattern: pattern.to_owned() };
            if routes(site).contains(&route) {
                let ask = |ids: &Ids| {
                    let path = route.path(|name| estate.durand.of(&route, name));
                    format!("{path}?{}", filled(query, ids))
                };
                walk.pair(&route, ask(&estate.stone), ask(&estate.nobody), &[200, 303, 401, 403, 404, 422])
                    .await;
            }
        }
        assert!(walk.tries > 20, "{who} on {site:?}: {}", walk.tries);
        assert_eq!(estate.rows_of_stone(), before, "{who} on {site:?}");
        tries += walk.tries;
    }
    tries
}

/// Identifiers in the query: places in a list, filters, exports, fragments. `{name}` is that of the company.
const QUERIES: [(&str, &str); 19] = [
    ("/tickets/new", "about={number}"),
    ("/tickets", "after={number}"),
    ("/tickets", "sort=number&after={number}"),
    ("/tickets/list.csv", "q={number}"),
    ("/tickets", "category={category}"),
    ("/tickets", "person={person}"),
    ("/tickets/list.csv", "category={category}"),
    ("/tickets/list.csv", "person={person}"),
    ("/queue", "after=0.1700000000000000.{ticket}"),
    ("/queue/rows", "tenant={slug}"),
    ("/queue/new", "tenant={slug}"),
    ("/queue/:tenant/:number", "tenant={slug}&view=todo"),
    ("/callbacks", "before={callback}"),
    ("/deliveries", "before={delivery}"),
    ("/deliveries", "tenant={slug}"),
    ("/reports", "tenant={slug}"),
    ("/reports/callbacks.csv", "tenant={slug}"),
    ("/reports/feedback.csv", "tenant={slug}"),
    ("/policies/:policy", "tenant={slug}&at=2040-01-01T00:00"),
];

fn filled(query: &str, ids: &Ids) -> String {
    let mut parts = query.split(['{', '}']);
    let mut text = parts.next().unwrap().to_owned();
    while let (Some(name), Some(rest)) = (parts.next(), parts.next()) {
        text += &ids.value(name);
        text += rest;
    }
    text
}

/// The token of the forms of somebody who is not signed in.
async fn guest_token(visitor: &mut Visitor) -> String {
    let page = visitor.open("/login").await;
    page.expect(200).page().form(r#"form[action="/login"]"#).value("csrf").unwrap().to_owned()
}

/// Rotas, escalations and colleagues belong to the operator: who sees some companies sees them, and of other companies nothing.
async fn what_all_companies_share_names_none_that_its_reader_may_not_see(column: Column) {
    let estate = Estate::build(column).await;
    // Stone has chosen the escalation, so that its name could stand on the page of it.
    let parts = estate.world.program.parts();
    parts.sql("UPDATE tenants SET policy_id = (SELECT id FROM policies LIMIT 1) WHERE slug = 'stone'");
    let before = estate.rows_of_stone();
    let mut tries = 0;
    for reader in [&estate.anne, &estate.agent] {
        let mut reader = reader.clone();
        let token = csrf(&mut reader).await;
        let shared = |route: &&Route| {
            let names: Vec<&str> = route.parameters().collect();
            route.of_a_tenant().is_empty() && !names.contains(&"token") && !names.contains(&"calendar")
        };
        let leaves = ["/logout", "/me/password"];
        let all = routes(Site::Office);
        let (looks, deeds): (Vec<_>, Vec<_>) =
            all.iter().filter(shared).partition(|route| route.method == Method::GET);
        let deeds = deeds.into_iter().filter(|route| !leaves.contains(&route.pattern.as_str()));
        for route in looks.iter().copied().chain(deeds).chain(looks.iter().copied()) {
            let path = route.path(|name| estate.stone.of(route, name));
            let answer = ask(&mut reader, route, &path, &route.fields_of(&estate.stone), &token).await;
            assert!(answer.status.as_u16() < 500, "{} {path}: {}", route.method, answer.status);
            without_canaries(&answer);
            tries += 1;
        }
    }
    assert!(tries > 100, "{tries}");
    assert_eq!(estate.rows_of_stone(), before);
    super::tried(tries);
}
