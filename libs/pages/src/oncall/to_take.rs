//! A callback that nobody has taken: one tap takes it and opens the dialler.

use chrono::{DateTime, Utc};
use rappel_domain::callback::Fallback;
use serde::Serialize;

use crate::{Page, Surface, Text, page::sample_time, routes::oncall as routes};

/// Whom to call, and by when.
#[derive(Debug, Clone, Serialize)]
pub struct Call {
    /// Ticket.
    pub number: i64,
    /// Company.
    pub client: String,
    /// Person who asked.
    pub person: String,
    /// Number, E.164.
    pub phone: String,
    /// When the client asked.
    pub asked_at: DateTime<Utc>,
    /// By when the client was promised a call.
    pub by: DateTime<Utc>,
    /// The beginning of the description, when the operator allows it on phones.
    pub excerpt: Option<String>,
    /// Other tickets of the same person that wait for this call.
    pub also: Vec<Also>,
}

/// Another ticket that waits for a call.
#[derive(Debug, Clone, Serialize)]
pub struct Also {
    /// Its number.
    pub number: i64,
    /// The beginning of its description.
    pub excerpt: String,
}

impl Call {
    pub(crate) fn sample() -> Self {
        Self {
            number: 1043,
            client: "Durand & Fils".to_owned(),
            person: "Claire Martin".to_owned(),
            phone: "+33612345678".to_owned(),
            asked_at: sample_time("2026-11-22T13:17:00Z"),
            by: sample_time("2026-11-22T13:32:00Z"),
            excerpt: Some(
                "Serveur de caisse arrêté, plus aucune vente possible dans les 3 magasins".to_owned(),
            ),
            also: Vec::new(),
        }
    }
}

/// Who is told next, when nobody takes it.
#[derive(Debug, Clone, Serialize)]
pub struct Next {
    /// A text with the variables `names` and `at`.
    key: &'static str,
    /// Names.
    names: String,
    /// When.
    at: DateTime<Utc>,
}

impl Next {
    /// Colleagues of the reader; without any, the reader again, or what there is of the operator's fallback. Nothing when
    /// nobody can be named.
    pub fn new(
        others: &[String],
        reader: bool,
        fallback: Option<Fallback>,
        at: DateTime<Utc>,
    ) -> Option<Self> {
        let key = match (others, fallback) {
            ([], _) if reader => "oncall-next-you",
            ([], Some(Fallback::Number)) => "oncall-next-fallback-number",
            ([], Some(Fallback::Mailbox)) => "oncall-next-fallback-address",
            ([], Some(Fallback::Both)) => "oncall-next-fallback",
            ([], None) => return None,
            ([_], _) => "oncall-next",
            ([_, _, ..], _) => "oncall-next-several",
        };
        Some(Self { key, names: others.join(", "), at })
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct ToTake {
    /// Whom to call.
    pub call: Call,
    /// Who is told next.
    pub next: Option<Next>,
    /// Where "take" posts.
    pub take_action: String,
    /// Where "I can't" posts.
    pub decline_action: String,
}

impl ToTake {
    /// The page behind a link.
    pub fn new(token: &str, call: Call, next: Option<Next>) -> Self {
        Self { call, next, take_action: routes::take(token), decline_action: routes::decline(token) }
    }
}

impl Page for ToTake {
    const TEMPLATE: &'static str = "oncall/to-take";
    const SURFACE: Surface = Surface::OnCall;

    fn title(&self) -> Text {
        Text::key("oncall-title").with("number", self.call.number)
    }

    fn samples() -> Vec<Self> {
        let also = Also { number: 1044, excerpt: "Toujours en panne, et la file s’allonge".to_owned() };
        let next = |names: &[&str], reader, fallback| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let next = Next::new(&names, reader, fallback, sample_time("2026-11-22T13:22:00Z"));
            Self::new("1-k3Fz9QwL2x", Call::sample(), next)
        };
        vec![
            next(&["Karim Haddad"], true, None),
            next(&["Karim Haddad", "Zoé Admin"], false, Some(Fallback::Both)),
            next(&[], true, None),
            next(&[], false, Some(Fallback::Both)),
            next(&[], false, Some(Fallback::Number)),
            next(&[], false, Some(Fallback::Mailbox)),
            Self::new("1-k3Fz9QwL2x", Call { excerpt: None, ..Call::sample() }, None),
            Self::new("1-k3Fz9QwL2x", Call { also: vec![also], ..Call::sample() }, None),
            // Longer than a French number.
            Self::new("1-k3Fz9QwL2x", Call { phone: "+351912345678".to_owned(), ..Call::sample() }, None),
        ]
    }
}
