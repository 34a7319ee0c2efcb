//! Texts of the screen in French and English, looked up strictly: a missing key or value is an error.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_templates::{
    LanguageIdentifier,
    fluent_bundle::{
        FluentValue,
        types::{FluentNumber, FluentNumberOptions},
    },
    langid,
};
use rappel_domain::Locale;
use serde::Serialize;
use serde_json::Value;

mod french;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "fr",
        // Isolation marks are for mixed writing directions; they would end up in SMS and subjects.
        customise: |bundle| {
            bundle.set_use_isolating(false);
            if bundle.locales.contains(&FR) {
                bundle.set_transform(Some(french::keep_together));
            }
        },
    };
}

static FR: LanguageIdentifier = langid!("fr");

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

/// Says `key` in a language. Numbers choose plurals; everything else is put in as it is.
pub(crate) fn say<'a>(
    locale: Locale,
    key: &str,
    args: impl Iterator<Item = (&'a str, Value)>,
) -> Result<String, TextError> {
    let args: HashMap<Cow<'static, str>, FluentValue<'static>> =
        args.map(|(name, value)| (Cow::Owned(name.to_owned()), fluent(value))).collect();
    let language = identifier(locale);
    TEXTS.lookup_single_language(language, key, Some(&args)).map_err(|error| TextError {
        key: key.to_owned(),
        locale: locale.tag(),
        reason: error.to_string(),
    })
}

/// The name of a language as the texts are filed under.
fn identifier(locale: Locale) -> &'static LanguageIdentifier {
    static ALL: LazyLock<Vec<(Locale, LanguageIdentifier)>> = LazyLock::new(|| {
        let named = |locale: Locale| Some((locale, locale.tag().parse::<LanguageIdentifier>().ok()?));
        Locale::ALL.into_iter().filter_map(named).collect()
    });
    ALL.iter().find(|(known, _)| *known == locale).map_or(&FR, |(_, language)| language)
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
