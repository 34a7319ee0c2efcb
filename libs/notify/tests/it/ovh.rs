//! OVHcloud: signed requests, classes of errors, receipts, replies.

use std::time::Duration;

use chrono::DateTime;
use rappel_domain::{callback::Receipts, clock::FixedClock, delivery::Tag, id::DeliveryId, phone::Phone};
use rappel_notify::{
    Class, Failure, ReceiptState,
    ovh::{Ovh, OvhConfig, Sender},
    sms::{Message, Reconciled, Sms, Sought},
};
use rappel_testkit::provider::{
    APPLICATION_KEY, APPLICATION_SECRET, Answer, CONSUMER_KEY, Channel, FaultProvider, SERVICE_NAME,
};

const TO: &str = "+33612345678";

fn config(provider: &FaultProvider) -> OvhConfig {
    OvhConfig {
        base_url: provider.base_url(),
        application_key: APPLICATION_KEY.into(),
        application_secret: APPLICATION_SECRET.into(),
        consumer_key: CONSUMER_KEY.into(),
        service_name: SERVICE_NAME.into(),
        sender: Sender::ShortNumber,
        timeout: Duration::from_millis(400),
    }
}

fn ovh(provider: &FaultProvider) -> Ovh {
    Ovh::new(&config(provider)).unwrap()
}

fn message(body: &str) -> Message {
    let delivery = DeliveryId::new(&FixedClock::at("2026-11-22T13:17:00Z"));
    Message {
        to: Phone::from_e164_trusted(TO),
        body: body.into(),
        reference: delivery.to_string(),
        tag: Tag::new(7, delivery),
        status_callback: None,
        validity: Some(Duration::from_mins(30)),
    }
}

async fn failure(answer: Answer) -> Failure {
    let provider = FaultProvider::start().await.unwrap();
    provider.script([answer]);
    let failure = Sms::Ovh(ovh(&provider)).send(&message("x")).await.expect_err("refused");
    assert_eq!(provider.violations(), Vec::<String>::new());
    assert!(!failure.to_string().contains("336"), "no number in {failure}");
    failure
}

