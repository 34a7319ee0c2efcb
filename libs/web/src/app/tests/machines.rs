//! Assets, health, metrics, limits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use poem::{
    Endpoint as _, Request,
    http::{Method, Uri},
};

use super::harness::*;
use crate::{
    Scheme,
    health::{Check, Machines},
};

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back() {
    let it = harness_with(Scheme::Http, 5).await;
    for _ in 0..5 {
        assert_eq!(it.get(ask("/")).await.status, 200);
    }
    let answer = it.get(ask("/")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("12")));
    assert_eq!(it.get(ask("/health/live")).await.status, 200, "not for load balancers");
}

/// A storm of receipts comes from a few addresses, and everybody on call from a carrier's one.
#[tokio::test]
async fn what_carries_its_own_proof_is_not_counted_with_the_rest() {
    let it = harness_with(Scheme::Http, 3).await;
    let to_office = |path: &str| ask(path).host("localhost:8080");
    for _ in 0..10 {
        assert_eq!(it.get(to_office("/hooks/receipt").method(Method::POST)).await.status, 204);
        assert_ne!(it.get(to_office("/a/secret")).await.status, 429);
    }
    assert_eq!(it.get(to_office("/")).await.status, 200, "and uses nothing up for others");
    for _ in 0..2 {
        assert_eq!(it.get(to_office("/hooks/forged").method(Method::POST)).await.status, 403);
    }
    assert_eq!(it.get(to_office("/hooks/forged").method(Method::POST)).await.status, 429);
    assert_eq!(it.get(to_office("/hooks/receipt").method(Method::POST)).await.status, 204);
}

/// Whoever has a secret gets through, however many guess behind the same address.
#[tokio::test]
async fn guesses_at_a_secret_address_are_counted() {
    let it = harness_with(Scheme::Http, 3).await;
    let to_office = |path: &str| ask(path).host("localhost:8080");
    for _ in 0..3 {
        assert_eq!(it.get(to_office("/a/guess")).await.status, 404);
    }
    for _ in 0..10 {
        assert_eq!(it.get(to_office("/a/guess")).await.status, 429);
        assert_eq!(it.get(to_office("/a/secret")).await.status, 200);
    }
}

