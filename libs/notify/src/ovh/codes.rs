//! What OVHcloud's words and numbers mean for a delivery, as data.
//!
//! Refusals carry an `errorCode` (the list is that of OVHcloud's own client libraries) or only a status; receipts carry the
//! `dlr` of the gateway (<https://www.kamex.org/>, "dlr-mask": one bit each).

use reqwest::StatusCode;

use crate::{Class, Failure, ReceiptState, http};

/// `errorCode` of a refused request, class, and what it says to the operator.
pub const REFUSALS: &[(&str, Class, &str)] = &[
    ("FORBIDDEN", Class::Configuration, "the account may not do this"),
    ("INVALID_CREDENTIAL", Class::Configuration, "the consumer key is wrong, or was not confirmed"),
    ("INVALID_KEY", Class::Configuration, "the application key is wrong"),
    ("INVALID_SIGNATURE", Class::Configuration, "the application secret is wrong"),
    ("NOT_CREDENTIAL", Class::Configuration, "the consumer key is missing"),
    ("NOT_GRANTED_CALL", Class::Configuration, "the consumer key has no right to SMS"),
    ("QUERY_TIME_OUT", Class::NotProcessed, "the time of the request is wrong"),
];

/// Status of a refused request whose body says nothing that we know, class, and what it says to the operator.
pub const STATUSES: &[(u16, Class, &str)] = &[
    (400, Class::Configuration, "a field of the request is wrong, or the sender is not allowed"),
    (402, Class::Configuration, "the account has no credits left"),
    (404, Class::Configuration, "the SMS account does not exist"),
    (409, Class::NotProcessed, "the SMS account is being changed"),
    (460, Class::Configuration, "the SMS account has expired"),
];

/// Why a message did not arrive: class, and what it says to the operator.
type Reason = Option<(Class, &'static str)>;

/// What became of a message, by its `dlr`; with a reason exactly for those that did not arrive.
pub const RECEIPTS: &[(i64, ReceiptState, Reason)] = &[
    (0, ReceiptState::Pending, None),
    (1, ReceiptState::Delivered, None),
    (2, ReceiptState::Undelivered, Some((Class::Carrier, "the phone could not be reached"))),
    (4, ReceiptState::Sent, None),
    (8, ReceiptState::Sent, None),
    (16, ReceiptState::Undelivered, Some((Class::Carrier, "the carrier rejected the message"))),
];

/// A number in `invalidReceivers`: refused for ever, although the status says 200.
pub(super) fn invalid_receiver() -> Failure {
    Failure::new(Class::Recipient, "the number is not valid").with_code("invalidReceivers")
}

/// Sorts a refusal. A word that is not in the table leaves it to the status.
pub(super) fn refused(status: StatusCode, word: Option<&str>) -> Failure {
    let by_status = http::by_status(status);
    // Trouble inside, or too many requests: the status says more about the request than a word could.
    if by_status.class != Class::Configuration {
        return match word {
            Some(word) => by_status.with_code(word),
            None => by_status,
        };
    }
    if let Some((known, class, what)) = REFUSALS.iter().find(|(known, ..)| Some(*known) == word) {
        return Failure::new(*class, *what).with_code(known);
    }
    match STATUSES.iter().find(|(known, ..)| *known == status.as_u16()) {
        Some((known, class, what)) => Failure::new(*class, *what).with_code(known),
        None => by_status,
    }
}

/// How far a message came. A number that is not known says nothing yet: the message is asked for later.
pub(super) fn receipt(dlr: i64, ptt: Option<i64>) -> (ReceiptState, Option<Failure>) {
    let row = RECEIPTS.iter().find(|(known, ..)| *known == dlr);
    let (state, failure) =
        row.map_or((ReceiptState::Pending, None), |(_, state, failure)| (*state, *failure));
    let code = ptt.map_or_else(|| format!("dlr {dlr}"), |ptt| format!("dlr {dlr}, ptt {ptt}"));
    (state, failure.map(|(class, what)| Failure::new(class, what).with_code(code)))
}

#[cfg(test)]
mod tests;
