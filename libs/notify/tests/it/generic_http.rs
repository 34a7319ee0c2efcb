//! A provider with an HTTP API of its own: request, answer, inbound signature.

use std::time::Duration;

use rappel_domain::{callback::Receipts, phone::Phone};
use rappel_notify::{
    Class,
    sms::{GenericHttp, GenericHttpConfig, Message, Reconciled, Sms, Sought},
};
use rappel_testkit::provider::{Answer, Channel, FaultProvider, GENERIC_KEY};

fn generic(provider: &FaultProvider) -> Sms {
    let config = GenericHttpConfig {
        url: provider.generic_url(),
        headers: [("Authorization".to_owned(), format!("Bearer {GENERIC_KEY}").into())].into(),
        body: r#"{"to": {{to}}, "text": {{text}}, "from": {{from}}, "reference": {{reference}}}"#.into(),
        from: "Rappel".into(),
        id_pointer: Some("/messages/0/id".into()),
        timeout: Duration::from_millis(400),
    };
    Sms::GenericHttp(Box::new(GenericHttp::new(&config).unwrap()))
}

fn message() -> Message {
    Message {
        to: Phone::from_e164_trusted("+33612345678"),
        body: "URGENT \"Durand\" \\ &\nFils é".into(),
        reference: "dlv_1".into(),
        tag: None,
        status_callback: None,
        validity: None,
    }
}

#[tokio::test]
async fn the_template_is_filled_and_the_id_is_found() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = generic(&provider);
    let accepted = sms.send(&message()).await.unwrap();
    let [request] = &provider.requests()[..] else { panic!("one request") };
    assert_eq!(provider.violations(), Vec::<String>::new());
    assert_eq!(request.channel, Channel::Generic);
    assert_eq!(request.body, message().body);
    assert_eq!(request.field("reference"), Some("dlv_1"));
    assert_eq!(accepted.provider_id, request.sid);
    assert_eq!(sms.receipts(), Receipts::None);
    let sought =
        Sought { to: message().to, text: message().body, since: chrono::DateTime::UNIX_EPOCH, tag: None };
    assert_eq!(sms.reconcile(&sought).await, Ok(Reconciled::CannotAsk));
    assert_eq!(sms.receipt("1").await, Ok(None));
}

#[tokio::test]
async fn any_2xx_is_success_even_when_the_id_cannot_be_read() {
    let provider = FaultProvider::start().await.unwrap();
    provider.script([Answer::Garbage]);
    assert_eq!(generic(&provider).send(&message()).await.unwrap().provider_id, None);
}

#[tokio::test]
async fn failures_are_sorted_by_status() {
    let rows = [
        (Answer::Refused { status: 422, code: 1 }, Class::Configuration),
        (Answer::Refused { status: 401, code: 1 }, Class::Configuration),
        (Answer::Refused { status: 302, code: 1 }, Class::Configuration),
        (Answer::Refused { status: 408, code: 1 }, Class::Unknown),
        (Answer::TooMany { retry_after: 3 }, Class::NotProcessed),
        (Answer::ServerError(502), Class::Unknown),
        (Answer::Hang, Class::Unknown),
        (Answer::TakenThenReset, Class::Unknown),
    ];
    let provider = FaultProvider::start().await.unwrap();
    let sms = generic(&provider);
    for (answer, class) in rows {
        provider.script([answer]);
        let failure = sms.send(&message()).await.unwrap_err();
        assert_eq!(failure.class, class, "{answer:?}");
        let wait = matches!(answer, Answer::TooMany { .. }).then(|| Duration::from_secs(3));
        assert_eq!(failure.retry_after, wait, "{answer:?}");
    }
}
