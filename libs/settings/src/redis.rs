//! `[redis]`: sessions, wake-up and limits shared by several processes.

use serde::Deserialize;

use crate::Secret;

/// Sessions, wake-up and limits shared by several processes.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Redis {
    /// `redis://…` or `rediss://…`; nothing keeps all of it in the database and in this process.
    pub url: Option<Secret>,
}
