//! Names of people, companies and categories, as they are shown.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::text::{is_invisible, text_newtype, turns_text_around};

/// 1 to 80 characters on one line, without spaces at the ends or two together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DisplayName(String);

text_newtype!(DisplayName, DisplayNameRefusal);

/// The text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DisplayNameRefusal {
    /// Nothing that can be seen.
    #[error("no name was given")]
    Empty,
    /// More than fits.
    #[error("a name has at most 80 characters")]
    TooLong,
    /// Line ends, controls, marks that turn the text around.
    #[error("a name is one line of text")]
    Characters,
}

impl DisplayNameRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "name-empty",
            Self::TooLong => "name-too-long",
            Self::Characters => "name-characters",
        }
    }
}

impl DisplayName {
    /// Characters at most.
    pub const LONGEST: usize = 80;

    /// Reads what somebody typed.
    pub fn parse(text: &str) -> Result<Self, DisplayNameRefusal> {
        let refused =
            |c: char| c.is_control() || turns_text_around(c) || matches!(c, '\u{2028}' | '\u{2029}');
        if text.contains(refused) {
            return Err(DisplayNameRefusal::Characters);
        }
        // Bounded before it is worked on: composing never makes a text four times shorter.
        if text.chars().count() > 4 * Self::LONGEST {
            return Err(DisplayNameRefusal::TooLong);
        }
        let composed: String = text.chars().filter(|c| !is_invisible(*c)).nfc().collect();
        let name = composed.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Err(DisplayNameRefusal::Empty),
            count if count > Self::LONGEST => Err(DisplayNameRefusal::TooLong),
            _ => Ok(Self(name)),
        }
    }
}

#[cfg(test)]
mod tests;
