//! A text that a company says in words of its own, in place of the one that everybody has.
//!
//! What it may hold is known where texts are said; here is only that a row stays small and names a text.

use sha2::{Digest as _, Sha256};

use crate::{Locale, chain::Hash};

/// Characters of the words at most, whichever text it is.
pub const LONGEST: usize = 1_500;

/// Characters of a key at most.
const LONGEST_KEY: usize = 80;

/// A text of a company's own as its row holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnText {
    /// In which language.
    pub locale: Locale,
    /// In place of which.
    pub key: String,
    /// What it says, as it is written in a `.ftl` file.
    pub words: String,
}

impl OwnText {
    /// The text as it is kept: line ends as here, and no spaces around it. `None` when the key is none, the words are none or too
    /// many, or hold control characters.
    pub fn new(locale: Locale, key: &str, words: &str) -> Option<Self> {
        let is_key = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        let words = words.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        let fits = !key.is_empty()
            && key.len() <= LONGEST_KEY
            && key.chars().all(is_key)
            && !words.is_empty()
            && words.chars().count() <= LONGEST
            && !words.chars().any(|it| it.is_control() && it != '\n');
        fits.then(|| Self { locale, key: key.to_owned(), words })
    }
}

/// The SHA-256 of words, in hex: what tells them from others where the words themselves are not kept.
pub fn fingerprint(words: &str) -> String {
    Hash::from_slice(&Sha256::digest(words.as_bytes())).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests;
