//! Style, script, icon and brands: kept by browsers for ever, packed once.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use poem::{
    Request, Response,
    http::{HeaderMap, Method, StatusCode, header},
};

use crate::{
    compress,
    hosts::{Site, Table},
    problem::Problem,
};

/// A file of ours.
struct Found {
    bytes: Bytes,
    content_type: &'static str,
    etag: String,
}

/// Whether a path is one of these.
pub(crate) fn is_asset(path: &str) -> bool {
    path.starts_with("/assets/") || path.starts_with("/brand/") || path == "/favicon.ico"
}

/// Answers GET and HEAD.
pub(crate) fn answer(request: &Request, site: &Site, table: &Table) -> Result<Response, Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::new(crate::problem::Kind::MethodNotAllowed));
    }
    let path = request.uri().path();
    let found = find(path, site, table).ok_or_else(Problem::not_found)?;
    let builder = Response::builder()
        .header(header::ETAG, &found.etag)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::VARY, "accept-encoding");
    if knows(request.headers(), &found.etag) {
        return Ok(builder.status(StatusCode::NOT_MODIFIED).finish());
    }
    let packed = compress::reads_gzip(request.headers()).then(|| packed(&found)).flatten();
    let builder = builder.content_type(found.content_type);
    let mut response = match packed {
        Some(packed) => builder.header(header::CONTENT_ENCODING, "gzip").body(packed),
        None => builder.body(found.bytes),
    };
    if *request.method() == Method::HEAD {
        response.set_body(());
    }
    Ok(response)
}

fn find(path: &str, site: &Site, table: &Table) -> Option<Found> {
    if let Some(asset) = rappel_pages::assets::lookup(path) {
        let bytes = Bytes::from_static(asset.bytes);
        return Some(Found { bytes, content_type: asset.content_type, etag: asset.etag.to_owned() });
    }
    let style = table.style(site, path)?;
    Some(Found {
        bytes: Bytes::from(style.css.clone()),
        content_type: "text/css; charset=utf-8",
        etag: format!("\"{}\"", style.path),
    })
}

/// `If-None-Match`: a list, weak tags count.
fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Each file is packed once. Brands are small, so that packing them would not pay.
fn packed(found: &Found) -> Option<Bytes> {
    static PACKED: OnceLock<Mutex<HashMap<String, Bytes>>> = OnceLock::new();
    if found.bytes.len() < 860 {
        return None;
    }
    let mut known = PACKED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = known.get(&found.etag) {
        return Some(bytes.clone());
    }
    let bytes = Bytes::from(compress::gzipped(&found.bytes).ok()?);
    known.insert(found.etag.clone(), bytes.clone());
    Some(bytes)
}
