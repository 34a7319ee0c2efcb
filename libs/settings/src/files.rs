//! `[files]`: where attached files are kept.

use std::path::PathBuf;

use serde::Deserialize;

/// Where attached files are kept.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Files {
    /// Folder; made when missing.
    pub folder: PathBuf,
}

impl Default for Files {
    fn default() -> Self {
        Self { folder: PathBuf::from("data/files") }
    }
}
