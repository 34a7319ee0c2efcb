//! Light or dark, as somebody chose it.

use serde::{Deserialize, Serialize};

use crate::role::text_form;

/// What somebody chose; whoever chose nothing sees what their system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColourScheme {
    /// Dark ink on a light ground.
    Light,
    /// Light ink on a dark ground.
    Dark,
}
text_form!(ColourScheme { Light = "light", Dark = "dark" });
