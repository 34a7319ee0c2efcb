//! The log on standard output, and the layer that hands spans to OpenTelemetry.

use std::io::{IsTerminal as _, stdout};

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    fmt::MakeWriter,
    layer::{Layered, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

use crate::{Options, TelemetryError};

/// Shape of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text on a terminal, JSON otherwise.
    Auto,
    /// One line per event, for people.
    Text,
    /// One JSON object per event.
    Json,
}

type Boxed<S> = Box<dyn Layer<S> + Send + Sync>;

pub(crate) fn install(options: &Options, spans: Option<&SdkTracerProvider>) -> Result<(), TelemetryError> {
    subscriber(options, spans, stdout)?.try_init().map_err(|_| TelemetryError::Running)
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// A level, or directives. A bare word that is no level is read as the name of a module by the library, which would then
/// silence everything else: a mistake in writing.
fn level(text: &str) -> Option<EnvFilter> {
    let is_known = |directive: &str| {
        let directive = directive.trim();
        directive.contains(['=', '[']) || LEVELS.iter().any(|level| directive.eq_ignore_ascii_case(level))
    };
    if !text.split(',').all(is_known) {
        return None;
    }
    EnvFilter::builder().parse(text).ok()
}

/// The subscriber, not yet installed.
pub(crate) fn subscriber<W>(
    options: &Options,
    spans: Option<&SdkTracerProvider>,
    writer: W,
) -> Result<impl Subscriber + Send + Sync + use<W>, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let level =
        || level(&options.level).ok_or_else(|| TelemetryError::Level { found: options.level.clone() });
    let json = match options.format {
        Format::Auto => !stdout().is_terminal(),
        Format::Text => false,
        Format::Json => true,
    };
    let lines: Boxed<Layered<Option<Boxed<Registry>>, Registry>> = if json {
        let layer = tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .with_writer(writer);
        layer.with_filter(level()?).boxed()
    } else {
        let layer = tracing_subscriber::fmt::layer()
            .compact()
            .with_ansi(stdout().is_terminal())
            .with_target(false)
            .with_writer(writer);
        layer.with_filter(level()?).boxed()
    };
    let exported: Option<Boxed<Registry>> = spans.map(|provider| {
        // Our own crates only (a directive names the beginning of a target): the spans of the
        // exporter's HTTP client would feed themselves.
        let ours = EnvFilter::builder().parse_lossy("off,rappel=info");
        tracing_opentelemetry::layer().with_tracer(provider.tracer("rappel")).with_filter(ours).boxed()
    });
    Ok(Registry::default().with(exported).with(lines))
}
