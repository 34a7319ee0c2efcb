//! `[security]`: passwords and limits.

use std::num::{NonZeroU32, NonZeroUsize};

use serde::Deserialize;

use crate::choice::choice;

choice! {
    /// Whether staff must have a second factor.
    StaffTwoStep {
        /// Nothing of the back office opens before it is set up.
        Required = "required",
        /// It is offered.
        Optional = "optional",
    }
}

/// Passwords and limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Security {
    /// Passwords hashed at once; one less than the cores when not set.
    pub hashes_at_once: Option<NonZeroUsize>,
    /// Sign-ins that wait for their turn; the next one is answered 503.
    pub hashes_waiting: usize,
    /// Requests a minute from one address.
    pub requests_per_minute: NonZeroU32,
    /// Sign-ins a minute from one address before they are slowed down.
    pub sign_ins_per_minute: NonZeroU32,
    /// Whether staff must have a second factor.
    pub staff_two_step: StaffTwoStep,
    /// Whether identity providers of companies may be at addresses of the internal network.
    pub internal_providers: bool,
}

impl Default for Security {
    fn default() -> Self {
        Self {
            hashes_at_once: None,
            hashes_waiting: 32,
            requests_per_minute: const { NonZeroU32::new(1200).expect("not zero") },
            sign_ins_per_minute: const { NonZeroU32::new(20).expect("not zero") },
            staff_two_step: StaffTwoStep::Required,
            internal_providers: false,
        }
    }
}
