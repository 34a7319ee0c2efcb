//! `[worker]`: how many jobs run at once.

use std::num::NonZeroUsize;

use serde::Deserialize;

/// How many jobs run at once.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Worker {
    /// Jobs of urgent tickets at once.
    pub urgent: NonZeroUsize,
    /// Other jobs at once.
    pub normal: NonZeroUsize,
}

impl Default for Worker {
    fn default() -> Self {
        Self {
            urgent: const { NonZeroUsize::new(8).expect("not zero") },
            normal: const { NonZeroUsize::new(4).expect("not zero") },
        }
    }
}
