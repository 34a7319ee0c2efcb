//! A host of a company's own (`support.durand.fr`): its name, and the record in the DNS that proves it theirs.

use serde::{Deserialize, Serialize};

use crate::text::text_newtype;

mod proof;

pub use proof::{Happened, OwnHost, Seen, Standing, TOLERANCE, look_again};

/// A name in the form in which requests carry it: lower case, other letters as DNS has them (`xn--…`), no dot at the end. Two
/// ways to write a name are one value, so that it is served for one company alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostName(String);

text_newtype!(HostName, HostRefusal);

/// The text is no name that a portal can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostRefusal {
    /// Nothing was typed.
    #[error("there is no name")]
    Missing,
    /// An address with its scheme, path or port, a wildcard, a letter that no name has.
    #[error("not the name of a host")]
    Form,
    /// Numbers stand for a machine, and no record can be put beside them.
    #[error("an IP address is no name")]
    Address,
    /// `durand`: nobody can own that.
    #[error("a name has a domain after it")]
    OneLabel,
    /// Longer than DNS allows, with what is put before it to prove it.
    #[error("the name is too long")]
    TooLong,
}

impl HostRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "invalid-missing",
            Self::Form => "host-form",
            Self::Address => "host-address",
            Self::OneLabel => "host-one-label",
            Self::TooLong => "host-too-long",
        }
    }
}

/// Stands before the name: beside a CNAME, which a host for us usually is, DNS allows no other record.
const LABEL: &str = "_rappel.";
/// Stands before the token, so that whoever finds the record knows what it is for.
const KEY: &str = "rappel-verification=";
/// RFC 1035, as text without the last dot.
const LONGEST: usize = 253;

impl HostName {
    /// Reads what somebody typed: any case, with a dot at the end or not, in any script.
    pub fn parse(text: &str) -> Result<Self, HostRefusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HostRefusal::Missing);
        }
        // The dots of other scripts count as dots.
        let text = text.strip_suffix(['.', '。', '．', '｡']).unwrap_or(text);
        let ascii = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::STD3)
            .map_err(|_| HostRefusal::Form)?;
        let labels: Vec<&str> = ascii.split('.').collect();
        if labels.iter().any(|label| label.is_empty()) {
            return Err(HostRefusal::Form);
        }
        if ascii.len() + LABEL.len() > LONGEST || labels.iter().any(|label| label.len() > 63) {
            return Err(HostRefusal::TooLong);
        }
        if labels.iter().any(|label| label.starts_with('-') || label.ends_with('-')) {
            return Err(HostRefusal::Form);
        }
        // As browsers read it: a name that ends in a number is an address, however few or many numbers there are.
        let last = labels.last().copied().unwrap_or_default();
        if last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") {
            return Err(HostRefusal::Address);
        }
        if labels.len() < 2 {
            return Err(HostRefusal::OneLabel);
        }
        Ok(Self(ascii.into_owned()))
    }

    /// As people write it: `société.fr` for `xn--socit-esab.fr`.
    pub fn readable(&self) -> String {
        idna::domain_to_unicode(&self.0).0
    }

    /// Whether it is a domain, or a name below it.
    pub fn is_within(&self, domain: &str) -> bool {
        let domain = domain.to_ascii_lowercase();
        let before = self.0.strip_suffix(domain.as_str());
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }

    /// The name of the TXT record that proves it.
    pub fn record_name(&self) -> String {
        format!("{LABEL}{}", self.0)
    }
}

/// What the TXT record that proves a host says.
pub fn record_value(token: &str) -> String {
    format!("{KEY}{token}")
}

#[cfg(test)]
mod tests;
