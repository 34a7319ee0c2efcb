//! Whose tickets somebody of a company sees: their own, those of chosen colleagues too, or every one.
//!
//! This is the one rule. The store turns it into the condition of every read of tickets, and whoever asks about one ticket or one
//! colleague asks [`Visibility::admits`].

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, role::PersonRole};

/// Colleagues that may be chosen for somebody.
pub const MOST_COLLEAGUES: usize = 100;

/// Whose tickets somebody sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Their own.
    Own,
    /// Their own, and those of these colleagues.
    Colleagues(Vec<PersonId>),
    /// Those of everybody of the company.
    Company,
}

impl Visibility {
    /// What counts for somebody: a manager sees everything; anybody else what was said for them, else what was said for the company.
    pub fn of(role: PersonRole, own: Option<&Self>, company: &Self) -> Self {
        match role {
            PersonRole::Manager => Self::Company,
            PersonRole::Member => own.unwrap_or(company).clone(),
        }
    }

    /// Whether whoever sees so sees tickets of a person.
    pub fn admits(&self, own: PersonId, requester: PersonId) -> bool {
        own == requester
            || match self {
                Self::Own => false,
                Self::Colleagues(these) => these.contains(&requester),
                Self::Company => true,
            }
    }

    /// The word of a choice.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Colleagues(_) => "colleagues",
            Self::Company => "company",
        }
    }
}

#[cfg(test)]
mod tests;