#[tokio::test]
async fn machines_learn_what_fails_but_not_why() {
    let it = harness().await;
    let ready = it.get(ask("/health/ready").host("10.0.0.1:8080")).await;
    assert_eq!((ready.status, ready.text.as_str()), (503, r#"{"status":"failing","failing":["redis"]}"#));
    let live = it.get(ask("/health/live").host("10.0.0.1:8080")).await;
    assert_eq!((live.status, live.text.as_str()), (200, r#"{"status":"ok","failing":[]}"#));
}

#[tokio::test]
async fn metrics_are_read_from_this_machine_alone() {
    let it = harness().await;
    let metrics = ask("/metrics").host("10.0.0.1:8080");
    assert_eq!(it.get(metrics.clone()).await.status, 404, "not from another machine");
    let here = metrics.from([127, 0, 0, 1]);
    assert_eq!(it.get(here.clone()).await.text, "rappel_up 1\n");
    for header in ["x-forwarded-for", "forwarded"] {
        assert_eq!(
            it.get(here.clone().header(header, "1.1.1.1")).await.status,
            404,
            "{header}: not from outside"
        );
    }
    // A proxy on this machine that adds no header.
    let own = ipnet::IpNet::from(std::net::IpAddr::from([127, 0, 0, 1]));
    let machines = it.app.web.options().machines.clone();
    let request = || here.clone().request();
    assert!(machines.answer(&request(), &[]).await.is_some());
    assert!(machines.answer(&request(), &[own]).await.is_none());
    // With a socket of their own they are shown there alone.
    let machines = machines.at(Some(([127, 0, 0, 1], 9090).into()));
    assert!(machines.answer(&request(), &[]).await.is_none());
    assert_eq!(machines.call(request()).await.unwrap().status(), 200);
}

/// What a proxy asks before it gets a certificate.
#[tokio::test]
async fn certificates_are_for_hosts_of_the_table_and_told_where_metrics_are() {
    let it = harness().await;
    let options = it.app.web.options();
    let machines = options.machines.clone().serving(Some(options.hosts.clone()));
    let asked = |path: &str| ask(path).host("10.0.0.1:8080").from([127, 0, 0, 1]);
    let status = async |ask: Ask| machines.answer(&ask.request(), &[]).await.map(|it| it.status().as_u16());
    for (query, expected) in [
        ("domain=durand.localhost", 200),
        ("domain=DURAND.localhost", 200),
        ("domain=localhost", 200),
        ("domain=nobody.localhost", 404),
        ("domain=durand.localhost.", 404),
        ("domain=durand.localhost:443", 404),
        ("domain=durand.localhost&domain=acme.localhost", 404),
        ("host=durand.localhost", 404),
        ("domain=", 404),
        ("", 404),
    ] {
        assert_eq!(status(asked(&format!("/tls/ask?{query}"))).await, Some(expected), "{query}");
    }
    let known = asked("/tls/ask?domain=durand.localhost");
    assert_eq!(status(known.clone().from([192, 0, 2, 1])).await, None, "not from another machine");
    assert_eq!(status(known.clone().header("x-forwarded-for", "1.1.1.1")).await, None);
    let own = machines.clone().at(Some(([127, 0, 0, 1], 9090).into()));
    assert!(
        own.answer(&known.clone().request(), &[]).await.is_none(),
        "elsewhere when there is a socket for it"
    );
    assert_eq!(own.call(known.clone().from([192, 0, 2, 1]).request()).await.unwrap().status(), 200);
    // A process without pages serves no host.
    let worker = options.machines.clone().at(Some(([127, 0, 0, 1], 9090).into()));
    assert_eq!(worker.call(known.request()).await.unwrap().status(), 404);
}

/// Anybody may ask, and the answer comes from the pool that pages people.
#[tokio::test]
async fn however_many_ask_a_part_is_tried_once_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let tries = Arc::new(AtomicU32::new(0));
    let counted = tries.clone();
    let check = Check::new("database", move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(())
        }
    });
    let machines = Machines::new(service(folder.path()).await, vec![check], String::new);
    let ask = || async {
        let request = Request::builder().uri(Uri::from_static("/health/ready")).finish();
        machines.call(request).await.unwrap().status()
    };
    let answers = futures_util::future::join_all((0..200).map(|_| ask())).await;
    assert!(answers.iter().all(poem::http::StatusCode::is_success), "{answers:?}");
    assert_eq!(tries.load(Ordering::Relaxed), 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    ask().await;
    assert_eq!(tries.load(Ordering::Relaxed), 2, "what has changed since is seen");
}

#[tokio::test]
async fn assets_are_kept_for_ever() {
    let it = harness().await;
    let html = it.get(ask("/nothing")).await.text;
    let path = html.split("src=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/assets/{path}");
    let full = it.get(ask(&path)).await;
    assert_eq!(
        (full.status, full.header("cache-control")),
        (200, Some("public, max-age=31536000, immutable"))
    );
    let etag = full.header("etag").unwrap().to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"'));
    let head = it.get(ask(&path).method(Method::HEAD)).await;
    assert_eq!((head.status, head.text.as_str(), head.header("etag")), (200, "", Some(etag.as_str())));
    for list in [etag.clone(), format!("\"x\", W/{etag}"), "*".to_owned()] {
        assert_eq!(it.get(ask(&path).header("if-none-match", &list)).await.status, 304, "{list}");
    }
    assert_eq!(it.get(ask(&path).header("if-none-match", "\"x\"")).await.status, 200);
    let css = html.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let packed = it.get(ask(css).header("accept-encoding", "gzip, br")).await;
    assert_eq!(
        (packed.header("content-encoding"), packed.header("vary")),
        (Some("gzip"), Some("accept-encoding"))
    );
    let plain = it.get(ask(css)).await;
    assert!(packed.text.len() < plain.text.len() && plain.header("content-encoding").is_none());
    // The style of all pages, and after it what the brand adds.
    let brand = it.get(ask("/brand/durand.abc.css")).await;
    assert_eq!(brand.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(
        brand.text.starts_with("@layer ") && brand.text.ends_with(":root{--brand:#123}"),
        "{}",
        brand.text
    );
    assert_eq!(it.get(ask("/brand/durand.old.css")).await.status, 404);
    // Whoever else is a client is not told.
    let other = it.get(ask("/brand/acme.abc.css")).await;
    let never = it.get(ask("/brand/nobody.abc.css")).await;
    assert_eq!((other.status, other.text.len()), (404, never.text.len()));
    let own = it.get(ask("/brand/acme.abc.css").host("acme.localhost:8080")).await;
    assert!(own.status == 200 && own.text.ends_with(":root{--brand:#123}"), "{}", own.text);
    assert_eq!(it.get(ask("/assets/../Cargo.toml")).await.status, 404);
    assert_eq!(it.get(ask(&path).method(Method::POST)).await.status, 405);
}

#[tokio::test]
async fn security_txt_says_where_to_write() {
    let answer = harness().await.get(ask("/.well-known/security.txt")).await;
    assert_eq!(
        answer.text,
        "Contact: mailto:security@example.org\nExpires: 2027-05-21T00:00:00Z\nPreferred-Languages: fr, en\n"
    );
}

#[tokio::test]
async fn series_are_named_by_route_not_by_path() {
    let it = harness().await;
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let guard = metrics::set_default_local_recorder(&recorder);
    for number in 1..4 {
        it.get(ask(&format!("/tickets/{number}"))).await;
    }
    it.get(ask("/secret-token")).await;
    it.get(ask("/fails")).await;
    it.get(ask("/").method(Method::from_bytes(b"INVENTED").unwrap())).await;
    drop(guard);
    let text = handle.render();
    let count = |labels: &str| text.contains(&format!("rappel_http_requests_total{{{labels}}}"));
    assert!(
        text.contains(r#"rappel_http_requests_total{route="/tickets/:number",method="GET",status="200"} 3"#),
        "{text}"
    );
    assert!(count(r#"route="/fails",method="GET",status="500""#), "{text}");
    assert!(!text.contains("secret-token") && !text.contains("INVENTED"), "{text}");
}
