//! `[voice]`: how calls are made.

use serde::Deserialize;

use crate::{choice::choice, text};

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
    /// How numbers of clients begin that a call may be connected with.
    #[serde(deserialize_with = "text::calling_codes")]
    pub countries: Vec<String>,
}

/// The Union and its neighbours, and France overseas: none of them shares its code with islands that live on calls.
pub(crate) const COUNTRIES: [&str; 40] = [
    "+30", "+31", "+32", "+33", "+34", "+351", "+352", "+353", "+354", "+356", "+357", "+358", "+359", "+36",
    "+370", "+371", "+372", "+376", "+377", "+385", "+386", "+39", "+40", "+41", "+420", "+421", "+423",
    "+43", "+44", "+45", "+46", "+47", "+48", "+49", "+262", "+508", "+590", "+594", "+596", "+687",
];

impl Default for Voice {
    fn default() -> Self {
        let countries = COUNTRIES.map(str::to_owned).to_vec();
        Self { provider: VoiceProvider::None, from: None, delay_seconds: 120, countries }
    }
}
