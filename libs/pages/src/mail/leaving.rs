//! E-mails about a company whose deletion was asked for, or called back.

use chrono::{DateTime, Utc};

use super::Letter;
use crate::{Reader, Text};

/// A company that leaves, or stays.
#[derive(Debug, Clone, Copy)]
pub struct Leaver<'a> {
    /// Name of the reader; a mailbox of the settings has none.
    pub name: Option<&'a str>,
    /// Which company.
    pub company: &'a str,
    /// The operator, who was asked.
    pub operator: &'a str,
}

/// Everything is deleted on a day, unless somebody says that it was not meant; for staff, with the page of its data.
pub fn leaves(reader: Reader, it: &Leaver<'_>, on: DateTime<Utc>, page: Option<&str>) -> Letter {
    let text = |key: &'static str| it.text(key).with("on", reader.date(on));
    let letter = Letter::new(text("mail-leaves-subject"), it.name)
        .say(text("mail-leaves"))
        .say(text("mail-leaves-until"))
        .say(text("mail-leaves-not-meant"));
    match page {
        Some(page) => letter.button("mail-leaves-see", page),
        None => letter,
    }
}

/// Nothing is deleted.
pub fn stays(it: &Leaver<'_>, portal: &str) -> Letter {
    Letter::new(it.text("mail-stays-subject"), it.name)
        .say(it.text("mail-stays"))
        .button("mail-stays-see", portal)
}

impl Leaver<'_> {
    fn text(&self, key: &'static str) -> Text {
        Text::key(key).with("company", self.company).with("operator", self.operator)
    }
}
