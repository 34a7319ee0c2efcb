//! Logs, traces and metrics: what Rappel shows to the people who run it.
//!
//! [`start`] installs the subscriber of `tracing` (text on a terminal, JSON otherwise), the export
//! of spans by OTLP when an endpoint is set, and the recorder behind `/metrics`. [`traceparent`]
//! and [`continue_trace`] carry a trace over a job row or an HTTP header, so that one trace goes
//! from the request through the job to the provider.
//!
//! Logs hold no personal data: an event names ids and the tenant, never a name, number or text.
//! To add a metric: call `metrics::counter!` and the like where the fact is known, and describe it
//! in `metrics.rs`; a histogram in seconds gets its buckets there.

mod log;
mod metrics;
mod trace;

use std::time::Duration;

use opentelemetry_sdk::trace::SdkTracerProvider;

pub use log::Format;
pub use metrics::Metrics;
pub use trace::{continue_trace, rename, traceparent};

/// What to log and where traces go.
#[derive(Debug, Clone)]
pub struct Options {
    /// Shape of the log.
    pub format: Format,
    /// Level, or directives such as `info,rappel_store=debug`.
    pub level: String,
    /// Full address of an OTLP collector (`…/v1/traces`); nothing switches traces off.
    pub otlp_endpoint: Option<String>,
    /// Name of this program in traces.
    pub service_name: String,
    /// Its version in traces.
    pub version: &'static str,
}

/// Why telemetry cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The level is not one.
    #[error(
        "wrong setting telemetry.log_level: found {found:?}, allowed: error, warn, info, debug, trace, or directives such as info,rappel_store=debug"
    )]
    Level {
        /// What was found.
        found: String,
    },
    /// The collector's address is not one.
    #[error("wrong setting telemetry.otlp_endpoint: {0}")]
    Endpoint(String),
    /// Another part of the process has already installed a subscriber or a recorder.
    #[error("telemetry is already running")]
    Running,
}

/// Running telemetry: keep it until the end, then [`Telemetry::stop`] it.
#[derive(Debug)]
pub struct Telemetry {
    metrics: Metrics,
    spans: Option<SdkTracerProvider>,
}

/// Installs everything for the whole process. Call it inside the tokio runtime, after the TLS
/// provider of rustls is installed: the exporter makes an HTTP client.
pub fn start(options: &Options) -> Result<Telemetry, TelemetryError> {
    let spans = trace::provider(options)?;
    log::install(options, spans.as_ref())?;
    Ok(Telemetry { metrics: Metrics::install()?, spans })
}

impl Telemetry {
    /// What `/metrics` shows.
    pub fn metrics(&self) -> Metrics {
        self.metrics.clone()
    }

    /// Sends the spans that are still waiting, at most for five seconds.
    pub async fn stop(self) {
        let Some(spans) = self.spans else { return };
        let flushed = tokio::task::spawn_blocking(move || spans.shutdown());
        if let Ok(Ok(Err(error))) = tokio::time::timeout(Duration::from_secs(5), flushed).await {
            tracing::warn!(%error, "the last spans were not exported");
        }
    }
}

#[cfg(test)]
mod tests;
