use super::*;

/// The rules, written down a second time: whose fault each refusal is.
const OURS: &[&str] = &[
    "FORBIDDEN",
    "INVALID_CREDENTIAL",
    "INVALID_KEY",
    "INVALID_SIGNATURE",
    "NOT_CREDENTIAL",
    "NOT_GRANTED_CALL",
];
const NOT_PROCESSED: &[&str] = &["QUERY_TIME_OUT"];

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap()
}

#[test]
fn each_word_has_the_class_of_the_rules() {
    for (words, class) in [(OURS, Class::Configuration), (NOT_PROCESSED, Class::NotProcessed)] {
        for word in words {
            for code in [400, 401, 403] {
                let failure = refused(status(code), Some(word));
                assert_eq!((failure.class, failure.code.as_deref()), (class, Some(*word)), "{code}");
            }
        }
    }
    assert_eq!(
        REFUSALS.len(),
        OURS.len() + NOT_PROCESSED.len(),
        "a row without a rule, or a rule without a row"
    );
    assert!(REFUSALS.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn each_status_has_the_class_of_the_rules() {
    let rules = [
        (400, Class::Configuration),
        (402, Class::Configuration),
        (404, Class::Configuration),
        (409, Class::NotProcessed),
        (460, Class::Configuration),
    ];
    for (code, class) in rules {
        let failure = refused(status(code), None);
        assert_eq!((failure.class, failure.code), (class, Some(code.to_string())));
    }
    assert_eq!(STATUSES.len(), rules.len());
    assert!(STATUSES.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn each_receipt_has_its_place() {
    let rules = [
        (0, ReceiptState::Pending, None),
        (1, ReceiptState::Delivered, None),
        (2, ReceiptState::Undelivered, Some(Class::Carrier)),
        (4, ReceiptState::Sent, None),
        (8, ReceiptState::Sent, None),
        (16, ReceiptState::Undelivered, Some(Class::Carrier)),
    ];
    for (dlr, state, class) in rules {
        let (found, failure) = receipt(dlr, Some(22));
        assert_eq!((found, failure.as_ref().map(|it| it.class)), (state, class), "{dlr}");
        assert!(failure.is_none_or(|it| it.code == Some(format!("dlr {dlr}, ptt 22"))));
    }
    assert_eq!(RECEIPTS.len(), rules.len());
}

#[test]
fn words_and_numbers_from_tomorrow_never_disable_a_number() {
    assert_eq!(refused(status(403), Some("TOMORROW")).class, Class::Configuration);
    assert_eq!(refused(status(418), None).class, Class::Configuration);
    assert_eq!(refused(status(500), Some("INVALID_KEY")).class, Class::Unknown);
    assert_eq!(refused(status(429), Some("TOO_MANY")).class, Class::NotProcessed);
    assert_eq!(receipt(32, None), (ReceiptState::Pending, None));
    assert_eq!(invalid_receiver().class, Class::Recipient);
}
