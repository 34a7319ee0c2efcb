//! A callback that somebody else has, or that is over.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Page, Surface, Text, page::sample_time};

/// Somebody else was faster.
#[derive(Debug, Clone, Serialize)]
pub struct TakenBy {
    /// Ticket.
    pub number: i64,
    /// Company.
    pub client: String,
    /// Who has it.
    pub name: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

impl Page for TakenBy {
    const TEMPLATE: &'static str = "oncall/taken-by";
    const SURFACE: Surface = Surface::OnCall;

    fn title(&self) -> Text {
        Text::key("oncall-taken-title").with("number", self.number)
    }

    fn samples() -> Vec<Self> {
        let at = sample_time("2026-11-22T13:19:00Z");
        vec![Self { number: 1043, client: "Durand & Fils".to_owned(), name: "Karim Haddad".to_owned(), at }]
    }
}

/// A link that works no more, or never did: nobody learns which.
#[derive(Debug, Clone, Serialize)]
pub struct Expired {
    /// Where staff who sign in find what is open.
    pub callbacks_href: &'static str,
}

impl Default for Expired {
    fn default() -> Self {
        Self { callbacks_href: crate::routes::office::CALLBACKS }
    }
}

impl Page for Expired {
    const TEMPLATE: &'static str = "oncall/expired";
    const SURFACE: Surface = Surface::OnCall;

    fn title(&self) -> Text {
        "oncall-expired".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::default()]
    }
}

/// Why there is nothing left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The reader reached the client, or somebody did.
    Reached,
    /// The reader is called and connected with the client.
    Connecting,
    /// The reader passed it on.
    Declined,
    /// The number is wrong; the client is asked for another.
    WrongNumber,
    /// The client cancelled, or the ticket was closed.
    Cancelled,
}

/// Nothing left to do.
#[derive(Debug, Clone, Serialize)]
pub struct Over {
    /// Ticket.
    pub number: i64,
    /// Company.
    pub client: String,
    /// What happened.
    pub what: Text,
    /// What follows.
    pub then: Text,
}

impl Over {
    /// The page of a callback that is over for the reader.
    pub fn new(number: i64, client: &str, why: Why) -> Self {
        let (what, then) = match why {
            Why::Reached => ("oncall-over-reached", "oncall-over-reached-then"),
            Why::Connecting => ("oncall-over-connecting", "oncall-over-connecting-then"),
            Why::Declined => ("oncall-over-declined", "oncall-over-declined-then"),
            Why::WrongNumber => ("oncall-over-wrong", "oncall-over-wrong-then"),
            Why::Cancelled => ("oncall-over-cancelled", "oncall-over-cancelled-then"),
        };
        Self { number, client: client.to_owned(), what: what.into(), then: then.into() }
    }
}

impl Page for Over {
    const TEMPLATE: &'static str = "oncall/over";
    const SURFACE: Surface = Surface::OnCall;

    fn title(&self) -> Text {
        self.what.clone()
    }

    fn samples() -> Vec<Self> {
        let all = [Why::Reached, Why::Connecting, Why::Declined, Why::WrongNumber, Why::Cancelled];
        all.map(|why| Self::new(1043, "Durand & Fils", why)).into()
    }
}
