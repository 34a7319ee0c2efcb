use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};

use super::*;
use crate::{Class, twilio::signature::Verifier};

const URL: &str = "https://s.example.fr/hooks/twilio";

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(b"token").unwrap();
    mac.update(URL.as_bytes());
    for (key, value) in sorted {
        mac.update(key.as_bytes());
        mac.update(value.as_bytes());
    }
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Verifier::new("token".into()).form(Some(&signature), URL, body.as_bytes()).unwrap()
}

#[test]
fn each_status_has_its_place() {
    let rows = [
        ("accepted", ReceiptState::Pending),
        ("scheduled", ReceiptState::Pending),
        ("queued", ReceiptState::Pending),
        ("sending", ReceiptState::Pending),
        ("sent", ReceiptState::Sent),
        ("delivered", ReceiptState::Delivered),
        ("read", ReceiptState::Delivered),
        ("undelivered", ReceiptState::Undelivered),
        ("failed", ReceiptState::Undelivered),
        ("canceled", ReceiptState::Undelivered),
        ("a status from tomorrow", ReceiptState::Pending),
    ];
    for (word, state) in rows {
        let receipt =
            status(&fields(&[("MessageSid", "SM1"), ("MessageStatus", word), ("New", "x")])).unwrap();
        assert_eq!(receipt.state, state, "{word}");
        assert_eq!(receipt.failure.is_some(), state == ReceiptState::Undelivered, "{word}");
    }
}

#[test]
fn a_reason_is_sorted_and_a_missing_one_is_the_carrier_s() {
    let failed = |code: &str| {
        let pairs = [("MessageSid", "SM1"), ("MessageStatus", "undelivered"), ("ErrorCode", code)];
        status(&fields(&pairs)).unwrap().failure.unwrap().class
    };
    assert_eq!(failed("30005"), Class::Recipient);
    assert_eq!(failed("30007"), Class::Configuration);
    assert_eq!(failed(""), Class::Carrier);
    assert_eq!(failed("0"), Class::Carrier);
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(status(&fields(&[("MessageStatus", "sent")])), Err(MissingField("MessageSid")));
    let pairs = [("MessageSid", "SM2"), ("From", "+33612345678"), ("To", "+33123456789"), ("Body", "1 é")];
    let inbound = Inbound::read(&fields(&pairs)).unwrap();
    assert_eq!(inbound.body, "1 é");
    assert_eq!(Inbound::read(&fields(&pairs[..3])), Err(MissingField("Body")));
}
