//! Texts that stay in the house: written to the log and kept for the demo's pocket phone.

use crate::{Accepted, Pocket, Receipt, ReceiptState, pocket::Content, sms::Message};

/// Sends nothing, shows everything. Meant for a first run and the demo: the text is in the log.
#[derive(Debug, Clone)]
pub struct Console {
    pocket: Pocket,
}

impl Console {
    /// A console that also fills `pocket`.
    pub const fn new(pocket: Pocket) -> Self {
        Self { pocket }
    }

    pub(super) fn send(&self, message: &Message) -> Accepted {
        tracing::info!(target: "rappel::console", to = message.to.e164(), text = message.body, "SMS");
        let number = self.pocket.put(Content::Sms(message.clone()));
        Accepted { provider_id: Some(format!("console-{number}")) }
    }

    /// What is in the pocket has arrived.
    pub(super) fn receipt(provider_id: &str) -> Receipt {
        Receipt { provider_id: provider_id.to_owned(), state: ReceiptState::Delivered, failure: None }
    }
}
