//! Pages about tickets.

pub(crate) mod callback;
pub(crate) mod close;
pub(crate) mod file;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod reply;
pub(crate) mod show;

use poem::{
    Response, Result,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use rappel_pages::{Frame, Page};
use rappel_web::{Problem, Web};

/// A fragment with an `ETag` over its data: browsers ask every 10 s, and mostly nothing has changed.
fn fragment<P: Page>(web: &Web, headers: &HeaderMap, frame: &Frame, page: &P) -> Result<Response> {
    let data = serde_json::to_vec(&(frame.locale, page)).map_err(Problem::internal)?;
    // Weak, because forms in it carry tokens that differ each time.
    let tag = format!("W/\"{}\"", rappel_pages::assets::short_hash(&data));
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known {
        Response::builder().status(StatusCode::NOT_MODIFIED).finish()
    } else {
        web.show(StatusCode::OK, frame, page)?
    };
    let tag = HeaderValue::try_from(tag).map_err(Problem::internal)?;
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}
