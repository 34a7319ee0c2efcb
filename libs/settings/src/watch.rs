//! `[watch]`: a watchdog outside, which alarms when nobody would be paged.

use std::num::NonZeroU64;

use serde::Deserialize;

use crate::text::{list, optional_address};

/// What `rappel watch` asks, and whom it tells.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Watch {
    /// Address of the installation's `/health/paging`.
    #[serde(deserialize_with = "optional_address")]
    pub url: Option<String>,
    /// How often it is asked.
    pub every_seconds: NonZeroU64,
    /// For how long it must be in trouble before anybody is told.
    pub after_seconds: u64,
    /// How often it is said again while the trouble lasts.
    pub again_seconds: NonZeroU64,
    /// Mailboxes that are told.
    #[serde(deserialize_with = "list")]
    pub emails: Vec<String>,
    /// Mobile numbers that are told.
    #[serde(deserialize_with = "list")]
    pub phones: Vec<String>,
    /// Fetched while all is well.
    #[serde(deserialize_with = "optional_address")]
    pub heartbeat_url: Option<String>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            url: None,
            every_seconds: const { NonZeroU64::new(5).expect("not zero") },
            after_seconds: 10,
            again_seconds: const { NonZeroU64::new(900).expect("not zero") },
            emails: Vec::new(),
            phones: Vec::new(),
            heartbeat_url: None,
        }
    }
}
