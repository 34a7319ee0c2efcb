//! One mail, as a mail program shows it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Page, Surface, Text, page::sample_time};

/// One mail.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where the HTML part is, to be shown in a frame.
    pub html_href: Option<String>,
    /// The text part.
    pub text: String,
}

impl Page for Mail {
    const TEMPLATE: &'static str = "demo/mail";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        // A title has room for some fifty characters beside the name.
        Text::plain(self.subject.chars().take(45).collect::<String>())
    }

    fn samples() -> Vec<Self> {
        let mail = |html_href| Self {
            from: "Support <support@localhost>".to_owned(),
            to: "Claire Martin <claire@durand.example>".to_owned(),
            subject: "[#1043] Votre demande est enregistrée".to_owned(),
            at: sample_time("2026-11-22T13:17:00Z"),
            html_href,
            text: "Bonjour Claire,\n\nVotre demande est enregistrée.".to_owned(),
        };
        vec![mail(Some("/demo/mail/1/html".to_owned())), mail(None)]
    }
}
