//! `application/x-www-form-urlencoded`.

use futures_util::StreamExt as _;
use poem::Body;

use super::{Files, MAX_FIELD_BYTES, MAX_FIELDS, Sent};
use crate::problem::Problem;

/// Reads the whole body: a few long fields at most.
pub(crate) async fn read(body: Body) -> Result<Sent, Problem> {
    let mut bytes = Vec::new();
    let mut stream = Box::pin(body.into_bytes_stream());
    while let Some(piece) = stream.next().await {
        bytes.extend_from_slice(&piece.map_err(|error| Problem::unreadable_body(&error))?);
        // Percent-encoding takes three bytes for one.
        if bytes.len() > 3 * MAX_FIELD_BYTES {
            return Err(Problem::too_large());
        }
    }
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(&bytes).into_owned().take(MAX_FIELDS + 1).collect();
    if fields.len() > MAX_FIELDS {
        return Err(Problem::too_large());
    }
    Ok(Sent::new(fields, Files::default()))
}
