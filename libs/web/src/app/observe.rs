//! One span and two metrics for every request. Named by the template of the route, never by the path: a
//! path may hold a token.

use std::time::Duration;

use poem::{PathPattern, Request, Response, http::Method};
use tracing::{Span, field::Empty};

use crate::context::Visit;

pub(super) fn span(request: &Request, visit: &Visit, continue_trace: fn(&Span, &str)) -> Span {
    let span = tracing::info_span!(
        "request",
        otel.kind = "server",
        request = visit.request_id(),
        http.request.method = %request.method(),
        http.route = Empty,
        http.response.status_code = Empty,
    );
    if let Some(traceparent) = request.header("traceparent") {
        continue_trace(&span, traceparent);
    }
    span
}

pub(super) fn record(
    span: &Span,
    rename: fn(&Span, String),
    method: &Method,
    response: &Response,
    took: Duration,
) {
    let route = response.data::<PathPattern>().map_or("other", |pattern| &*pattern.0).to_owned();
    let status = response.status().as_u16();
    rename(span, format!("{method} {route}"));
    span.record("http.route", route.as_str());
    span.record("http.response.status_code", status);
    // A client may invent methods; each would be a series of its own.
    let method = match *method {
        Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::HEAD => {
            method.to_string()
        }
        _ => "other".to_owned(),
    };
    let labels = [("route", route.clone()), ("method", method), ("status", status.to_string())];
    metrics::counter!("rappel_http_requests_total", &labels).increment(1);
    metrics::histogram!("rappel_http_request_duration_seconds", "route" => route).record(took.as_secs_f64());
}
