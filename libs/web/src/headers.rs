//! Headers of every answer, errors included.

use poem::{
    Response,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

use crate::cookie::Scheme;

/// What a page may load: ours, from this host, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Referrers stay on the host: a link token never leaves. (`no-referrer` would make browsers send
/// `Origin: null` with our own forms.)
const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Two years, as browsers' preload lists ask; not `includeSubDomains`: other hosts under the domain
/// are not ours to decide about.
const TRANSPORT: &str = "max-age=63072000";

/// Adds what the handler has not set itself. A file, for instance, brings a stricter policy.
pub(crate) fn add(response: &mut Response, scheme: Scheme, request_id: &str) {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        set_if_missing(headers, name, HeaderValue::from_static(value));
    }
    if scheme == Scheme::Https {
        set_if_missing(headers, header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    // Pages show what only their reader may see; assets bring their own.
    set_if_missing(headers, header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::try_from(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

fn set_if_missing(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.entry(name).or_insert(value);
}
