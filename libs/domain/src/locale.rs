//! The languages of the screen. Which there are is read from `libs/pages/languages` when the program is built.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

impl Locale {
    /// The language that a row of ours names, also when it is not offered any more.
    pub fn known(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().chain(Self::DRAFTS).find(|it| it.tag() == tag)
    }

    /// The language of a row, whatever its tag: one that this program does not know is another kind of it, else English. A row
    /// that a newer program wrote, or that names a file that was deleted, is read all the same.
    pub fn nearest(tag: &str) -> Self {
        Self::known(tag).or_else(|| Self::wished(tag)).unwrap_or(Self::En)
    }

    /// The offered language that a wish means, as browsers write it: `de`, `de-AT`, `PT-br`. Another kind of the language
    /// stands in for one that is not there.
    pub fn wished(wish: &str) -> Option<Self> {
        let exact = Self::ALL.into_iter().find(|it| it.tag().eq_ignore_ascii_case(wish));
        exact.or_else(|| {
            Self::ALL.into_iter().find(|it| primary(it.tag()).eq_ignore_ascii_case(primary(wish)))
        })
    }

    /// Which of two counts, of what the operator writes in French and English alone (categories, terms): whoever reads
    /// another language reads the English.
    pub fn of_two<T>(self, french: T, english: T) -> T {
        if self == Self::Fr { french } else { english }
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The text names no language that Rappel offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this language is not offered")]
pub struct UnknownLocale;

impl FromStr for Locale {
    type Err = UnknownLocale;
    fn from_str(tag: &str) -> Result<Self, UnknownLocale> {
        Self::ALL.into_iter().find(|it| it.tag() == tag).ok_or(UnknownLocale)
    }
}

#[cfg(test)]
mod tests;
