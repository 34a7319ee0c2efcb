//! The name with which somebody signs in; never an e-mail address, so that the two cannot be confused.

use serde::{Deserialize, Serialize};

use crate::text::text_newtype;

/// 2 to 40 of a–z, 0–9, dot, hyphen and underscore, in lower case; begins and ends with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName(String);

text_newtype!(UserName, UserNameRefusal);

/// The text is no user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserNameRefusal {
    /// Nothing, or one character.
    #[error("a user name has at least 2 characters")]
    TooShort,
    /// More than anybody types.
    #[error("a user name has at most 40 characters")]
    TooLong,
    /// Anything else than letters, digits, dot, hyphen, underscore.
    #[error("a user name is made of a to z, 0 to 9, dot, hyphen and underscore")]
    Characters,
}

impl UserNameRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooShort => "user-name-too-short",
            Self::TooLong => "user-name-too-long",
            Self::Characters => "user-name-characters",
        }
    }
}

impl UserName {
    /// Reads what somebody typed: spaces around it are dropped, capitals made small.
    pub fn parse(text: &str) -> Result<Self, UserNameRefusal> {
        let name = text.trim_matches([' ', '\u{a0}']).to_ascii_lowercase();
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if name.chars().count() > 40 {
            return Err(UserNameRefusal::TooLong);
        }
        if !name.chars().all(|c| is_plain(c) || matches!(c, '.' | '-' | '_')) {
            return Err(UserNameRefusal::Characters);
        }
        if name.len() < 2 {
            return Err(UserNameRefusal::TooShort);
        }
        if !name.starts_with(is_plain) || !name.ends_with(is_plain) {
            return Err(UserNameRefusal::Characters);
        }
        Ok(Self(name))
    }
}

#[cfg(test)]
mod tests;
