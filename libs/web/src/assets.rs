//! Style, script, icons, brands and logos: kept by browsers for ever, packed once.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use poem::{
    Request, Response,
    http::{HeaderMap, Method, StatusCode, header},
};

use rappel_domain::{brand::Picture, id::TenantId};
use rappel_pages::brand;

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

/// A picture of the logo that the pages of a site show by now.
pub(crate) struct Asked {
    pub(crate) tenant: TenantId,
    pub(crate) hash: String,
    pub(crate) which: Picture,
}

/// Which picture of a logo a path asks for; nothing when it is none of this site's.
pub(crate) fn asked_logo(path: &str, site: &Site, table: &Table) -> Option<Asked> {
    let company = table.company(site)?;
    let hash = &company.logo.as_ref()?.hash;
    let which =
        Picture::ALL.into_iter().find(|which| brand::logo_path(&company.slug, hash, *which) == path)?;
    Some(Asked { tenant: company.tenant, hash: hash.clone(), which })
}

/// Answers GET and HEAD. `logo` is the picture that was asked for, if it was one.
pub(crate) fn answer(
    request: &Request,
    site: &Site,
    table: &Table,
    logo: Option<Vec<u8>>,
) -> Result<Response, Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::new(crate::problem::Kind::MethodNotAllowed));
    }
    let path = request.uri().path();
    let logo = logo.map(|bytes| Found {
        bytes: Bytes::from(bytes),
        content_type: "image/png",
        etag: format!("\"{path}\""),
    });
    let found = logo.or_else(|| find(path, site, table)).ok_or_else(Problem::not_found)?;
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
    let look = table.company(site)?.look.as_ref()?;
    let (bytes, content_type) = match path {
        _ if path == look.style.path => {
            (rappel_pages::brand::sheet(&look.style.text), "text/css; charset=utf-8")
        }
        _ if path == look.icon.path => (look.icon.text.clone().into_bytes(), "image/svg+xml"),
        _ => return None,
    };
    Some(Found { bytes: Bytes::from(bytes), content_type, etag: format!("\"{path}\"") })
}

/// `If-None-Match`: a list, weak tags count.
fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Each file is packed once. Icons are small, so that packing them would not pay; pictures are packed by themselves.
fn packed(found: &Found) -> Option<Bytes> {
    static PACKED: OnceLock<Mutex<HashMap<String, Bytes>>> = OnceLock::new();
    if found.bytes.len() < 860 || found.content_type == "image/png" {
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
