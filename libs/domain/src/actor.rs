//! Who does something.

use serde::{Deserialize, Serialize};

use crate::id::{ApiKeyId, PersonId, StaffId};

/// Who does something; kept on events and audit rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// Somebody of the tenant.
    Person(PersonId),
    /// Somebody of the operator.
    Staff(StaffId),
    /// A program with an API key.
    ApiKey(ApiKeyId),
    /// Rappel itself.
    System,
}
