//! The parts of a header, parsed once: what would break a header cannot be made.

use std::{fmt, str::FromStr};

/// The text cannot stand in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {0}")]
pub struct InvalidText(&'static str);

/// One line of text: no line break, no NUL, no other control character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Line {
    type Err = InvalidText;
    fn from_str(text: &str) -> Result<Self, InvalidText> {
        if text.chars().any(char::is_control) {
            return Err(InvalidText("one line of text"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(lettre::Address);

impl Address {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The part after the `@`.
    pub fn host(&self) -> &str {
        self.0.domain()
    }

    pub(super) fn inner(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl FromStr for Address {
    type Err = InvalidText;
    fn from_str(text: &str) -> Result<Self, InvalidText> {
        let invalid = InvalidText("an e-mail address");
        // A quoted local part may hold spaces and more; nobody has one, and forgers love them.
        if text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | ',' | ';'))
        {
            return Err(invalid);
        }
        text.parse().map(Self).map_err(|_| invalid)
    }
}

/// An address, with the name of who is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name as mail programs show it.
    pub name: Option<Line>,
    /// The address.
    pub address: Address,
}

impl Mailbox {
    /// A mailbox with a name.
    pub const fn named(name: Line, address: Address) -> Self {
        Self { name: Some(name), address }
    }
}

impl From<Address> for Mailbox {
    fn from(address: Address) -> Self {
        Self { name: None, address }
    }
}

/// A `Message-ID` without its angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageId(String);

impl MessageId {
    /// `reference@host`, for example a delivery's id and the sender's domain.
    pub fn new(reference: &str, host: &str) -> Result<Self, InvalidText> {
        let plain = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        };
        if plain(reference) && plain(host) {
            Ok(Self(format!("{reference}@{host}")))
        } else {
            Err(InvalidText("a message id"))
        }
    }

    /// The text, without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
