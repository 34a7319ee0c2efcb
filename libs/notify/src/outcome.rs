//! What a provider answered, sorted by what it means for the delivery.

use std::{fmt, time::Duration};

/// What became of one request to a provider.
pub type Outcome = Result<Accepted, Failure>;

/// The provider took the message; whether it arrives is told by a receipt, where the provider has any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's own name for the message, for receipts and questions.
    pub provider_id: Option<String>,
}

/// What a failure means for the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// This number or address, never again: disable the method, go to the next target at once.
    Recipient,
    /// Our settings or our message: another provider at once, and tell the operator.
    Configuration,
    /// Certainly not processed: back-off with jitter, another provider after two.
    NotProcessed,
    /// Trouble on the way to the phone: once by another provider, and escalate early.
    Carrier,
    /// The request may have been processed: reconcile, then send again.
    Unknown,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 5] =
        [Self::Recipient, Self::Configuration, Self::NotProcessed, Self::Carrier, Self::Unknown];

    /// The word for rows, metrics and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Configuration => "configuration",
            Self::NotProcessed => "not_processed",
            Self::Carrier => "carrier",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A message that was not taken, or about which nobody can be sure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {detail}")]
pub struct Failure {
    /// What it means for the delivery.
    pub class: Class,
    /// The provider's code, when it gave one.
    pub code: Option<String>,
    /// A sentence for the operator: never a number, an address or the text.
    pub detail: String,
    /// How long the provider asks us to wait.
    pub retry_after: Option<Duration>,
}

impl Failure {
    pub(crate) fn new(class: Class, detail: impl Into<String>) -> Self {
        Self { class, code: None, detail: detail.into(), retry_after: None }
    }

    pub(crate) fn with_code(mut self, code: impl fmt::Display) -> Self {
        self.code = Some(code.to_string());
        self
    }
}

/// How far a message came, as the provider tells it. Later states never go back to earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceiptState {
    /// Still with the provider.
    Pending,
    /// Handed to the carrier.
    Sent,
    /// Did not reach the phone.
    Undelivered,
    /// Reached the phone.
    Delivered,
}

/// One thing the provider says about a message that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The provider's own name for the message.
    pub provider_id: String,
    /// How far it came.
    pub state: ReceiptState,
    /// Why it did not arrive; present exactly when `state` is [`ReceiptState::Undelivered`].
    pub failure: Option<Failure>,
}

/// Records the outcome of a send on the span around it: never a number, never a text.
pub(crate) fn record(outcome: &Outcome) {
    let span = tracing::Span::current();
    match outcome {
        Ok(_) => span.record("outcome", "accepted"),
        Err(failure) => {
            span.record("code", failure.code.as_deref());
            span.record("outcome", failure.class.as_str())
        }
    };
}
