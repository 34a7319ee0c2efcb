//! E-mails about a company's own host whose record is gone, to its managers and to staff.

use chrono::{DateTime, Utc};
use rappel_domain::host::HostName;

use super::Letter;
use crate::{Reader, Text};

/// A host whose record is gone.
#[derive(Debug, Clone, Copy)]
pub struct LostDomain<'a> {
    /// Name of the reader; a mailbox of the settings has none.
    pub name: Option<&'a str>,
    /// Whose host.
    pub company: &'a str,
    /// Which.
    pub host: &'a HostName,
    /// What its record says.
    pub value: &'a str,
    /// Where the portal answers whatever happens.
    pub portal: &'a str,
    /// The page of the company's hosts, for staff.
    pub domains_href: Option<&'a str>,
}

/// It is served until a time, unless the record comes back.
pub fn missing(reader: Reader, lost: &LostDomain<'_>, until: DateTime<Utc>) -> Letter {
    let values =
        |key: &'static str| lost.text(key).with("on", reader.date(until)).with("at", reader.clock(until));
    let letter =
        Letter::new(values("mail-domain-missing-subject"), lost.name).say(values("mail-domain-missing"));
    lost.end(letter)
}

/// It is served no more.
pub fn off(lost: &LostDomain<'_>) -> Letter {
    let letter =
        Letter::new(lost.text("mail-domain-off-subject"), lost.name).say(lost.text("mail-domain-off"));
    lost.end(letter)
}

impl LostDomain<'_> {
    fn text(&self, key: &'static str) -> Text {
        Text::key(key)
            .with("company", self.company)
            .with("host", self.host.as_str())
            .with("record", self.host.record_name())
            .with("value", self.value)
            .with("portal", self.portal)
    }

    fn end(&self, letter: Letter) -> Letter {
        let letter = letter.say(self.text("mail-domain-record")).say(self.text("mail-domain-links"));
        match self.domains_href {
            Some(href) => letter.button("mail-domain-see", href),
            None => letter.button("mail-domain-portal", self.portal),
        }
    }
}