#[tokio::test]
async fn a_message_is_sent_as_the_api_wants_it() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = Sms::Ovh(ovh(&provider));
    assert_eq!((sms.name(), sms.receipts()), ("ovh", Receipts::Expected));
    // In the alphabet of GSM-7, beyond it, and what JSON must escape: the fault server signs the bytes that it gets.
    for (body, coding) in [("URGENT #1043 é€ \"&\\ \n+", "7bit"), ("Rappelez-nous … 🌲", "8bit")] {
        let message = message(body);
        let accepted = sms.send(&message).await.unwrap();
        let request = provider.requests().pop().unwrap();
        assert_eq!(provider.violations(), Vec::<String>::new());
        assert_eq!((request.channel, request.to.as_str(), request.body.as_str()), (Channel::Ovh, TO, body));
        assert_eq!(accepted.provider_id, request.sid);
        assert_eq!((request.field("coding"), request.field("noStopClause")), (Some(coding), Some("true")));
        assert_eq!(request.field("tag").map(str::to_owned), message.tag.map(|tag| tag.to_string()));
        assert_eq!(request.field("validityPeriod"), Some("30"));
        assert_eq!((request.field("senderForResponse"), request.field("sender")), (Some("true"), None));
    }
    let named = OvhConfig { sender: Sender::Name("Rappel".into()), ..config(&provider) };
    Sms::Ovh(Ovh::new(&named).unwrap()).send(&message("x")).await.unwrap();
    let request = provider.requests().pop().unwrap();
    assert_eq!(
        (request.field("senderForResponse"), request.field("sender")),
        (Some("false"), Some("Rappel"))
    );
    assert_eq!(provider.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn requests_are_signed_for_the_provider_s_time() {
    let provider = FaultProvider::start().await.unwrap();
    provider.ovh_clock_ahead(Duration::from_mins(10));
    let sms = Sms::Ovh(ovh(&provider));
    sms.send(&message("x")).await.unwrap();
    assert_eq!(provider.violations(), Vec::<String>::new());
    // The time that was told is counted on, until the provider calls it wrong; then it is asked for again.
    provider.ovh_clock_ahead(Duration::from_hours(5));
    let refused = sms.send(&message("x")).await.unwrap_err();
    assert_eq!((refused.class, refused.code.as_deref()), (Class::NotProcessed, Some("QUERY_TIME_OUT")));
    sms.send(&message("x")).await.unwrap();
    assert_eq!(provider.violations(), ["OVHcloud: QUERY_TIME_OUT"]);
}

#[tokio::test]
async fn without_the_provider_s_time_nothing_leaves() {
    let provider = FaultProvider::start().await.unwrap();
    provider.ovh_clock_works(false);
    let sms = Sms::Ovh(ovh(&provider));
    assert_eq!(sms.send(&message("x")).await.unwrap_err().class, Class::NotProcessed);
    assert!(provider.requests().is_empty());
    provider.ovh_clock_works(true);
    sms.send(&message("x")).await.unwrap();
    // Known once, it need not be asked for each time.
    provider.ovh_clock_works(false);
    sms.send(&message("x")).await.unwrap();
}

#[tokio::test]
async fn wrong_keys_are_our_configuration() {
    let provider = FaultProvider::start().await.unwrap();
    let rows = [
        (OvhConfig { application_key: "wrong".into(), ..config(&provider) }, "INVALID_KEY"),
        (OvhConfig { application_secret: "wrong".into(), ..config(&provider) }, "INVALID_SIGNATURE"),
        (OvhConfig { consumer_key: "wrong".into(), ..config(&provider) }, "INVALID_CREDENTIAL"),
        (OvhConfig { service_name: "sms-other-1".into(), ..config(&provider) }, "404"),
    ];
    for (config, code) in rows {
        let failure = Sms::Ovh(Ovh::new(&config).unwrap()).send(&message("x")).await.unwrap_err();
        assert_eq!((failure.class, failure.code.as_deref()), (Class::Configuration, Some(code)));
    }
    assert!(provider.requests().is_empty());
}

#[tokio::test]
async fn an_invalid_receiver_on_200_is_the_recipient_s() {
    let failure = failure(Answer::InvalidReceiver).await;
    assert_eq!((failure.class, failure.code.as_deref()), (Class::Recipient, Some("invalidReceivers")));
}

#[tokio::test]
async fn refusals_are_sorted() {
    let rows = [
        (Answer::RefusedAs { status: 403, word: "NOT_GRANTED_CALL" }, Class::Configuration),
        (Answer::RefusedAs { status: 402, word: "PAYMENT" }, Class::Configuration),
        (Answer::RefusedAs { status: 409, word: "CONFLICT" }, Class::NotProcessed),
        (Answer::Refused { status: 400, code: 1 }, Class::Configuration),
        (Answer::ServerError(503), Class::Unknown),
        (Answer::TakenThenServerError(500), Class::Unknown),
        (Answer::Hang, Class::Unknown),
        (Answer::TakenThenHang, Class::Unknown),
        (Answer::Reset, Class::Unknown),
        (Answer::TakenThenReset, Class::Unknown),
        (Answer::Garbage, Class::Unknown),
    ];
    for (answer, class) in rows {
        assert_eq!(failure(answer).await.class, class, "{answer:?}");
    }
    let busy = failure(Answer::TooMany { retry_after: 7 }).await;
    assert_eq!((busy.class, busy.retry_after), (Class::NotProcessed, Some(Duration::from_secs(7))));
}

#[tokio::test]
async fn an_ambiguous_request_is_found_by_its_tag_or_not() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = Sms::Ovh(ovh(&provider));
    let message = message("the same text");
    let sought =
        Sought { to: message.to.clone(), text: String::new(), since: DateTime::UNIX_EPOCH, tag: message.tag };
    provider.script([Answer::Hang, Answer::TakenThenHang]);
    sms.send(&message).await.unwrap_err();
    assert_eq!(sms.reconcile(&sought).await, Ok(Reconciled::NotFound));
    sms.send(&message).await.unwrap_err();
    let sid = provider.taken()[0].sid.clone().unwrap();
    let Ok(Reconciled::Found(found)) = sms.reconcile(&sought).await else { panic!("found") };
    assert_eq!(found.provider_id.as_deref(), Some(sid.as_str()));
    // Another message with the same text is another message.
    let other = self::message("the same text").tag;
    let other = Sought { tag: other, ..sought.clone() };
    assert_eq!(sms.reconcile(&other).await, Ok(Reconciled::NotFound));
    assert_eq!(sms.reconcile(&Sought { tag: None, ..sought.clone() }).await, Ok(Reconciled::CannotAsk));
    provider.set_status(&sid, "undelivered", None);
    assert_eq!(
        sms.reconcile(&sought).await,
        Ok(Reconciled::NotFound),
        "it failed: sending again makes no two"
    );
    assert_eq!(provider.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_can_be_asked_for() {
    let provider = FaultProvider::start().await.unwrap();
    let sms = Sms::Ovh(ovh(&provider));
    let sid = sms.send(&message("x")).await.unwrap().provider_id.unwrap();
    let state = async |status: &str| {
        provider.set_status(&sid, status, Some(22));
        sms.receipt(&sid).await.unwrap().unwrap()
    };
    assert_eq!(state("queued").await.state, ReceiptState::Pending);
    assert_eq!(state("sent").await.state, ReceiptState::Sent);
    assert_eq!(state("delivered").await.state, ReceiptState::Delivered);
    let undelivered = state("undelivered").await;
    assert_eq!(undelivered.state, ReceiptState::Undelivered);
    assert_eq!(undelivered.failure.unwrap().code.as_deref(), Some("dlr 2, ptt 22"));
    assert!(sms.receipt("404").await.is_err());
    assert!(sms.receipt("../../me").await.is_err());
}

#[tokio::test]
async fn replies_and_the_account_can_be_asked_for() {
    let provider = FaultProvider::start().await.unwrap();
    let ovh = ovh(&provider);
    assert!(ovh.takes_replies());
    let (first, second) = (provider.ovh_incoming(TO, "1"), provider.ovh_incoming(TO, "2 é"));
    assert_eq!(ovh.incoming_since(DateTime::UNIX_EPOCH).await.unwrap(), [first, second]);
    assert_eq!(ovh.incoming_since("2100-01-01T00:00:00Z".parse().unwrap()).await.unwrap(), [0; 0]);
    let text = ovh.incoming(second).await.unwrap();
    assert_eq!((text.sender.as_str(), text.message.as_str()), (TO, "2 é"));
    provider.ovh_callback("https://s.example.fr/hooks/ovh/status/x");
    let account = ovh.account().await.unwrap();
    assert_eq!(account.credits_left, Some(1234.5));
    assert_eq!(account.call_back.as_deref(), Some("https://s.example.fr/hooks/ovh/status/x"));
    assert_eq!(provider.violations(), Vec::<String>::new());
}
