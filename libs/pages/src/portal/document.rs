//! Texts to read: terms, legal notice, accessibility statement.

use serde::Serialize;

use crate::{Page, Surface, Text};

/// A part of a document.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Heading.
    pub title: Text,
    /// Text.
    pub body: Text,
}

/// A text to read, for people who are signed in or not.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Heading of the page.
    pub heading: Text,
    /// Parts.
    pub parts: Vec<Part>,
    /// The operator's own text, when it wrote one: replaces the parts.
    pub own: Option<String>,
}

impl Document {
    /// The general terms of sale.
    pub fn terms(operator: &str, auto_close_days: u32, reminder_days: u32) -> Self {
        Self::of(
            "terms-title",
            [
                ("terms-scope", Text::key("terms-scope-text").with("operator", operator)),
                (
                    "terms-tickets",
                    Text::key("terms-tickets-text")
                        .with("days", auto_close_days)
                        .with("remind", reminder_days),
                ),
                ("terms-urgent", "terms-urgent-text".into()),
                ("terms-sale", Text::key("terms-sale-text").with("operator", operator)),
            ],
        )
    }

    /// The legal notice.
    pub fn legal(operator: &str) -> Self {
        Self::of(
            "legal-title",
            [
                ("legal-publisher", Text::key("legal-publisher-text").with("operator", operator)),
                ("legal-data", Text::key("legal-data-text").with("operator", operator)),
                ("legal-cookies", "legal-cookies-text".into()),
            ],
        )
    }

    /// The accessibility statement.
    pub fn accessibility(operator: &str) -> Self {
        Self::of(
            "accessibility-title",
            [
                ("accessibility-state", Text::key("accessibility-state-text").with("operator", operator)),
                ("accessibility-tested", "accessibility-tested-text".into()),
                ("accessibility-contact", Text::key("accessibility-contact-text").with("operator", operator)),
            ],
        )
    }

    /// A text that the operator wrote.
    #[must_use]
    pub fn written(self, own: Option<String>) -> Self {
        Self { own, ..self }
    }

    fn of<const N: usize>(heading: &'static str, parts: [(&'static str, Text); N]) -> Self {
        let parts = parts.into_iter().map(|(title, body)| Part { title: title.into(), body }).collect();
        Self { heading: heading.into(), parts, own: None }
    }
}

impl Page for Document {
    const TEMPLATE: &'static str = "portal/document";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        self.heading.clone()
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::terms("Atelier Support", 15, 3),
            Self::legal("Atelier Support"),
            Self::accessibility("Atelier Support"),
            Self::terms("Atelier Support", 15, 0).written(Some("Article 1.\n\nNos conditions.".to_owned())),
        ]
    }
}
