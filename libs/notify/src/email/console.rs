//! E-mail that stays in the house: written to the log and kept for the demo's mailbox.

use crate::{Accepted, Pocket, email::Message, pocket::Content};

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
        tracing::info!(
            target: "rappel::console",
            to = message.to.address.as_str(),
            subject = message.subject.as_str(),
            text = message.text,
            "e-mail"
        );
        let number = self.pocket.put(Content::Email(Box::new(message.clone())));
        Accepted { provider_id: Some(format!("console-{number}")) }
    }
}
