//! Texts that stay in the house: written to the log and kept for the demo's pocket phone.

use crate::{Accepted, Pocket, Receipt, ReceiptState, pocket::Content, sms::Message};

/// Sends nothing, shows everything. Meant for a first run and the demo: the text is in the log.
#[derive(Debug, Clone)]
pub struct Console {
    pocket: Pocket,
    shows: Shows,
}

/// Whether a text is for people to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// In the log and in the pocket.
    Everything,
    /// Nowhere: it is only taken.
    Nothing,
}

impl Console {
    /// A console that also fills `pocket`.
    pub const fn new(pocket: Pocket) -> Self {
        Self { pocket, shows: Shows::Everything }
    }

    /// A console that takes texts and shows them to nobody.
    pub const fn unseen(pocket: Pocket) -> Self {
        Self { pocket, shows: Shows::Nothing }
    }

    pub(super) fn send(&self, message: &Message) -> Accepted {
        if self.shows == Shows::Nothing {
            return Accepted::default();
        }
        tracing::info!(target: "rappel::console", to = message.to.e164(), text = message.body, "SMS");
        let number = self.pocket.put(Content::Sms(message.clone()));
        Accepted { provider_id: Some(format!("console-{number}")) }
    }

    /// What is in the pocket has arrived.
    pub(super) fn receipt(provider_id: &str) -> Receipt {
        Receipt { provider_id: provider_id.to_owned(), state: ReceiptState::Delivered, failure: None }
    }
}
