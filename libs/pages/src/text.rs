//! Texts of the screen, looked up strictly: a missing key or value is an error.
//!
//! A language is one file of `languages`, and a folder of `locales` if its texts are many: see [`crate::language`].

use std::borrow::Cow;

use fluent_bundle::{
    FluentArgs, FluentValue,
    types::{FluentNumber, FluentNumberOptions},
};
use rappel_domain::Locale;
use serde::Serialize;
use serde_json::Value;

use crate::own::{self, Medium};

pub(crate) mod book;
mod french;

/// A text that a page shows: a key of the `.ftl` files with its values, or words that somebody wrote.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Text {
    /// A key with values.
    Key {
        /// Key of the `.ftl` files.
        key: &'static str,
        /// Values of its variables.
        args: serde_json::Map<String, Value>,
    },
    /// Words as they are, in no language of ours: a category, a name.
    Plain {
        /// The words.
        plain: String,
    },
}

impl Text {
    /// The text of a key without variables.
    pub fn key(key: &'static str) -> Self {
        Self::Key { key, args: serde_json::Map::new() }
    }

    /// Words as they are.
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Plain { plain: words.into() }
    }

    /// Sets a variable of the text; words without variables stay as they are.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Self::Key { args, .. } = &mut self {
            args.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The text in a language, not escaped.
    pub fn say(&self, locale: Locale) -> Result<String, TextError> {
        match self {
            Self::Key { key, args } => {
                say(locale, key, args.iter().map(|(name, value)| (name.as_str(), value.clone())))
            }
            Self::Plain { plain } => Ok(plain.clone()),
        }
    }
}

impl From<&'static str> for Text {
    fn from(key: &'static str) -> Self {
        Self::key(key)
    }
}

/// A text could not be said: the key is unknown or a variable has no value.
#[derive(Debug, thiserror::Error)]
#[error("text {key} in {locale}: {reason}")]
pub struct TextError {
    key: String,
    locale: &'static str,
    reason: String,
}

/// Says `key` in a language. Numbers choose plurals; everything else is put in as it is. What a draft lacks is said in English, and
/// what a company says in words of its own is said in those, see [`crate::own`].
pub(crate) fn say<'a>(
    locale: Locale,
    key: &str,
    args: impl Iterator<Item = (&'a str, Value)>,
) -> Result<String, TextError> {
    say_into(locale, key, args, Medium::Plain)
}

/// The same where it is written into a page as it is: the values must be markup already, and a company's own words become it.
pub(crate) fn say_markup<'a>(
    locale: Locale,
    key: &str,
    args: impl Iterator<Item = (&'a str, Value)>,
) -> Result<String, TextError> {
    say_into(locale, key, args, Medium::Markup)
}

fn say_into<'a>(
    locale: Locale,
    key: &str,
    args: impl Iterator<Item = (&'a str, Value)>,
    into: Medium,
) -> Result<String, TextError> {
    let args: FluentArgs<'_> =
        args.map(|(name, value)| (Cow::Owned(name.to_owned()), fluent(value))).collect();
    if let Some(said) = own::said(locale, key, &args, into) {
        return Ok(said);
    }
    let failed = |reason: String| TextError { key: key.to_owned(), locale: locale.tag(), reason };
    let instead = Locale::DRAFTS.contains(&locale).then_some(Locale::En);
    let mut books = std::iter::once(locale).chain(instead).filter_map(book::of);
    books
        .find_map(|book| book.say(key, &args))
        .unwrap_or_else(|| Err("there is no such text".to_owned()))
        .map_err(failed)
}

fn fluent(value: Value) -> FluentValue<'static> {
    match value {
        Value::String(text) => FluentValue::String(Cow::Owned(text)),
        Value::Number(number) => FluentValue::Number(FluentNumber::new(
            number.as_f64().unwrap_or_default(),
            FluentNumberOptions::default(),
        )),
        Value::Null => FluentValue::None,
        other => FluentValue::String(Cow::Owned(other.to_string())),
    }
}
