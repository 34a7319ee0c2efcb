//! `[telemetry]`: logs and traces.

use serde::Deserialize;

use crate::{choice::choice, text::optional_address};

choice! {
    /// Shape of the log.
    LogFormat {
        /// Text on a terminal, JSON otherwise.
        Auto = "auto",
        /// One line per event, for people.
        Text = "text",
        /// One JSON object per event.
        Json = "json",
    }
}

/// Logs and traces.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// Shape of the log.
    pub log_format: LogFormat,
    /// Level, or directives such as `info,rappel_store=debug`.
    pub log_level: String,
    /// Address of an OTLP collector (`/v1/traces` is added where no path is given); nothing switches traces off.
    #[serde(deserialize_with = "optional_address")]
    pub otlp_endpoint: Option<String>,
    /// Name of this program in traces.
    pub service_name: String,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log_format: LogFormat::Auto,
            log_level: "info".to_owned(),
            otlp_endpoint: None,
            service_name: "rappel".to_owned(),
        }
    }
}
