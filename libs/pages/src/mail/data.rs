//! E-mails about a company's data: its export, and how long its closed tickets are kept.

use chrono::{DateTime, Utc};

use super::Letter;
use crate::{Reader, Text};

/// Whose data, and who reads of it.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// Name of the reader.
    pub name: &'a str,
    /// Which company.
    pub company: &'a str,
    /// The operator.
    pub operator: &'a str,
    /// The page of its data.
    pub page: &'a str,
}

/// What goes on a day.
#[derive(Debug, Clone, Copy)]
pub struct Goes {
    /// From which day on.
    pub on: DateTime<Utc>,
    /// So many months after their closing.
    pub months: i32,
    /// Tickets.
    pub tickets: u64,
    /// Messages of these.
    pub messages: u64,
    /// Files of these.
    pub files: u64,
    /// Megabytes of these.
    pub megabytes: u64,
}

/// Everything of the company can be fetched until a time.
pub fn export_ready(reader: Reader, it: &Data<'_>, until: DateTime<Utc>) -> Letter {
    Letter::new(it.text("mail-company-export-subject"), Some(it.name))
        .say(it.text("mail-company-export").with("until", reader.date(until)))
        .say(it.text("mail-company-export-not-you"))
        .button("mail-company-export-see", it.page)
}

/// Closed tickets are kept for less long.
pub fn retention_shortened(reader: Reader, it: &Data<'_>, goes: &Goes) -> Letter {
    let text = |key: &'static str| it.text(key).with("on", reader.date(goes.on));
    let counts = Text::key("mail-retention-counts")
        .with("tickets", goes.tickets)
        .with("messages", goes.messages)
        .with("files", goes.files)
        .with("megabytes", goes.megabytes);
    Letter::new(text("mail-retention-subject"), Some(it.name))
        .say(text("mail-retention").with("months", goes.months))
        .say(counts)
        .say(text("mail-retention-not-meant"))
        .button("mail-retention-see", it.page)
}

impl Data<'_> {
    fn text(&self, key: &'static str) -> Text {
        Text::key(key).with("company", self.company).with("operator", self.operator)
    }
}
