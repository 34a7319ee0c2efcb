//! Fields of categories' own: asked in the forms that open a ticket, and shown with what was answered.
//!
//! The form holds those of every category; the style sheet shows those of the one that is chosen, so that nothing has to be sent
//! to see them. A browser that cannot do that shows all of them, each under the name of its category.

use rappel_domain::{
    Locale,
    own_field::{Answer, Kind, OwnField, Value, Words},
};
use serde::Serialize;

use crate::{
    Text,
    form::{Choice, Field},
    language::{date, decimal},
};

/// As many categories the style sheet can tell apart; what others ask stays in sight.
const TOLD_APART: usize = 12;

/// What one category asks.
#[derive(Debug, Clone, Serialize)]
pub struct OwnFields {
    /// Class of the group, which the style sheet shows when its category is chosen.
    pub class: String,
    /// The name of the category.
    pub category: String,
    /// What it asks.
    pub fields: Vec<Field>,
}

/// What was answered, as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerLine {
    /// What was asked.
    pub label: String,
    /// What was answered.
    pub value: String,
}

impl OwnFields {
    /// What a category asks; `place` counts the categories of the form that ask something.
    pub fn new(place: usize, category: &str, asked: &[OwnField], locale: Locale) -> Self {
        let class = if place < TOLD_APART { format!("ask-{}", place + 1) } else { "ask-always".to_owned() };
        let fields = asked.iter().map(|it| field(it, locale)).collect();
        Self { class, category: category.to_owned(), fields }
    }

    /// The class of the choice that shows a group.
    pub fn choice_class(place: usize) -> String {
        format!("asks-{}", place + 1)
    }

    /// What is asked as it was typed, with what was wrong.
    #[must_use]
    pub fn filled(mut self, typed: impl Fn(&str) -> String, wrong: impl Fn(&str) -> Option<Text>) -> Self {
        for field in &mut self.fields {
            let label = match &field.label {
                Text::Plain { plain } => plain.clone(),
                Text::Key { .. } => String::new(),
            };
            let error = wrong(&field.name).map(|why| why.with("label", label));
            *field = field.clone().value(typed(&field.name)).error_if(error);
        }
        self
    }
}

fn field(asked: &OwnField, locale: Locale) -> Field {
    let name = asked.id.to_string();
    let label = Text::plain(asked.label.of(locale));
    let field = match &asked.kind {
        Kind::Text => Field::text(name, label),
        Kind::Number => Field::text(name, label).hint("answer-number-hint"),
        Kind::Date => Field::date(name, label),
        Kind::Choice(choices) => {
            let none = Choice::new("", "answer-none");
            // What is sent is the French name in both languages: it finds its choice again whoever reads it.
            let each = choices.iter().map(|it| Choice::new(it.fr.as_str(), Text::plain(it.of(locale))));
            Field::choice(name, label, std::iter::once(none).chain(each).collect())
        }
    };
    // A group that is not shown must not stop the form: what is needed, the server says.
    if asked.required { field.conditional() } else { field.optional() }
}

/// Answers in a language.
pub fn lines(answers: &[Answer], locale: Locale) -> Vec<AnswerLine> {
    let line = |it: &Answer| AnswerLine { label: it.label.of(locale).to_owned(), value: shown(it, locale) };
    answers.iter().map(line).collect()
}

fn shown(answer: &Answer, locale: Locale) -> String {
    match &answer.value {
        Value::Number(digits) => decimal(digits, locale),
        Value::Date(day) => date(*day, locale),
        Value::Text(_) | Value::Choice(_) => answer.plain(locale),
    }
}

/// Fields of a category, for samples.
pub(crate) fn samples() -> Vec<OwnField> {
    let words = |fr: &str, en: &str| Words { fr: fr.to_owned(), en: en.to_owned() };
    let kinds = [
        (words("Poste", "Machine"), Kind::Text, true),
        (
            words("Lieu", "Place"),
            Kind::Choice(vec![words("Bureau", "Office"), words("Entrepôt", "Warehouse")]),
            true,
        ),
        (words("Montant", "Amount"), Kind::Number, false),
        (words("Depuis quel jour ?", "Since which day?"), Kind::Date, false),
    ];
    let clock = rappel_domain::clock::FixedClock::at("2026-11-22T08:00:00Z");
    let field = |(label, kind, required)| OwnField {
        id: rappel_domain::id::FieldId::new(&clock),
        label,
        required,
        kind,
    };
    kinds.into_iter().map(field).collect()
}

/// Answers, for samples.
pub(crate) fn sample_lines() -> Vec<AnswerLine> {
    let line = |label: &str, value: &str| AnswerLine { label: label.to_owned(), value: value.to_owned() };
    vec![line("Poste", "caisse-2"), line("Depuis quel jour ?", "21/11/2026")]
}
