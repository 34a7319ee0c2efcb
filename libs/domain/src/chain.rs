//! The chain of a ticket's facts: each carries the hash of the one before, so that a later change of any of them shows.
//!
//! What is hashed (SHA-256) is a JSON array without spaces: the word `rappel/1`, tenant, ticket, position, the hash before,
//! identifier, callback or null, kind, audience, actor, fact, and the time in microseconds since 1970. Objects have their keys
//! in order, because PostgreSQL keeps the values of JSON and not its text. Both databases hash alike.

use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::id::{CallbackId, DeliveryId, EventId, TenantId, TicketId};

const FORM: &str = "rappel/1";

/// A SHA-256; all zeros stands before the first fact. Shown in hex.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The bytes of a column; `None` when they are not 32.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// For the column.
    pub fn to_vec(self) -> Vec<u8> {
        self.0.to_vec()
    }

    pub(crate) fn of(value: &Value) -> Self {
        let mut text = String::new();
        write_in_order(value, &mut text);
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A fact as its row holds it, readable or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Whose.
    pub tenant: TenantId,
    /// On whose timeline.
    pub ticket: TicketId,
    /// Its identifier.
    pub id: EventId,
    /// The callback it is about.
    pub callback: Option<CallbackId>,
    /// The word for what happened.
    pub kind: String,
    /// The word for who may read it.
    pub audience: String,
    /// Who.
    pub actor: Value,
    /// What.
    pub fact: Value,
    /// When.
    pub at: DateTime<Utc>,
}

impl Entry {
    fn hash(&self, position: i32, before: Hash) -> Hash {
        Hash::of(&json!([
            FORM,
            self.tenant.uuid().to_string(),
            self.ticket.uuid().to_string(),
            position,
            before.to_string(),
            self.id.uuid().to_string(),
            self.callback.map(|it| it.uuid().to_string()),
            self.kind,
            self.audience,
            self.actor,
            self.fact,
            self.at.timestamp_micros(),
        ]))
    }
}

/// What ties a fact to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal {
    /// Counts from 1.
    pub position: i32,
    /// The hash of the fact before.
    pub before: Hash,
    /// The hash of this fact.
    pub hash: Hash,
}

/// Where a chain ends, kept beside it: the last fact cannot be taken away unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Facts from before there were chains.
    pub unsealed: i32,
    /// Facts in the chain.
    pub length: i32,
    /// The hash of the last one.
    pub hash: Hash,
}

impl Head {
    /// Adds a fact at the end.
    pub fn seal(&mut self, entry: &Entry) -> Seal {
        let position = self.length + 1;
        let seal = Seal { position, before: self.hash, hash: entry.hash(position, self.hash) };
        self.length = position;
        self.hash = seal.hash;
        seal
    }
}

/// A fact with its seal; those from before there were chains have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The fact.
    pub entry: Entry,
    /// What ties it to the one before.
    pub seal: Option<Seal>,
}

/// Whether a chain holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Every fact is as it was written, and none is missing.
    Whole,
    /// It does not hold from this place on.
    Broken {
        /// The place, counted from 1; 0 for facts outside the chain.
        position: i32,
        /// The fact there, if there is one.
        event: Option<EventId>,
        /// What is wrong there.
        fault: Fault,
    },
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The fact is not the one that was sealed.
    Changed,
    /// There is no fact at this place.
    Missing,
    /// The fact does not follow the one before.
    Severed,
    /// The chain ends elsewhere than its ticket says.
    End,
    /// There is a fact without a seal that was not there before chains began.
    Unsealed,
}

impl Fault {
    /// A stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Severed => "severed",
            Self::End => "end",
            Self::Unsealed => "unsealed",
        }
    }
}

/// Recomputes every hash of a chain, whose links may come in any order.
pub fn verify(head: &Head, links: &[Link]) -> State {
    let broken = |position, event, fault| State::Broken { position, event, fault };
    let unsealed: Vec<&Link> = links.iter().filter(|link| link.seal.is_none()).collect();
    let known = usize::try_from(head.unsealed).unwrap_or_default();
    if unsealed.len() > known {
        return broken(0, unsealed.iter().map(|link| link.entry.id).max(), Fault::Unsealed);
    }
    if unsealed.len() < known {
        return broken(0, None, Fault::Missing);
    }
    let mut sealed: Vec<(Seal, &Entry)> =
        links.iter().filter_map(|link| Some((link.seal?, &link.entry))).collect();
    sealed.sort_by_key(|(seal, _)| seal.position);
    let (mut position, mut before) = (0, Hash::default());
    for (seal, entry) in sealed {
        position += 1;
        if seal.position != position {
            return broken(position, None, Fault::Missing);
        }
        if seal.before != before {
            return broken(position, Some(entry.id), Fault::Severed);
        }
        if entry.hash(position, before) != seal.hash {
            return broken(position, Some(entry.id), Fault::Changed);
        }
        before = seal.hash;
    }
    if position < head.length {
        return broken(position + 1, None, Fault::Missing);
    }
    if position > head.length || before != head.hash {
        return broken(position, None, Fault::End);
    }
    State::Whole
}

/// What stands in a fact for a text that was sent: the text itself can be taken away when somebody asks for that, and the
/// chain holds.
pub fn fingerprint(delivery: DeliveryId, address: &str, subject: Option<&str>, body: &str) -> String {
    Hash::of(&json!([delivery.uuid().to_string(), address, subject, body])).to_string()
}

/// JSON without spaces, the keys of objects in order.
fn write_in_order(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (index, (name, value)) in fields.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_in_order(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_in_order(item, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests;
