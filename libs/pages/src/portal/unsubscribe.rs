//! Stops one kind of news by e-mail, by the link in such an e-mail. Programs that open links send no forms.

use rappel_domain::contact::Topic;
use serde::Serialize;

use crate::{Page, Surface, Text, routes::portal as routes};

/// The page behind the link.
#[derive(Debug, Clone, Serialize)]
pub struct Unsubscribe {
    /// What is stopped, or was.
    pub text: Text,
    /// Where the form posts; nothing when it is done.
    pub action: Option<String>,
    /// Whether such news goes on by SMS.
    pub by_sms: bool,
    /// Where every kind of news is chosen.
    pub account_href: &'static str,
}

impl Unsubscribe {
    /// Asks.
    pub fn ask(topic: Topic, by_sms: bool, action: String) -> Self {
        let text = match topic {
            Topic::Answers => "unsubscribe-answers",
            Topic::Closing => "unsubscribe-closing",
            Topic::Calls => "unsubscribe-calls",
        };
        Self { text: text.into(), action: Some(action), by_sms, account_href: routes::ACCOUNT }
    }

    /// Says that it is done.
    pub fn done(topic: Topic, by_sms: bool) -> Self {
        let text = match topic {
            Topic::Answers => "unsubscribed-answers",
            Topic::Closing => "unsubscribed-closing",
            Topic::Calls => "unsubscribed-calls",
        };
        Self { text: text.into(), action: None, by_sms, account_href: routes::ACCOUNT }
    }
}

impl Page for Unsubscribe {
    const TEMPLATE: &'static str = "portal/unsubscribe";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "unsubscribe-title".into()
    }

    fn samples() -> Vec<Self> {
        let path = || routes::unsubscribe("x");
        let asked = Topic::ALL.iter().map(|topic| Self::ask(*topic, *topic == Topic::Answers, path()));
        let done = Topic::ALL.iter().map(|topic| Self::done(*topic, *topic == Topic::Answers));
        asked.chain(done).collect()
    }
}
