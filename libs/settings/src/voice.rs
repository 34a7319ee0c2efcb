//! `[voice]`: how calls are made.

use serde::Deserialize;

use crate::choice::choice;

choice! {
    /// What makes calls.
    VoiceProvider {
        /// Nobody is called.
        None = "none",
        /// The account of `[sms.twilio]`.
        Twilio = "twilio",
    }
}

/// How calls are made.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Voice {
    /// What makes calls.
    pub provider: VoiceProvider,
    /// Number that calls come from, E.164; that of `[sms.twilio]` when not set.
    pub from: Option<String>,
    /// Seconds after the text until the same person is called, when nobody has taken it.
    pub delay_seconds: u32,
}

impl Default for Voice {
    fn default() -> Self {
        Self { provider: VoiceProvider::None, from: None, delay_seconds: 120 }
    }
}
