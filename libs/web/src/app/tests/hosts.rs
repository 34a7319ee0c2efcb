//! Which host shows what, and what every answer carries.

use std::sync::Arc;

use poem::http::Method;

use super::harness::*;
use crate::{
    Scheme,
    hosts::{Company, Site},
};

#[tokio::test]
async fn each_host_shows_its_own_site() {
    let it = harness().await;
    assert!(it.get(ask("/")).await.text.starts_with("Durand & Fils fr"));
    assert!(it.get(ask("/").host("ACME.localhost:8080")).await.text.starts_with("Acme Ltd en"));
    assert!(it.get(ask("/").host("localhost:8080")).await.text.starts_with("Atelier Support fr"));
    assert_eq!(it.get(ask("/tickets/7")).await.text, "7");
    assert_eq!(it.get(ask("/tickets/7").host("localhost")).await.status, 404, "not in the back office");
}

#[tokio::test]
async fn an_unknown_host_gets_a_page_without_brand_and_cookie() {
    let it = harness().await;
    for host in
        ["evil.example", "durand.localhost.evil.example", "xdurand.localhost", "", "durand.localhost."]
    {
        for path in ["/", "/login", "/api/v1/n/1", "/assets/x", "/language"] {
            let answer = it.get(ask(path).host(host)).await;
            assert_eq!(answer.status, 404, "{host}{path}");
            assert!(answer.cookies().is_empty(), "{host}{path}");
            assert!(!answer.text.contains("Durand") && !answer.text.contains("Atelier"), "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn security_headers_are_on_every_answer() {
    let it = harness_with(Scheme::Https, 100_000).await;
    let answers = [
        it.get(ask("/")).await,
        it.get(ask("/nothing")).await,
        it.get(ask("/fails")).await,
        it.get(ask("/panics")).await,
        it.get(ask("/api/v1/fails")).await,
        it.get(ask("/").host("evil.example")).await,
        it.get(ask("/form").method(Method::POST)).await,
        it.get(ask("/health/live")).await,
        it.get(ask("/brand/durand.abc.css")).await,
        it.get(ask("/private")).await,
    ];
    for answer in &answers {
        assert_eq!(
            answer.header("content-security-policy"),
            Some(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                 form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            )
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=63072000"));
        assert!(answer.header("permissions-policy").is_some());
        assert_eq!(answer.header("x-request-id").map(str::len), Some(12));
        assert!(answer.header("cache-control").is_some());
    }
    let plain = harness().await.get(ask("/")).await;
    assert_eq!(plain.header("strict-transport-security"), None, "not over http");
}

#[tokio::test]
async fn a_brand_is_served_on_its_own_host_alone() {
    let it = harness().await;
    for (path, kind) in
        [("/brand/durand.abc.css", "text/css; charset=utf-8"), ("/brand/durand.abc.svg", "image/svg+xml")]
    {
        let own = it.get(ask(path)).await;
        assert_eq!((own.status, own.header("content-type")), (200, Some(kind)));
        assert_eq!(own.header("cache-control"), Some("public, max-age=31536000, immutable"));
        for host in ["acme.localhost", "localhost"] {
            assert_eq!(it.get(ask(path).host(host)).await.status, 404, "{path} on {host}");
        }
    }
    for path in
        ["/brand/durand.abd.css", "/brand/durand.abc.header.png", "/brand/", "/brand/../durand.abc.css"]
    {
        assert_eq!(it.get(ask(path)).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_portal_of_a_company_that_leaves_says_so_in_place_of_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let service = service(folder.path()).await;
    let mut table = made_up();
    let host = "durand.localhost".to_owned();
    let Some(Site::Portal(company)) = table.sites.get(&host) else { panic!("a portal") };
    let leaves_at = Some("2026-12-28T08:00:00Z".parse().unwrap());
    let leaves = Arc::new(Company { leaves_at, ..Company::clone(company) });
    table.sites.insert(host, Site::Portal(leaves));
    let it = harness_of(Scheme::Http, 100_000, folder, service, table).await;
    for path in ["/", "/login", "/tickets/7", "/private", "/nothing", "/invite/1-abc"] {
        let answer = it.get(ask(path)).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text.contains("Ce portail est fermé"), "{path}: {}", answer.text);
        assert!(!answer.text.contains("28/12"), "{path}: strangers are not told when: {}", answer.text);
        assert!(!answer.text.contains("<form method=\"post\" action=\"/login"), "{path}");
    }
    let stops = it.get(ask("/unsubscribe/per_x.answers.y")).await;
    assert!(!stops.text.contains("Ce portail est fermé"), "{}", stops.text);
    let sent = it.get(ask("/form").form("x=1")).await;
    assert_eq!(sent.status, 403, "{}", sent.text);
    assert_eq!(it.get(ask("/brand/durand.abc.css")).await.status, 200, "it looks as it did");
    assert_eq!(it.get(ask("/").host("acme.localhost:8080")).await.status, 200, "another company");
    assert_eq!(it.get(ask("/").host("localhost:8080")).await.status, 200, "the back office");
}
