//! Twilio: requests, classes of errors, receipts, replies.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rappel_domain::phone::Phone;
use rappel_notify::{
    Class, Failure, ReceiptState,
    sms::{LINK_LEFT_OUT, Message, Reconciled, Sms, Sought},
    twilio::{
        Sender, Twilio, TwilioConfig, callback,
        signature::{HEADER, Verifier},
    },
};
use rappel_testkit::provider::{ACCOUNT_SID, AUTH_TOKEN, Answer, FaultProvider, ReceiptStep};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const TO: &str = "+33612345678";
const TEXT: &str = "URGENT #1043 Durand & Fils. Rappeler Claire Martin +33612345678 avant 14:32. é€";

fn config(base_url: String) -> TwilioConfig {
    TwilioConfig {
        base_url,
        account_sid: ACCOUNT_SID.into(),
        auth_token: AUTH_TOKEN.into(),
        sender: Sender::From("+33123456789".into()),
        timeout: Duration::from_millis(400),
    }
}

fn twilio(provider: &FaultProvider) -> Sms {
    Sms::Twilio(Twilio::new(&config(provider.base_url())).unwrap())
}

fn message() -> Message {
    Message {
        to: Phone::from_e164_trusted(TO),
        body: TEXT.into(),
        reference: "dlv_1".into(),
        tag: None,
        status_callback: Some("https://s.example.fr/hooks/twilio/status".into()),
        validity: Some(Duration::from_mins(15)),
    }
}

fn sought(message: Message) -> Sought {
    Sought { to: message.to, text: message.body, since: DateTime::UNIX_EPOCH, tag: None }
}

async fn failure(answer: Answer) -> Failure {
    let provider = FaultProvider::start().await.unwrap();
    provider.script([answer]);
    let failure = twilio(&provider).send(&message()).await.expect_err("refused");
    assert_eq!(provider.violations(), Vec::<String>::new());
    assert!(!failure.to_string().contains("336"), "no number in {failure}");
    failure
}

#[tokio::test]
async fn a_message_is_sent_as_the_api_wants_it() {
    let provider = FaultProvider::start().await.unwrap();
    let accepted = twilio(&provider).send(&message()).await.unwrap();
    let [request] = &provider.requests()[..] else { panic!("one request") };
    assert_eq!(provider.violations(), Vec::<String>::new());
    assert_eq!(accepted.provider_id, request.sid);
    assert_eq!(request.to, TO);
    assert_eq!(request.body, TEXT);
    assert_eq!(request.field("From"), Some("+33123456789"));
    assert_eq!(request.field("ValidityPeriod"), Some("900"));
    assert_eq!(request.field("StatusCallback"), Some("https://s.example.fr/hooks/twilio/status#rc=3&rp=all"));
}

