//! Forms as GOV.UK does them: label, hint and error tied to the field, an error summary that leads to it.
//!
//! A page holds [`Field`]s, its template shows each with `{{> form/input page.email}}` (or `form/textarea`,
//! `form/select`, `form/file`, `form/checkbox`, `form/radios`, `form/version`), and begins with `{{> form/errors page}}` where the page has
//! `errors: Vec<Problem>`, made by [`problems`].

use std::{borrow::Cow, fmt::Display};

use serde::Serialize;

use crate::Text;

/// One field of a form, with what was typed and what was wrong with it.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Name in the form and id in the page.
    pub name: Cow<'static, str>,
    /// Label.
    pub label: Text,
    /// What to type, in a few words.
    pub hint: Option<Text>,
    /// What was typed.
    pub value: String,
    /// What was wrong, with an example of what is right.
    pub error: Option<Text>,
    /// `type` of an input.
    pub kind: &'static str,
    /// `autocomplete` of an input.
    pub autocomplete: Option<&'static str>,
    /// Choices of a select or of radios.
    pub choices: Vec<Choice>,
    /// Whether the browser insists that it is filled in.
    pub required: bool,
    /// Whether the label says that it may stay empty.
    pub optional: bool,
    /// Whether a checkbox is ticked.
    pub checked: bool,
    /// Rows of a textarea.
    pub rows: u8,
    /// Whether the label is large, because the field is what the page is about.
    pub large: bool,
}

impl Field {
    /// A field for a line of text, to be filled in.
    pub fn text(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            value: String::new(),
            error: None,
            kind: "text",
            autocomplete: None,
            choices: Vec::new(),
            required: true,
            optional: false,
            checked: false,
            rows: 8,
            large: false,
        }
    }

    /// A field for an e-mail address.
    pub fn email(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self { kind: "email", autocomplete: Some("email"), ..Self::text(name, label) }
    }

    /// A field for a phone number.
    pub fn phone(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self { kind: "tel", autocomplete: Some("tel"), ..Self::text(name, label) }
    }

    /// A field for a password; `autocomplete` is `current-password` or `new-password`.
    pub fn password(
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Text>,
        autocomplete: &'static str,
    ) -> Self {
        Self { kind: "password", autocomplete: Some(autocomplete), ..Self::text(name, label) }
    }

    /// A field for a number.
    pub fn number(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self { kind: "number", ..Self::text(name, label) }
    }

    /// A field for a day.
    pub fn date(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self { kind: "date", ..Self::text(name, label) }
    }

    /// A field for files.
    pub fn files(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self { kind: "file", required: false, optional: true, ..Self::text(name, label) }
    }

    /// A field for a choice.
    pub fn choice(name: impl Into<Cow<'static, str>>, label: impl Into<Text>, choices: Vec<Choice>) -> Self {
        Self { choices, ..Self::text(name, label) }
    }

    /// Which state of what is saved the form was filled from, unseen: whoever would save over a later one is told.
    pub fn version() -> Self {
        Self { kind: "hidden", required: false, ..Self::text("version", Text::plain("")) }
    }

    /// A field of [`version`](Self::version) that was refused goes on from what is saved now: the reader is told of it.
    pub fn renew(&mut self, version: impl Display) {
        if self.error.is_some() {
            self.value = version.to_string();
        }
    }

    /// A box to tick.
    pub fn checkbox(name: impl Into<Cow<'static, str>>, label: impl Into<Text>) -> Self {
        Self { value: "yes".to_owned(), required: false, ..Self::text(name, label) }
    }

    /// What to type.
    #[must_use]
    pub fn hint(self, hint: impl Into<Text>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// What was typed, or chosen.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        let value = value.into();
        let choices = self
            .choices
            .into_iter()
            .map(|choice| Choice { selected: choice.value == value, ..choice })
            .collect();
        Self { value, choices, ..self }
    }

    /// What was wrong.
    #[must_use]
    pub fn error(self, error: impl Into<Text>) -> Self {
        Self { error: Some(error.into()), ..self }
    }

    /// What was wrong, if anything was.
    #[must_use]
    pub fn error_if(self, error: Option<Text>) -> Self {
        Self { error, ..self }
    }

    /// The field may stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, optional: true, ..self }
    }

    /// The field must be filled in only in some cases, which the server decides.
    #[must_use]
    pub fn conditional(self) -> Self {
        Self { required: false, ..self }
    }

    /// `autocomplete` of the field.
    #[must_use]
    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete: Some(autocomplete), ..self }
    }

    /// The box is ticked.
    #[must_use]
    pub fn ticked(self) -> Self {
        Self { checked: true, ..self }
    }

    /// Rows of a textarea.
    #[must_use]
    pub fn rows(self, rows: u8) -> Self {
        Self { rows, ..self }
    }

    /// The field is what the page is about.
    #[must_use]
    pub fn large(self) -> Self {
        Self { large: true, ..self }
    }
}

/// One choice of a select or of radios.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// A line below, for radios.
    pub hint: Option<Text>,
    /// Whether it is chosen.
    pub selected: bool,
    /// Class of an option that a style reveals something for, such as `urgent`.
    pub class: Option<String>,
}

impl Choice {
    /// A choice that is not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, selected: false, class: None }
    }

    /// A line below.
    #[must_use]
    pub fn hint(self, hint: impl Into<Text>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// A class for the style to react to.
    #[must_use]
    pub fn class(self, class: impl Into<String>) -> Self {
        Self { class: Some(class.into()), ..self }
    }
}

/// A line of the error summary.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// Id of the field.
    pub field: Cow<'static, str>,
    /// What was wrong.
    pub text: Text,
}

/// The error summary of some fields; empty when nothing was wrong.
pub fn problems<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<Problem> {
    fields
        .into_iter()
        .filter_map(|field| Some(Problem { field: field.name.clone(), text: field.error.clone()? }))
        .collect()
}

/// A choice of light or dark, with what the system says chosen.
pub(crate) fn scheme_field() -> Field {
    let schemes =
        [("", "account-scheme-system"), ("light", "account-scheme-light"), ("dark", "account-scheme-dark")];
    let choices = schemes.map(|(word, name)| Choice::new(word, name));
    Field::choice("colour_scheme", "account-scheme", choices.into()).value("").conditional()
}
