//! What attackers try at the edge: unknown hosts, forged forms, other companies' numbers.

use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, STONE},
};
use reqwest::Method;

use super::tickets::open_ticket;

journeys![
    an_unknown_host_learns_nothing,
    a_form_from_elsewhere_is_refused,
    a_foreign_ticket_looks_like_none,
    every_answer_carries_its_headers,
    health_and_metrics_are_read_by_machines,
];

async fn an_unknown_host_learns_nothing(column: Column) {
    let world = World::start(column).await;
    for host in [
        "nobody.localhost",
        "durand.localhost.evil.example",
        "127.0.0.1",
        "durand.localhost@evil.example",
        "",
    ] {
        let mut visitor = Visitor::new(world.program.address(), host);
        let request = visitor.request(Method::GET, "/login");
        let answer = visitor.ask(request, "/login").await;
        assert!(answer.status.is_client_error(), "{host}: {}", answer.status);
        assert!(!answer.headers.contains_key("set-cookie"), "{host}");
        assert!(!answer.body.contains("Durand") && !answer.body.contains("Stone"), "{host}: {}", answer.body);
    }
}

async fn a_form_from_elsewhere_is_refused(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let own = format!("http://{}", claire.host());
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    let csrf = form.value("csrf").unwrap().to_owned();
    let attacks: [(&str, &str, Option<&str>); 5] = [
        ("", &own, None),
        ("forged", &own, None),
        (&csrf, "http://evil.example", None),
        (&csrf, "null", None),
        (&csrf, &own, Some("cross-site")),
    ];
    for (token, origin, site) in attacks {
        let body = [
            ("csrf", token),
            ("category", &category),
            ("description", "forged"),
            ("key", "k"),
            ("phone", ""),
        ];
        let body = body.iter().fold(reqwest::multipart::Form::new(), |body, (name, value)| {
            body.text((*name).to_owned(), (*value).to_owned())
        });
        let mut request =
            claire.request(Method::POST, "/tickets/new").header("origin", origin).multipart(body);
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let answer = claire.ask(request, "/tickets/new").await;
        assert!(answer.status.is_client_error(), "{token:?} {origin} {site:?}: {}", answer.status);
    }
    claire.open("/tickets").await.says("Aucun ticket ouvert");
}

async fn a_foreign_ticket_looks_like_none(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(STONE).await;
    let number = open_ticket(&mut claire, "Autre", "canari-7f3a").await;
    let foreign = bob.open(&format!("/tickets/{number}")).await;
    let unused = bob.open("/tickets/987654").await;
    assert_eq!(foreign.status, 404);
    // The same page, but for what differs between any two answers: the reference and the address.
    let bare = |answer: &rappel_testkit::visitor::Answer, number: &str| {
        let words = answer.page().words();
        let reference = answer.headers.get("x-request-id").map_or("", |id| id.to_str().unwrap());
        words.replace(reference, "REFERENCE").replace(number, "NUMBER")
    };
    assert_eq!(bare(&foreign, &number), bare(&unused, "987654"));
    for path in ["/tickets", "/tickets?view=closed", "/people", "/account"] {
        let answer = bob.open(path).await;
        assert!(!answer.body.contains("canari-7f3a") && !answer.body.contains("Claire"), "{path}");
    }
}

async fn every_answer_carries_its_headers(column: Column) {
    let world = World::start(column).await;
    let mut visitor = world.program.portal(DURAND.slug);
    for path in ["/login", "/nothing-here", "/tickets"] {
        let answer = visitor.open(path).await;
        let header =
            |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            header("referrer-policy").contains("no-referrer")
                || header("referrer-policy").contains("same-origin")
        );
        assert!(!header("x-request-id").is_empty(), "{path}");
    }
}

async fn health_and_metrics_are_read_by_machines(column: Column) {
    let world = World::start(column).await;
    let mut visitor = world.program.office();
    visitor.open("/login").await.expect(200);
    for path in ["/health/live", "/health/ready"] {
        let request = visitor.request(Method::GET, path);
        assert_eq!(visitor.ask(request, path).await.status, 200, "{path}");
    }
    // The gauges of the jobs are set every few seconds.
    let mut metrics = String::new();
    for _ in 0..30 {
        let request = visitor.request(Method::GET, "/metrics");
        metrics = visitor.ask(request, "/metrics").await.body;
        if metrics.contains("rappel_jobs_oldest_due_seconds{") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    for name in ["rappel_http_requests_total{", "rappel_jobs{", "rappel_jobs_oldest_due_seconds{"] {
        assert!(metrics.contains(name), "{name} is not in\n{metrics}");
    }
    assert!(!metrics.contains("claire"), "no personal data");
}
