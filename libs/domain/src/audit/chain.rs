//! The chain of an audit, and how it is recomputed.
//!
//! What is hashed (SHA-256) is a JSON array without spaces: the word `rappel-audit/1`, tenant, position, the hash before, actor,
//! deed, the person it is about or null, and the time in microseconds since 1970.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    chain::{Fault, Hash},
    id::{PersonId, TenantId},
};

const FORM: &str = "rappel-audit/1";

/// A deed as its row holds it, readable or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Whose.
    pub tenant: TenantId,
    /// Who.
    pub actor: Value,
    /// What.
    pub deed: Value,
    /// To whom.
    pub person: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Entry {
    pub(super) fn hash(&self, position: i32, before: Hash) -> Hash {
        Hash::of(&json!([
            FORM,
            self.tenant.uuid().to_string(),
            position,
            before.to_string(),
            self.actor,
            self.deed,
            self.person.map(|it| it.uuid().to_string()),
            self.at.timestamp_micros(),
        ]))
    }
}

/// A deed with what ties it to the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The deed.
    pub entry: Entry,
    /// Counts from 1.
    pub position: i32,
    /// The hash of the deed before.
    pub before: Hash,
    /// The hash of this deed.
    pub hash: Hash,
}

/// Where the chain ends, kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Deeds in the chain.
    pub length: i32,
    /// The hash of the last one.
    pub hash: Hash,
}

impl Head {
    /// Adds a deed at the end.
    pub fn seal(&mut self, entry: Entry) -> Link {
        let (position, before) = (self.length + 1, self.hash);
        let hash = entry.hash(position, before);
        *self = Self { length: position, hash };
        Link { entry, position, before, hash }
    }
}

/// Where a chain does not hold, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The place, counted from 1.
    pub position: i32,
    /// What is wrong there.
    pub fault: Fault,
}

/// Recomputes a chain, link by link in order: of a chain of any length one link is looked at.
#[derive(Debug, Default)]
pub struct Verifier {
    position: i32,
    before: Hash,
}

impl Verifier {
    /// Goes on behind a link that is taken as it stands: what came before it is not looked at.
    pub const fn behind(position: i32, hash: Hash) -> Self {
        Self { position, before: hash }
    }

    /// The next link.
    pub fn next(&mut self, link: &Link) -> Result<(), Broken> {
        self.position += 1;
        let broken = |fault| Err(Broken { position: self.position, fault });
        if link.position != self.position {
            return broken(Fault::Missing);
        }
        if link.before != self.before {
            return broken(Fault::Severed);
        }
        if link.entry.hash(self.position, self.before) != link.hash {
            return broken(Fault::Changed);
        }
        self.before = link.hash;
        Ok(())
    }

    /// There are no more.
    pub fn end(self, head: &Head) -> Result<(), Broken> {
        if self.position < head.length {
            return Err(Broken { position: self.position + 1, fault: Fault::Missing });
        }
        if self.position > head.length || self.before != head.hash {
            return Err(Broken { position: self.position, fault: Fault::End });
        }
        Ok(())
    }
}
