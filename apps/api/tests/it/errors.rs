//! Whatever goes wrong is a problem (RFC 9457).

use poem::{Body, http::Method};
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn what_cannot_be_read_is_a_problem() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let number = erp.open(it.claire, "Bonjour").await;
    let messages = format!("/api/v1/tickets/{number}/messages");
    for body in [
        json!({}),
        json!([]),
        json!({"body": ["x"]}),
        json!({"body": null}),
        json!({"body": "x", "also": "y"}),
        json!("x".repeat(9_000)),
    ] {
        let refused = erp.post(&messages, &body).await;
        assert_eq!(refused.status, 400, "{body}");
        refused.is_problem(400, "bad_body");
        assert!(refused.text.len() < 800, "an answer does not repeat what was sent: {}", refused.text.len());
    }
    let json = erp.and("content-type", "application/json");
    json.ask(Method::POST, &messages, Body::from("{\"body\"")).await.is_problem(400, "bad_body");
    json.act(&messages).await.is_problem(400, "bad_body");
    for kind in ["text/plain", "application/xml", "multipart/form-data; boundary=x", "json"] {
        let other = erp.and("content-type", kind);
        other
            .ask(Method::POST, &messages, Body::from("{\"body\":\"x\"}"))
            .await
            .is_problem(415, "unsupported_media");
    }
    erp.ask(Method::POST, &messages, Body::from("{\"body\":\"x\"}"))
        .await
        .is_problem(415, "unsupported_media");
    for key in ["", "é", "a b", &"k".repeat(201)] {
        let refused = erp.and("idempotency-key", key).post(&messages, &json!({"body": "x"})).await;
        refused.is_problem(400, "bad_parameter");
    }
    let twice = erp.and("idempotency-key", "a").and("idempotency-key", "b");
    twice.post(&messages, &json!({"body": "x"})).await.is_problem(400, "bad_parameter");
    let ticket = erp.get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!(ticket["timeline"].as_array().unwrap().len(), 1, "nothing was written: {ticket}");
}

#[tokio::test]
async fn a_body_has_an_end() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let number = erp.open(it.claire, "Bonjour").await;
    let messages = format!("/api/v1/tickets/{number}/messages");
    // 20,000 characters, each as an escape of twelve bytes, are let in; one more is named.
    let escaped = |count: usize| format!("{{\"body\":\"{}\"}}", "\\ud83d\\ude00".repeat(count));
    let json = erp.and("content-type", "application/json");
    assert_eq!(json.ask(Method::POST, &messages, Body::from(escaped(20_000))).await.status, 204);
    let long = json.ask(Method::POST, &messages, Body::from(escaped(20_001))).await;
    long.is_problem(422, "invalid");
    assert_eq!(long.json()["errors"], json!([{"field": "body", "code": "description-too-long"}]));
    let huge = json.ask(Method::POST, &messages, Body::from(escaped(30_000))).await;
    huge.is_problem(413, "too_large");
}

#[tokio::test]
async fn a_wrong_address_or_method_is_a_problem() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    for path in ["/api/v1", "/api/v1/nothing", "/api/v1/tickets/1/nothing", "/api/v2/tickets"] {
        assert_eq!(erp.get(path).await.problem().0, 404, "{path}");
    }
    for (method, path, allow) in [
        (Method::DELETE, "/api/v1/tickets", "GET, POST"),
        (Method::PUT, "/api/v1/tickets/1", "GET"),
        (Method::GET, "/api/v1/tickets/1/close", "POST"),
        (Method::PATCH, "/api/v1/callbacks/x/accept", "POST"),
    ] {
        let refused = erp.ask(method, path, Body::empty()).await;
        refused.is_problem(405, "method_not_allowed");
        assert_eq!(refused.header("allow"), Some(allow), "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_an_identifier_is_as_unknown_as_any() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let unused = erp.get("/api/v1/tickets/77").await;
    unused.is_problem(404, "not_found");
    for path in [
        "tickets/x",
        "tickets/0",
        "tickets/-1",
        "tickets/99999999999999999999",
        "callbacks/x",
        "callbacks/tkt_1",
    ] {
        assert_eq!(erp.get(&format!("/api/v1/{path}")).await, unused, "{path}");
    }
}
