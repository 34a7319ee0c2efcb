//! `/tickets/{n}/files/{file}`: a file, always to be saved and never to be shown.

use poem::{Body, Response, Result, handler, http::header, web::Path};
use rappel_domain::id::FileId;
use rappel_web::{PortalSession, Problem, Web};

/// Hands a file out to somebody who may see the ticket.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    Path((number, file)): Path<(i64, String)>,
) -> Result<Response> {
    let file: FileId = file.parse().map_err(|_| Problem::not_found())?;
    let found = web.service().download(&session.scope, number, file).await.map_err(Problem::from)?;
    let content = tokio::fs::File::open(&found.path).await.map_err(Problem::internal)?;
    Ok(Response::builder()
        .content_type(&found.file.media_type)
        .header(header::CONTENT_LENGTH, found.file.size)
        .header(header::CONTENT_DISPOSITION, disposition(&found.file.name))
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(Body::from_async_read(content)))
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
