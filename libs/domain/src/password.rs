//! What a password must be: long, and not one that somebody would try first.
//!
//! No rules about kinds of characters (NIST SP 800-63B, OWASP ASVS 5.0 6.2). What is easy is measured:
//! common words, names of the person and the company, runs along the alphabet or the keyboard, and what was
//! said before each count as one character.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

mod worth;

/// A password that somebody has chosen and that was accepted. Does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

/// Whether the account asks for more than the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    /// The password stands alone.
    None,
    /// A code or a key is asked for as well.
    Enrolled,
}

impl SecondFactor {
    /// Characters at least.
    pub const fn least(self) -> usize {
        match self {
            Self::None => 15,
            Self::Enrolled => 8,
        }
    }

    /// What must be left when all that is easy to guess counts one.
    const fn least_worth(self) -> usize {
        match self {
            Self::None => 8,
            Self::Enrolled => 5,
        }
    }
}

/// Why a password was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Too few characters.
    #[error("a password has at least {least} characters")]
    TooShort {
        /// How many it takes.
        least: usize,
    },
    /// More than we hash.
    #[error("a password has at most {} bytes", NewPassword::MOST_BYTES)]
    TooLong,
    /// Little else than repeats and runs: `abcabcabc…`, `azertyuiop`, `123456…`.
    #[error("this password repeats itself or runs along the keyboard")]
    Pattern,
    /// Little else than words of which many passwords are made.
    #[error("this password is one of the first that somebody would try")]
    Common,
    /// Little else than names of the person, the company or the address.
    #[error("this password is made of names that others know")]
    Name,
}

impl PasswordRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password-too-short",
            Self::TooLong => "password-too-long",
            Self::Pattern => "password-pattern",
            Self::Common => "password-common",
            Self::Name => "password-name",
        }
    }
}

impl NewPassword {
    /// Longer ones would only cost time to hash.
    pub const MOST_BYTES: usize = 1024;

    /// Accepts a password, or says why not. `names` are what others know: names of the person and the
    /// company, user name, e-mail address, host.
    pub fn choose(text: &str, second_factor: SecondFactor, names: &[&str]) -> Result<Self, PasswordRefusal> {
        if text.len() > Self::MOST_BYTES {
            return Err(PasswordRefusal::TooLong);
        }
        let text = normalised(text);
        let least = second_factor.least();
        if text.chars().count() < least {
            return Err(PasswordRefusal::TooShort { least });
        }
        let enough = |words: &[String]| worth::worth(&text, words) >= second_factor.least_worth();
        if !enough(&[]) {
            return Err(PasswordRefusal::Pattern);
        }
        let mut words = worth::common_words();
        if !enough(&words) {
            return Err(PasswordRefusal::Common);
        }
        words.extend(worth::words_of(names));
        if !enough(&words) {
            return Err(PasswordRefusal::Name);
        }
        Ok(Self(text))
    }

    /// The text, to be hashed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// The form that is hashed, of a chosen password and of each one typed later: some keyboards send é as one
/// character, some as two.
pub fn normalised(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests;
