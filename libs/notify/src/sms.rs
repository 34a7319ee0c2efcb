//! Text messages: one message, and the providers that carry it.

mod console;
mod generic_http;

use std::time::Duration;

use chrono::{DateTime, Utc};
use rappel_domain::{callback::Receipts, delivery::Tag, id::DeliveryId, phone::Phone};
use tracing::{Instrument, field::Empty, info_span};

pub use console::Console;
pub use generic_http::{GenericHttp, GenericHttpConfig};

use crate::{Accepted, Failure, Outcome, Receipt, outcome::record, ovh::Ovh, twilio::Twilio};

/// Longest body that any provider takes in one request, in characters (Twilio's limit).
pub const BODY_LIMIT: usize = 1600;

/// One text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The phone.
    pub to: Phone,
    /// The text, already cut to what one delivery may cost.
    pub body: String,
    /// Text form of the delivery's id: the same however often the delivery is sent.
    pub reference: String,
    /// The short name of the delivery, for providers that keep one.
    pub tag: Option<Tag>,
    /// Where the provider shall tell receipts, when it can.
    pub status_callback: Option<String>,
    /// After how long the text is worthless and shall not be delivered any more.
    pub validity: Option<Duration>,
}

/// A way to send text messages.
#[derive(Debug)]
pub enum Sms {
    /// Nothing leaves: the log and the demo's pocket phone.
    Console(Console),
    /// Twilio's Messages API.
    Twilio(Twilio),
    /// OVHcloud's SMS API.
    Ovh(Ovh),
    /// Any provider that takes an HTTP POST, described by the operator.
    GenericHttp(Box<GenericHttp>),
}

/// A message whose request got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// The phone.
    pub to: Phone,
    /// The text, with [`LINK_LEFT_OUT`] where it carried a link of its own.
    pub text: String,
    /// When the request was begun.
    pub since: DateTime<Utc>,
    /// The short name of the delivery, as it was sent.
    pub tag: Option<Tag>,
}

/// Stands for a link whose token is kept nowhere. Its middle is in no alphabet of an SMS.
pub const LINK_LEFT_OUT: &str = "[…]";

impl Sought {
    /// Whether a text is the one that is sought, whatever its link and whatever a provider wrote before it.
    pub fn is(&self, text: &str) -> bool {
        match self.text.split_once(LINK_LEFT_OUT) {
            None => text.ends_with(&self.text),
            Some((before, after)) => {
                text.strip_suffix(after).is_some_and(|rest| !before.is_empty() && rest.contains(before))
            }
        }
    }
}

/// What asking about an ambiguous request found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reconciled {
    /// The provider has the message.
    Found(Accepted),
    /// The provider knows nothing of it.
    NotFound,
    /// The provider cannot be asked.
    CannotAsk,
}

impl Sms {
    /// The provider's name in rows, metrics and logs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Console(_) => "console",
            Self::Twilio(_) => "twilio",
            Self::Ovh(_) => "ovh",
            Self::GenericHttp(_) => "http",
        }
    }

    /// Whether receipts may be waited for.
    pub const fn receipts(&self) -> Receipts {
        match self {
            Self::Console(_) | Self::Twilio(_) | Self::Ovh(_) => Receipts::Expected,
            Self::GenericHttp(_) => Receipts::None,
        }
    }

    /// Where this provider tells what became of a delivery of a tenant, by the tenant's number; below the
    /// address at which it reaches us.
    pub fn status_path(&self, tenant: i64, delivery: DeliveryId) -> Option<String> {
        match self {
            // OVHcloud has one address for the whole account.
            Self::Console(_) | Self::Ovh(_) => None,
            Self::Twilio(_) => Some(format!("/hooks/twilio/status?d={tenant}-{delivery}")),
            Self::GenericHttp(_) => Some(format!("/hooks/sms/status?d={tenant}-{delivery}")),
        }
    }

    /// Sends one message with one request. Never retries: that is the worker's decision.
    pub async fn send(&self, message: &Message) -> Outcome {
        let span =
            info_span!("provider", provider = self.name(), channel = "sms", outcome = Empty, code = Empty);
        async {
            let outcome = match self {
                Self::Console(console) => Ok(console.send(message)),
                Self::Twilio(twilio) => twilio.send(message).await,
                Self::Ovh(ovh) => ovh.send(message).await,
                Self::GenericHttp(generic) => generic.send(message).await,
            };
            record(&outcome);
            outcome
        }
        .instrument(span)
        .await
    }

    /// Asks what became of a message. `None`: this provider cannot be asked.
    pub async fn receipt(&self, provider_id: &str) -> Result<Option<Receipt>, Failure> {
        match self {
            Self::Console(_) => Ok(Some(Console::receipt(provider_id))),
            Self::Twilio(twilio) => twilio.receipt(provider_id).await.map(Some),
            Self::Ovh(ovh) => ovh.receipt(provider_id).await.map(Some),
            Self::GenericHttp(_) => Ok(None),
        }
    }

    /// Looks for a message whose request got no answer.
    pub async fn reconcile(&self, sought: &Sought) -> Result<Reconciled, Failure> {
        match self {
            Self::Twilio(twilio) => twilio.find(sought).await,
            Self::Ovh(ovh) => ovh.find(sought).await,
            Self::Console(_) | Self::GenericHttp(_) => Ok(Reconciled::CannotAsk),
        }
    }
}
