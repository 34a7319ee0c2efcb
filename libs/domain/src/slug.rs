//! The short name of a tenant in host names and paths: `durand` in `durand.support.example`.

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::text::text_newtype;

/// A host name label: 2 to 40 of a–z, 0–9 and single inner hyphens; begins with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

text_newtype!(Slug, SlugRefusal);

/// The text is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugRefusal {
    /// Nothing, or a single letter.
    #[error("a short name has at least 2 characters")]
    TooShort,
    /// More than a label that people type.
    #[error("a short name has at most 40 characters")]
    TooLong,
    /// Capitals, accents, spaces, dots, a hyphen at an end, two hyphens together, a digit first.
    #[error("a short name is made of a to z, 0 to 9 and hyphens between them, and begins with a letter")]
    Characters,
    /// The operator's own hosts and paths.
    #[error("this short name is kept for the program")]
    Reserved,
}

impl SlugRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooShort => "slug-too-short",
            Self::TooLong => "slug-too-long",
            Self::Characters => "slug-characters",
            Self::Reserved => "slug-reserved",
        }
    }
}

const LONGEST: usize = 40;

/// Names that mail, certificates, browsers or the program itself give a meaning to.
const RESERVED: [&str; 41] = [
    "abuse",
    "account",
    "admin",
    "administration",
    "api",
    "app",
    "assets",
    "autoconfig",
    "autodiscover",
    "back-office",
    "brand",
    "broadcasthost",
    "demo",
    "docs",
    "dns",
    "ftp",
    "health",
    "help",
    "hooks",
    "hostmaster",
    "imap",
    "isatap",
    "localhost",
    "login",
    "mail",
    "metrics",
    "office",
    "operator",
    "pop",
    "postmaster",
    "queue",
    "root",
    "security",
    "setup",
    "smtp",
    "static",
    "status",
    "webmaster",
    "wpad",
    "www",
    "mta-sts",
];

impl Slug {
    /// Reads what somebody typed; nothing is changed, for it will stand in addresses.
    pub fn parse(text: &str) -> Result<Self, SlugRefusal> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.chars().count() > LONGEST {
            return Err(SlugRefusal::TooLong);
        }
        if !text.chars().all(allowed) || text.ends_with('-') || text.contains("--") {
            return Err(SlugRefusal::Characters);
        }
        if text.chars().next().is_some_and(|first| !first.is_ascii_lowercase()) {
            return Err(SlugRefusal::Characters);
        }
        if text.len() < 2 {
            return Err(SlugRefusal::TooShort);
        }
        if RESERVED.contains(&text) {
            return Err(SlugRefusal::Reserved);
        }
        Ok(Self(text.to_owned()))
    }

    /// A slug made of a company's name: "Durand & Fils" → `durand-fils`. None when no letters are left.
    pub fn suggest(name: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
            match c.to_lowercase().next() {
                Some(letter) if letter.is_ascii_lowercase() => slug.push(letter),
                Some(digit) if digit.is_ascii_digit() && !slug.is_empty() => slug.push(digit),
                Some('œ') => slug.push_str("oe"),
                Some('æ') => slug.push_str("ae"),
                _ if slug.is_empty() || slug.ends_with('-') => {}
                _ => slug.push('-'),
            }
        }
        slug.truncate(LONGEST);
        let slug = slug.trim_end_matches('-');
        Self::parse(slug).or_else(|_| Self::parse(&format!("{slug}-1"))).ok()
    }
}

#[cfg(test)]
mod tests;
