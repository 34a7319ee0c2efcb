//! Texts to read: terms, legal notice.

use rappel_domain::Locale;
use serde::Serialize;

use crate::{Page, Surface, Text, language};

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
    /// The operator's own text, when it wrote one: stands in the place of the parts, or of the first of them.
    pub own: Option<Own>,
}

/// A text that the operator or a company wrote.
#[derive(Debug, Clone, Serialize)]
pub struct Own {
    /// The text.
    pub text: String,
    /// The tag of the language that it is in.
    pub tag: &'static str,
    /// That it is in no other, for whoever reads another.
    pub only: Option<Text>,
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

    /// An accessibility statement in words of who answers for it; the program's own is `AccessibilityStatement`.
    pub fn accessibility() -> Self {
        Self::of("accessibility-title", [])
    }

    /// A text that the operator or the company wrote, with its language, for a reader of another or the same.
    #[must_use]
    pub fn written(self, reader: Locale, own: Option<(Locale, &str)>) -> Self {
        let own = own.map(|(locale, text)| {
            // Who reads a third language is given one of the two there can be.
            let is_asked = locale == reader.of_two(Locale::Fr, Locale::En);
            let languages = language::languages();
            let name = languages.iter().find(|it| it.tag == locale.tag()).map_or("", |it| it.name.as_str());
            let only = (!is_asked).then(|| Text::key("document-only").with("language", name));
            Own { text: text.to_owned(), tag: locale.tag(), only }
        });
        let parts = if own.is_some() { Vec::new() } else { self.parts };
        Self { parts, own, ..self }
    }

    /// The same in the place of the first part alone: the others say what the program does, whoever runs it.
    #[must_use]
    pub fn begins(self, reader: Locale, own: Option<(Locale, &str)>) -> Self {
        let mut parts = self.parts.clone();
        if own.is_some() {
            parts.remove(0);
        }
        Self { parts, ..self.written(reader, own) }
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
            Self::legal("Atelier Support")
                .begins(Locale::Fr, Some((Locale::Fr, "Atelier Support SAS\n1 rue Haute, 35000 Rennes"))),
            Self::accessibility()
                .written(Locale::En, Some((Locale::Fr, "Conforme en partie.\n\nDit par nous."))),
            Self::terms("Atelier Support", 15, 0)
                .written(Locale::Fr, Some((Locale::Fr, "Article 1.\n\nNos conditions."))),
            Self::terms("Atelier Support", 15, 0)
                .written(Locale::En, Some((Locale::Fr, "Article 1.\n\nNos conditions."))),
        ]
    }
}
