//! `[secrets]`: keys that sign.

use serde::Deserialize;

use crate::Secret;

/// Keys that sign.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Secrets {
    /// Signs forms, flash messages and addresses of callbacks, and encrypts the secrets of second factors; 32 characters or
    /// more. When not set, one is made at the first start and kept beside the files.
    pub key: Option<Secret>,
}
