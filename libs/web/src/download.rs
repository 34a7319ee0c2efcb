//! A stored file as an answer: always to be saved, never to be shown; shown is only what we have drawn of it.

use poem::{Body, Response, http::header};
use rappel_service::tickets::Download;

use crate::problem::Problem;

/// Hands a file out to somebody who may have it.
pub async fn download(found: &Download) -> Result<Response, Problem> {
    let content = tokio::fs::File::open(&found.path).await.map_err(Problem::internal)?;
    Ok(Response::builder()
        .content_type(&found.file.media_type)
        .header(header::CONTENT_LENGTH, found.file.size)
        .header(header::CONTENT_DISPOSITION, disposition(&found.file.name))
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(Body::from_async_read(content)))
}

/// A small picture that we have drawn, to be shown: of one kind, whatever the file was, and nothing that runs.
pub fn thumbnail(jpeg: Vec<u8>) -> Response {
    Response::builder()
        .content_type("image/jpeg")
        .header(header::CONTENT_DISPOSITION, "inline")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(jpeg)
}

/// RFC 6266, with the name in UTF-8 as RFC 8187 writes it.
fn disposition(name: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests;