#[tokio::test]
async fn a_messaging_service_stands_in_for_the_sender() {
    let provider = FaultProvider::start().await.unwrap();
    let sender = Sender::MessagingService("MG1".into());
    let twilio = Twilio::new(&TwilioConfig { sender, ..config(provider.base_url()) }).unwrap();
    let bare = Message { status_callback: None, validity: Some(Duration::from_secs(99_999)), ..message() };
    Sms::Twilio(twilio).send(&bare).await.unwrap();
    let request = &provider.requests()[0];
    assert_eq!(request.field("MessagingServiceSid"), Some("MG1"));
    assert_eq!((request.field("From"), request.field("StatusCallback")), (None, None));
    assert_eq!(request.field("ValidityPeriod"), Some("36000"), "the longest there is");
    assert_eq!(provider.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_text_longer_than_the_limit_never_leaves() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = twilio(&provider);
    let failure = sms.send(&Message { body: "é".repeat(1601), ..message() }).await.unwrap_err();
    assert_eq!(failure.class, Class::Configuration);
    assert!(provider.requests().is_empty());
    sms.send(&Message { body: "é".repeat(1600), ..message() }).await.unwrap();
    assert_eq!(provider.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn refusals_are_sorted_by_their_code() {
    let rows = [
        (400, 21211, Class::Recipient),
        (400, 21610, Class::Recipient),
        (400, 21408, Class::Configuration),
        (401, 20003, Class::Configuration),
        (400, 21611, Class::NotProcessed),
        (400, 99_999, Class::Configuration),
    ];
    for (status, code, class) in rows {
        let failure = failure(Answer::Refused { status, code }).await;
        assert_eq!((failure.class, failure.code), (class, Some(code.to_string())));
    }
}

#[tokio::test]
async fn too_many_requests_says_how_long_to_wait() {
    let failure = failure(Answer::TooMany { retry_after: 7 }).await;
    assert_eq!(failure.class, Class::NotProcessed);
    assert_eq!(failure.code.as_deref(), Some("20429"));
    assert_eq!(failure.retry_after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn what_may_have_been_processed_is_unknown() {
    for answer in [
        Answer::ServerError(503),
        Answer::TakenThenServerError(500),
        Answer::Hang,
        Answer::TakenThenHang,
        Answer::Reset,
        Answer::TakenThenReset,
        Answer::Garbage,
    ] {
        assert_eq!(failure(answer).await.class, Class::Unknown, "{answer:?}");
    }
}

#[tokio::test]
async fn nobody_listening_is_not_processed() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let nobody = Sms::Twilio(Twilio::new(&config(format!("http://{free}"))).unwrap());
    assert_eq!(nobody.send(&message()).await.unwrap_err().class, Class::NotProcessed);
    let nowhere = Sms::Twilio(Twilio::new(&config("http://provider.invalid".into())).unwrap());
    assert_eq!(nowhere.send(&message()).await.unwrap_err().class, Class::NotProcessed);
}

#[tokio::test]
async fn a_wrong_token_is_our_configuration() {
    let provider = FaultProvider::start().await.unwrap();
    let wrong = TwilioConfig { auth_token: "wrong".into(), ..config(provider.base_url()) };
    let failure = Sms::Twilio(Twilio::new(&wrong).unwrap()).send(&message()).await.unwrap_err();
    assert_eq!((failure.class, failure.code.as_deref()), (Class::Configuration, Some("20003")));
}

#[tokio::test]
async fn an_ambiguous_request_is_found_or_not() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = twilio(&provider);
    provider.script([Answer::Hang, Answer::TakenThenHang]);
    sms.send(&message()).await.unwrap_err();
    assert_eq!(sms.reconcile(&sought(message())).await, Ok(Reconciled::NotFound));
    sms.send(&message()).await.unwrap_err();
    let taken = provider.taken();
    let Ok(Reconciled::Found(found)) = sms.reconcile(&sought(message())).await else { panic!("found") };
    assert_eq!(found.provider_id, taken[0].sid);
    assert_eq!(provider.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_text_is_found_whatever_its_link() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = twilio(&provider);
    let with = |link: &str| format!("URGENT #1043. Prendre: {link} ou rep. 1");
    let body = with("https://s.exemple.fr/a/1-k3Fz9QwL2x");
    sms.send(&Message { body, ..message() }).await.unwrap();
    let found = sms.reconcile(&sought(Message { body: with(LINK_LEFT_OUT), ..message() })).await;
    assert!(matches!(found, Ok(Reconciled::Found(_))), "{found:?}");
    let other = with(LINK_LEFT_OUT).replace("1043", "1044");
    let found = sms.reconcile(&sought(Message { body: other, ..message() })).await;
    assert_eq!(found, Ok(Reconciled::NotFound));
}

#[tokio::test]
async fn another_text_an_older_or_a_failed_one_is_not_ours() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = twilio(&provider);
    sms.send(&message()).await.unwrap();
    let other = Message { body: "another text".into(), ..message() };
    assert_eq!(sms.reconcile(&sought(other)).await, Ok(Reconciled::NotFound));
    let elsewhere = Message { to: Phone::from_e164_trusted("+33698765432"), ..message() };
    assert_eq!(sms.reconcile(&sought(elsewhere)).await, Ok(Reconciled::NotFound));
    let later: DateTime<Utc> = provider.requests()[0].at.into();
    let later = later + chrono::Duration::minutes(5);
    let later = Sought { since: later, ..sought(message()) };
    assert_eq!(sms.reconcile(&later).await, Ok(Reconciled::NotFound));
    let sid = provider.taken()[0].sid.clone().unwrap();
    provider.set_status(&sid, "failed", Some(30_008));
    assert_eq!(sms.reconcile(&sought(message())).await, Ok(Reconciled::NotFound));
}

#[tokio::test]
async fn a_message_can_be_asked_for() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = twilio(&provider);
    let sid = sms.send(&message()).await.unwrap().provider_id.unwrap();
    assert_eq!(sms.receipt(&sid).await.unwrap().unwrap().state, ReceiptState::Pending);
    provider.set_status(&sid, "undelivered", Some(30_005));
    let receipt = sms.receipt(&sid).await.unwrap().unwrap();
    assert_eq!(receipt.state, ReceiptState::Undelivered);
    assert_eq!(receipt.failure.unwrap().class, Class::Recipient);
    assert!(sms.receipt("SM404").await.is_err());
    assert!(sms.receipt("../../Calls").await.is_err());
}

/// A hook that checks signatures with the code under test; answers what it was told.
async fn hook(requests: usize) -> (std::net::SocketAddr, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let told = tokio::spawn(async move {
        let mut told = Vec::new();
        for _ in 0..requests {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut text = String::new();
            while !text.contains("\r\n\r\n") || text.ends_with("\r\n\r\n") {
                let mut buffer = [0; 4096];
                let read = stream.read(&mut buffer).await.unwrap();
                text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
            }
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            let prefix = format!("{HEADER}: ");
            let signature = head.lines().find_map(|line| line.strip_prefix(&prefix));
            let url = "https://s.example.fr/hooks/twilio/status";
            let verified = Verifier::new(AUTH_TOKEN.into()).form(signature, url, body.as_bytes());
            told.push(verified.map_or("refused".into(), |fields| {
                let receipt = callback::status(&fields).unwrap();
                format!("{} {:?}", receipt.provider_id, receipt.state)
            }));
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        }
        told
    });
    (address, told)
}

#[tokio::test]
async fn receipts_come_signed_late_twice_and_out_of_order() {
    let provider = FaultProvider::start().await.unwrap();
    let (address, told) = hook(3).await;
    provider.route("https://s.example.fr/", address);
    provider.receipts([
        ReceiptStep::new(Duration::from_millis(100), "delivered"),
        ReceiptStep::new(Duration::from_millis(200), "sent"),
        ReceiptStep::new(Duration::from_millis(300), "delivered"),
    ]);
    let sid = twilio(&provider).send(&message()).await.unwrap().provider_id.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap();
    assert_eq!(told, [format!("{sid} Delivered"), format!("{sid} Sent"), format!("{sid} Delivered")]);
}
