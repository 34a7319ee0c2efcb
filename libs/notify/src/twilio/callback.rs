//! What Twilio sends us: status callbacks and inbound texts. Made only from verified fields.

use crate::{
    Receipt, ReceiptState,
    twilio::{codes, signature::Fields},
};

/// A text that a phone sent to one of our numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Twilio's name for it; the same when the callback is repeated.
    pub sid: String,
    /// Who sent it, E.164.
    pub from: String,
    /// Which of our numbers it came to.
    pub to: String,
    /// What it says.
    pub body: String,
}

/// A field that must be there is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the callback has no {0}")]
pub struct MissingField(pub &'static str);

impl Inbound {
    /// Reads an inbound text.
    pub fn read(fields: &Fields) -> Result<Self, MissingField> {
        let field = |name| fields.get(name).map(str::to_owned).ok_or(MissingField(name));
        Ok(Self { sid: field("MessageSid")?, from: field("From")?, to: field("To")?, body: field("Body")? })
    }
}

/// Reads a status callback.
pub fn status(fields: &Fields) -> Result<Receipt, MissingField> {
    let field = |name| fields.get(name).ok_or(MissingField(name));
    let code = fields.get("ErrorCode").and_then(|code| code.parse().ok());
    Ok(receipt(field("MessageSid")?.to_owned(), field("MessageStatus")?, code))
}

/// Sorts a status. One that is not known says nothing yet: the message is asked for later.
pub(super) fn receipt(sid: String, status: &str, code: Option<u32>) -> Receipt {
    let state = match status {
        "sent" => ReceiptState::Sent,
        "delivered" | "read" => ReceiptState::Delivered,
        "undelivered" | "failed" | "canceled" => ReceiptState::Undelivered,
        _ => ReceiptState::Pending,
    };
    // Without a code: the carrier gives no reason.
    let failure = (state == ReceiptState::Undelivered)
        .then(|| codes::failure(code.filter(|code| *code != 0).unwrap_or(30_008)));
    Receipt { provider_id: sid, state, failure }
}

#[cfg(test)]
mod tests;
