//! What Twilio's codes mean for a delivery, as data.
//!
//! <https://www.twilio.com/docs/api/errors>. Codes of 2xxxx come with a refused request, codes of
//! 30xxx with a receipt.

use crate::{Class, Failure};

/// Code, class, and what it says to the operator.
pub const TABLE: &[(u32, Class, &str)] = &[
    (13224, Class::Recipient, "the number cannot be called"),
    (20003, Class::Configuration, "the account or its token is wrong"),
    (20429, Class::NotProcessed, "too many requests"),
    (21205, Class::Configuration, "the address of the callback is not valid"),
    (21210, Class::Configuration, "the number that calls come from is not ours"),
    (21211, Class::Recipient, "the number is not valid"),
    (21212, Class::Configuration, "the sender is not valid"),
    (21214, Class::Recipient, "the number cannot be reached by calls"),
    (21215, Class::Configuration, "the country is not enabled for calls"),
    (21216, Class::Configuration, "calls to the number are blocked"),
    (21217, Class::Recipient, "the number is not a phone number"),
    (21219, Class::Configuration, "a trial account calls verified numbers only"),
    (21265, Class::Recipient, "the number is a short code"),
    (21408, Class::Configuration, "the country is not enabled for the account"),
    (21606, Class::Configuration, "the sender cannot send texts"),
    (21608, Class::Configuration, "a trial account sends to verified numbers only"),
    (21609, Class::Configuration, "the address of the status callback is not valid"),
    (21610, Class::Recipient, "the person answered STOP"),
    (21611, Class::NotProcessed, "the sender's queue is full"),
    (21614, Class::Recipient, "the number is not a mobile"),
    (21635, Class::Recipient, "the number is a land line"),
    (30001, Class::NotProcessed, "the queue overflowed"),
    (30002, Class::Configuration, "the account is suspended"),
    (30003, Class::Carrier, "the phone cannot be reached"),
    (30004, Class::Recipient, "the phone blocks the message"),
    (30005, Class::Recipient, "the number is unknown or in no use"),
    (30006, Class::Recipient, "the number is a land line or its carrier takes no texts"),
    (30007, Class::Configuration, "the carrier filtered the text"),
    (30008, Class::Carrier, "the carrier gives no reason"),
    (30034, Class::Configuration, "the sender is not registered with the carriers"),
    (30036, Class::NotProcessed, "the validity period ended in the queue"),
    (30410, Class::Carrier, "the carrier did not answer in time"),
    (30500, Class::Carrier, "trouble inside the provider"),
];

/// Sorts a code. One that is not in the table is the road's fault when it came with a receipt and
/// ours when it came with a refusal: neither blames the number for ever, and both move on at once.
pub fn failure(code: u32) -> Failure {
    let row = TABLE.iter().find(|(known, ..)| *known == code);
    let (class, what) = match row {
        Some((_, class, what)) => (*class, *what),
        None if (30_000..40_000).contains(&code) => (Class::Carrier, "a code of delivery not in our table"),
        None => (Class::Configuration, "a code of refusal not in our table"),
    };
    Failure::new(class, what).with_code(code)
}

#[cfg(test)]
mod tests;
