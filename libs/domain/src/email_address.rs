//! E-mail addresses, read conservatively: what mail servers in the wild accept, nothing that could end a header.

use serde::{Deserialize, Serialize};

use crate::text::text_newtype;

/// An address with an ASCII local part and a lower-case domain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

text_newtype!(EmailAddress, EmailAddressRefusal);

/// The text is no address to which we would send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailAddressRefusal {
    /// Nothing was typed.
    #[error("no address was given")]
    Empty,
    /// More than 254 characters (RFC 5321), or 64 before the @.
    #[error("the address is too long")]
    TooLong,
    /// Not one @ with something on both sides.
    #[error("an address looks like claire@durand.fr")]
    NotAnAddress,
    /// Spaces, quotes, controls, letters with accents.
    #[error("an address has no spaces, quotes or accents")]
    Characters,
    /// What follows the @ is no host name of the Internet.
    #[error("what follows the @ is not a domain")]
    Domain,
}

impl EmailAddressRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "email-empty",
            Self::TooLong => "email-too-long",
            Self::NotAnAddress => "email-not-an-address",
            Self::Characters => "email-characters",
            Self::Domain => "email-domain",
        }
    }
}

impl EmailAddress {
    /// Reads what somebody typed: spaces around it are dropped, the domain made small.
    pub fn parse(text: &str) -> Result<Self, EmailAddressRefusal> {
        let text = text.trim_matches([' ', '\u{a0}']);
        if text.is_empty() {
            return Err(EmailAddressRefusal::Empty);
        }
        if text.len() > 254 {
            return Err(EmailAddressRefusal::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailAddressRefusal::NotAnAddress)?;
        if local.is_empty() || domain.is_empty() || domain.contains('@') {
            return Err(EmailAddressRefusal::NotAnAddress);
        }
        if local.len() > 64 {
            return Err(EmailAddressRefusal::TooLong);
        }
        if !local.chars().all(is_local) || !domain.chars().all(is_domain) {
            return Err(EmailAddressRefusal::Characters);
        }
        if local.split('.').any(str::is_empty) {
            return Err(EmailAddressRefusal::NotAnAddress);
        }
        let domain = domain.to_ascii_lowercase();
        if !is_host_name(&domain) {
            return Err(EmailAddressRefusal::Domain);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The form for finding an account: people do not mind capitals before the @ either.
    pub fn lookup_key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// What comes before the @.
    pub fn local_part(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
}

/// `atext` of RFC 5322 and the dot.
fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.' || c == '-'
}

/// At least two labels of a host name, the last not a number.
fn is_host_name(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label =
        |label: &&str| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
    let named =
        labels.last().is_some_and(|last| last.len() >= 2 && last.bytes().any(|b| b.is_ascii_alphabetic()));
    labels.len() >= 2 && named && labels.iter().all(is_label)
}

#[cfg(test)]
mod tests;
