//! A pasted list of people to invite, read line by line.
//!
//! People paste what they have: a column of addresses, two columns of a table, the recipients of a mail. A name that is not there
//! is made of the address.

use crate::{
    display_name::{DisplayName, DisplayNameRefusal},
    email_address::{EmailAddress, EmailAddressRefusal},
};

/// Entries that are read at once; what follows is left for the next time.
pub const MOST: usize = 200;

/// Somebody of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As it was pasted, without spaces at the ends.
    pub text: String,
    /// Who that is, or why nobody.
    pub invitee: Result<Invitee, EntryRefusal>,
}

/// Whom to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// As they are called.
    pub name: DisplayName,
    /// Where the invitation goes.
    pub email: EmailAddress,
}

/// Why an entry names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryRefusal {
    /// Nothing with an @.
    #[error("there is no address")]
    NoAddress,
    /// More than one address, and it cannot be told whose.
    #[error("there are several addresses")]
    SeveralAddresses,
    /// The address is none.
    #[error(transparent)]
    Address(#[from] EmailAddressRefusal),
    /// The name is none.
    #[error(transparent)]
    Name(#[from] DisplayNameRefusal),
}

impl EntryRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoAddress => "list-no-address",
            Self::SeveralAddresses => "list-several-addresses",
            Self::Address(refusal) => refusal.key(),
            Self::Name(refusal) => refusal.key(),
        }
    }
}

/// The entries of a pasted text, in its order. Empty lines are none.
pub fn read(text: &str) -> Vec<Entry> {
    text.lines()
        .flat_map(entries)
        .map(|text| Entry { invitee: invitee(text), text: text.to_owned() })
        .collect()
}

/// A line is one entry, unless each of its parts has an address of its own: then it is the recipients of a mail.
fn entries(line: &str) -> Vec<&str> {
    let parts: Vec<&str> =
        line.split([';', ',', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().all(|part| part.matches('@').count() == 1) {
        return parts;
    }
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == ';' || c == ',');
    if line.is_empty() { Vec::new() } else { vec![line] }
}

fn invitee(text: &str) -> Result<Invitee, EntryRefusal> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '<' | '>' | '"' | '(' | ')');
    let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).collect();
    let (addresses, names): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.contains('@'));
    let email = match addresses.as_slice() {
        [] => return Err(EntryRefusal::NoAddress),
        [one] => EmailAddress::parse(one.trim_start_matches("mailto:"))?,
        _ => return Err(EntryRefusal::SeveralAddresses),
    };
    let typed = if names.is_empty() { name_of(&email) } else { names.join(" ") };
    Ok(Invitee { name: DisplayName::parse(&typed)?, email })
}

/// `luc.petit@…` is Luc Petit.
fn name_of(email: &EmailAddress) -> String {
    let local = email.local_part();
    let words = local.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_ascii_uppercase())
    };
    let name = words.map(capital).collect::<Vec<_>>().join(" ");
    if name.is_empty() { local.to_owned() } else { name }
}

#[cfg(test)]
mod tests;
