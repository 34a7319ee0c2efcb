//! Pages leave compressed where the browser says that it can read them so.

use std::io::Write as _;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use poem::{
    Body, Response,
    http::{HeaderMap, HeaderValue, header},
};

/// Below this a packet is not saved.
const SMALLEST: u64 = 860;
/// Above this an answer is a file, and is sent as it comes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Whether a browser reads gzip.
pub(crate) fn reads_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let mut wishes = lines.flat_map(|line| line.split(','));
    wishes.any(|wish| {
        let (name, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        matches!(name.trim(), "gzip" | "*") && !refused
    })
}

/// Packs text of a known, middling length; says `Vary` even where it does not, for caches.
pub(crate) async fn pack(mut response: Response, gzip: bool) -> Response {
    if !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !gzip {
        return response;
    }
    let body: http_body_util::combinators::BoxBody<Bytes, std::io::Error> = response.take_body().into();
    let size = body.size_hint();
    if size.upper().is_none_or(|upper| !(SMALLEST..=LARGEST).contains(&upper)) {
        response.set_body(Body::from(body));
        return response;
    }
    let Ok(plain) = body.collect().await else { return response };
    let plain = plain.to_bytes();
    match gzipped(&plain) {
        Ok(packed) => {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response.headers_mut().remove(header::CONTENT_LENGTH);
            weaken_etag(response.headers_mut());
            response.set_body(packed);
        }
        Err(_) => response.set_body(plain),
    }
    response
}

/// A level that costs well under a millisecond for a page.
pub(crate) fn gzipped(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(4));
    encoder.write_all(plain)?;
    encoder.finish()
}

/// The packed bytes are not the bytes that a strong tag promises.
fn weaken_etag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()) else { return };
    if tag.starts_with('"')
        && let Ok(weak) = HeaderValue::try_from(format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    // Not event streams: they must leave line by line.
    (kind.starts_with("text/") && kind != "text/event-stream")
        || matches!(kind, "application/json" | "application/problem+json" | "image/svg+xml")
}

#[cfg(test)]
mod tests;
