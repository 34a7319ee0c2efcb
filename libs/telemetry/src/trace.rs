//! Export of spans, and their context as text.

use std::collections::HashMap;

use opentelemetry::{KeyValue, propagation::TextMapPropagator as _, trace::TraceContextExt as _};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    runtime,
    trace::{SdkTracerProvider, span_processor_with_async_runtime::BatchSpanProcessor},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::{Options, TelemetryError};

const HEADER: &str = "traceparent";

/// The current span as a `traceparent` of W3C Trace Context; nothing when traces are off.
pub fn traceparent() -> Option<String> {
    let context = Span::current().context();
    if !context.span().span_context().is_valid() {
        return None;
    }
    let mut carrier = HashMap::new();
    TraceContextPropagator::new().inject_context(&context, &mut carrier);
    carrier.remove(HEADER)
}

/// Makes `span` part of the trace that `traceparent` names. Call it before the span is entered; a
/// text that is not a `traceparent` changes nothing.
pub fn continue_trace(span: &Span, traceparent: &str) {
    let carrier = HashMap::from([(HEADER.to_owned(), traceparent.to_owned())]);
    let context = TraceContextPropagator::new().extract(&carrier);
    if context.span().span_context().is_valid() {
        // Refused only when no exporter listens or the span has been entered: nothing to do then.
        let _ = span.set_parent(context);
    }
}

pub(crate) fn provider(options: &Options) -> Result<Option<SdkTracerProvider>, TelemetryError> {
    let Some(endpoint) = &options.otlp_endpoint else { return Ok(None) };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(with_path(endpoint))
        .build()
        .map_err(|error| TelemetryError::Endpoint(error.to_string()))?;
    let resource = Resource::builder()
        .with_service_name(options.service_name.clone())
        .with_attribute(KeyValue::new("service.version", options.version))
        .build();
    // The processor on tokio: the usual one exports from its own thread, where async reqwest fails.
    let processor = BatchSpanProcessor::builder(exporter, runtime::Tokio).build();
    Ok(Some(SdkTracerProvider::builder().with_span_processor(processor).with_resource(resource).build()))
}

/// A collector's address alone means its usual path.
fn with_path(endpoint: &str) -> String {
    let base = endpoint.trim_end_matches('/');
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    if host.contains('/') { endpoint.to_owned() } else { format!("{base}/v1/traces") }
}

/// Gives a span that has begun another name in its trace: that of a request's route is known at its end. (Recorded as the
/// field `otel.name` it would be lost once the span has been entered.)
pub fn rename(span: &Span, name: String) {
    span.context().span().update_name(name);
}

#[cfg(test)]
mod tests;
