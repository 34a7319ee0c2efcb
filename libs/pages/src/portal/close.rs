//! Asks before a ticket is closed.

use serde::Serialize;

use super::Status;
use crate::{Page, Surface, Text, routes::portal as routes};

/// Asks before a ticket is closed.
#[derive(Debug, Clone, Serialize)]
pub struct Close {
    /// Number.
    pub number: i64,
    /// What it is about.
    pub category: String,
    /// Its state.
    pub status: Status,
    /// Whether a callback would be cancelled.
    pub callback_open: bool,
    /// Where the form posts.
    pub action: String,
    /// Page of the ticket.
    pub ticket_href: String,
}

impl Close {
    /// The question for a ticket.
    pub fn new(number: i64, category: &str, status: Status) -> Self {
        Self {
            number,
            category: category.to_owned(),
            status,
            callback_open: false,
            action: routes::close(number),
            ticket_href: routes::ticket(number),
        }
    }
}

impl Page for Close {
    const TEMPLATE: &'static str = "portal/close";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        Text::key("close-title").with("number", self.number)
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::new(1041, "Application développée", Status::Answered),
            Self { callback_open: true, ..Self::new(1043, "URGENT", Status::InProgress) },
        ]
    }
}
