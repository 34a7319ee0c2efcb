//! Assets, health, metrics, limits.

use poem::http::Method;

use super::harness::*;
use crate::Scheme;

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

#[tokio::test]
async fn machines_learn_what_fails_but_not_why() {
    let it = harness().await;
    let ready = it.get(ask("/health/ready").host("10.0.0.1:8080")).await;
    assert_eq!((ready.status, ready.text.as_str()), (503, r#"{"status":"failing","failing":["redis"]}"#));
    let live = it.get(ask("/health/live").host("10.0.0.1:8080")).await;
    assert_eq!((live.status, live.text.as_str()), (200, r#"{"status":"ok","failing":[]}"#));
    let metrics = ask("/metrics").host("10.0.0.1:8080");
    assert_eq!(it.get(metrics.clone()).await.text, "rappel_up 1\n");
    assert_eq!(it.get(metrics.header("x-forwarded-for", "1.1.1.1")).await.status, 404, "not from outside");
}

#[tokio::test]
async fn assets_are_kept_for_ever() {
    let it = harness().await;
    let html = it.get(ask("/nothing")).await.text;
    let path = html.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
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
    let brand = it.get(ask("/brand/durand.abc.css")).await;
    assert_eq!(
        (brand.text.as_str(), brand.header("content-type")),
        (":root{--brand:#123}", Some("text/css; charset=utf-8"))
    );
    assert_eq!(it.get(ask("/brand/durand.old.css")).await.status, 404);
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
