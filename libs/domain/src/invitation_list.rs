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

/// What separates the parts of a line.
const BETWEEN: [char; 3] = [';', ',', '\t'];

/// A pasted text, as far as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<'a> {
    /// The entries, [`MOST`] of them at the most, in the order of the text. Empty lines are none.
    pub entries: Vec<Entry>,
    /// What stands below the last of them, as it was pasted.
    pub rest: &'a str,
}

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

impl List<'_> {
    /// How many lines were not read.
    pub fn unread(&self) -> usize {
        self.rest.lines().filter(|line| line.contains(|c: char| !is_gap(c))).count()
    }
}

/// Reads the entries of a pasted text. What is below the last one is not looked at, however long it is.
pub fn read(text: &str) -> List<'_> {
    let mut entries = Vec::new();
    let mut rest = text;
    while entries.len() < MOST && !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let (mut line, below) = rest.split_at(end);
        if names_each_by_address(line) {
            while entries.len() < MOST && !line.is_empty() {
                let end = line.find(BETWEEN).map_or(line.len(), |at| at + 1);
                let (part, others) = line.split_at(end);
                entries.extend(entry(part));
                line = others;
            }
        } else {
            entries.extend(entry(line));
            line = "";
        }
        rest = rest.get(end - line.len()..).unwrap_or(below);
    }
    if rest.chars().all(is_gap) {
        rest = "";
    }
    List { entries, rest }
}

/// A line is one entry, unless each of its parts has an address of its own: then it is the recipients of a mail.
fn names_each_by_address(line: &str) -> bool {
    let mut parts = line.split(BETWEEN).filter(|part| !part.trim().is_empty());
    parts.all(|part| part.matches('@').count() == 1)
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || BETWEEN.contains(&c)
}

fn entry(text: &str) -> Option<Entry> {
    let text = text.trim_matches(is_gap);
    (!text.is_empty()).then(|| Entry { invitee: invitee(text), text: text.to_owned() })
}

fn invitee(text: &str) -> Result<Invitee, EntryRefusal> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '<' | '>' | '"' | '(' | ')');
    let words = || text.split(is_between).filter(|word| !word.is_empty());
    let mut addresses = words().filter(|word| word.contains('@'));
    let email = match (addresses.next(), addresses.next()) {
        (None, _) => return Err(EntryRefusal::NoAddress),
        (Some(one), None) => EmailAddress::parse(one.trim_start_matches("mailto:"))?,
        (Some(_), Some(_)) => return Err(EntryRefusal::SeveralAddresses),
    };
    let names: Vec<&str> = words().filter(|word| !word.contains('@')).collect();
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
