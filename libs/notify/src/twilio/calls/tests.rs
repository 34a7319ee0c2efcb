use super::*;

#[test]
fn each_status_has_its_meaning() {
    let rules = [
        ("queued", ReceiptState::Pending),
        ("initiated", ReceiptState::Pending),
        ("ringing", ReceiptState::Pending),
        ("in-progress", ReceiptState::Sent),
        ("completed", ReceiptState::Undelivered),
        ("busy", ReceiptState::Undelivered),
        ("no-answer", ReceiptState::Undelivered),
        ("failed", ReceiptState::Undelivered),
        ("canceled", ReceiptState::Undelivered),
    ];
    for (word, state) in rules {
        let receipt = receipt("CA1".to_owned(), word);
        assert_eq!(receipt.state, state, "{word}");
        let code = receipt.failure.and_then(|failure| failure.code);
        assert_eq!(code.as_deref(), (state == ReceiptState::Undelivered).then_some(word));
    }
    assert_eq!(STATUSES.len(), rules.len());
    assert_eq!(receipt("CA1".to_owned(), "tomorrow").state, ReceiptState::Pending);
}
