//! Problems as answers.

use std::sync::{Arc, Mutex};

use poem::http::Method;

use super::harness::*;

#[tokio::test]
async fn a_fault_of_ours_is_told_without_its_secret() {
    let it = harness().await;
    for path in ["/fails", "/panics", "/api/v1/fails"] {
        let answer = it.get(ask(path)).await;
        assert_eq!(answer.status, 500, "{path}");
        assert!(!answer.text.contains("hunter2"), "{path}");
        let id = answer.header("x-request-id").unwrap();
        assert!(answer.text.contains(id), "{path} does not show its reference");
    }
    let shown = it.get(ask("/fails").header("accept-language", "en")).await;
    assert!(shown.text.contains("Durand &amp; Fils") && shown.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn a_fault_is_logged_once_with_its_reference() {
    let it = harness().await;
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let answer = it.get(ask("/fails")).await;
    let _quiet = it.get(ask("/nothing")).await;
    drop(guard);
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains("hunter2") && log.contains(answer.header("x-request-id").unwrap()), "{log}");
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn programs_get_problem_documents() {
    let it = harness().await;
    let answer = it.get(ask("/api/v1/fails").method(Method::POST)).await;
    assert_eq!((answer.status, answer.header("content-type")), (409, Some("application/problem+json")));
    let document: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(document["title"], "Conflict");
    assert_eq!(document["status"], 409);
    assert_eq!(document["code"], "conflict");
    assert_eq!(document["detail"], "somebody was faster");
    assert_eq!(document["instance"], format!("urn:request:{}", answer.header("x-request-id").unwrap()));
    for (path, status) in [("/api/v1/nothing", 404), ("/api/v1/n/abc", 404), ("/api/", 404)] {
        let answer = it.get(ask(path)).await;
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        let document: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert!(document["status"].is_u64() && answer.status >= 400, "{path} {status}");
    }
}

#[test]
fn who_found_no_turn_is_told_when_to_come_again() {
    let answer = crate::Problem::from(rappel_service::Error::Busy).document("1");
    assert_eq!((answer.status().as_u16(), answer.header("retry-after")), (503, Some("5")));
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_door() {
    let it = harness().await;
    let answer = it.get(ask("/private?view=open&q=a+b")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/login?next=%2Fprivate%3Fview%3Dopen%26q%3Da%2Bb"))
    );
    let (cookie, token) = it.browser(DURAND).await;
    let sent = ask("/private").header("cookie", &cookie).form(&format!("csrf={token}&text=a%0Ab"));
    let answer = it.get(sent).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("a\nb"), "what was typed is shown: {}", answer.text);
}
