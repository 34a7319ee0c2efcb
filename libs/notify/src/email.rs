//! E-mail: one message, typed so that no header can be broken into, and what carries it.

mod address;
mod console;
mod mime;
mod smtp;

use chrono::{DateTime, Utc};
use tracing::{Instrument, field::Empty, info_span};

pub use address::{Address, InvalidText, Line, Mailbox, MessageId};
pub use console::Console;
pub use smtp::{Smtp, SmtpConfig, Tls};

use crate::{Outcome, outcome::record};

/// One e-mail, to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who it comes from.
    pub from: Mailbox,
    /// Where an answer goes, when that is somewhere else.
    pub reply_to: Option<Mailbox>,
    /// Who it goes to.
    pub to: Mailbox,
    /// The subject.
    pub subject: Line,
    /// The text part; never absent.
    pub text: String,
    /// The HTML part.
    pub html: Option<String>,
    /// The same however often the delivery is sent, so that a mail program shows one.
    pub message_id: MessageId,
    /// When it was written.
    pub date: DateTime<Utc>,
    /// Address that stops this kind of news: a page that asks (RFC 2369), and a post that does it at once (RFC 8058).
    pub list_unsubscribe: Option<Line>,
    /// Pictures that the HTML names as `cid:…`, so that nothing is fetched on opening.
    pub inline: Vec<Inline>,
}

/// A picture inside an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The name after `cid:`; letters, digits, `.`, `-` and `_`.
    pub content_id: Line,
    /// Its type.
    pub media: Media,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Types of pictures that mail programs show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `image/png`
    Png,
    /// `image/jpeg`
    Jpeg,
}

/// A way to send e-mail.
#[derive(Debug)]
pub enum Mail {
    /// Nothing leaves: the log and the demo's mailbox.
    Console(Console),
    /// A mail server.
    Smtp(Smtp),
}

impl Mail {
    /// The provider's name in rows, metrics and logs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Console(_) => "console",
            Self::Smtp(_) => "smtp",
        }
    }

    /// Sends one message with one transaction. Never retries: that is the worker's decision.
    pub async fn send(&self, message: &Message) -> Outcome {
        let span =
            info_span!("provider", provider = self.name(), channel = "email", outcome = Empty, code = Empty);
        async {
            let outcome = match self {
                Self::Console(console) => Ok(console.send(message)),
                Self::Smtp(smtp) => smtp.send(message).await,
            };
            record(&outcome);
            outcome
        }
        .instrument(span)
        .await
    }
}
