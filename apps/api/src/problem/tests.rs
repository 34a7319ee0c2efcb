use poem_openapi::types::ParseFromJSON;
use rappel_service::Reason;

use super::*;

async fn said(problem: Problem) -> (u16, String) {
    let response = problem.document("test");
    (response.status().as_u16(), response.into_body().into_string().await.unwrap())
}

#[tokio::test]
async fn a_fault_of_ours_says_nothing_of_its_cause() {
    let cause = std::io::Error::other("/var/lib/rappel/files: denied to user hunter2");
    let (status, text) = said(of(Error::Files(cause))).await;
    assert_eq!(status, 500);
    assert!(!text.contains("hunter2") && !text.contains("detail"), "{text}");
}

#[tokio::test]
async fn what_is_answered_is_what_the_document_says() {
    let fields = vec![Invalid::new("phone", Reason::Missing), Invalid::new("category", Reason::NotAChoice)];
    let problems = [
        (of(Error::NotFound), 404, "not_found"),
        (of(Error::Invalid(fields)), 422, "invalid"),
        (of(Error::KeyMisused), 422, "idempotency_key_misused"),
        (of(Error::SignInFailed), 401, "key_refused"),
        (of(Error::Conflict), 409, "changed_meanwhile"),
        (of(Error::Refused(Refusal::TicketClosed)), 409, "ticket_closed"),
        (of(Error::Busy), 503, "unavailable"),
    ];
    for (problem, status, code) in problems {
        let (answered, text) = said(problem).await;
        let document = Document::parse_from_json_string(&text).unwrap();
        assert_eq!((answered, document.status, document.code.as_str()), (status, status, code), "{text}");
        assert!(document.instance.ends_with("test") && document.r#type == "about:blank", "{text}");
        assert!(!document.title.is_empty() && document.detail.is_none_or(|it| !it.is_empty()), "{text}");
        let named = document.errors.unwrap_or_default().len();
        assert_eq!(named, if code == "invalid" { 2 } else { 0 }, "{text}");
    }
}
