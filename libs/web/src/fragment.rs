//! A piece of a page with an `ETag`: browsers ask every 10 s, and mostly nothing has changed.

use poem::{
    Response,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use rappel_pages::{Frame, Page};

use crate::{problem::Problem, web::Web};

impl Web {
    /// A fragment, or 304 when the browser has it. The tag is over its data.
    pub fn show_fragment<P: Page>(
        &self,
        headers: &HeaderMap,
        frame: &Frame,
        page: &P,
    ) -> Result<Response, Problem> {
        let data = serde_json::to_vec(&(frame.locale, page)).map_err(Problem::internal)?;
        // Weak, because forms in it carry tokens that differ each time.
        let tag = format!("W/\"{}\"", rappel_pages::assets::short_hash(&data));
        let known =
            headers.get_all(header::IF_NONE_MATCH).iter().any(|value| value.as_bytes() == tag.as_bytes());
        let mut response = if known {
            Response::builder().status(StatusCode::NOT_MODIFIED).finish()
        } else {
            self.show(StatusCode::OK, frame, page)?
        };
        let tag = HeaderValue::try_from(tag).map_err(Problem::internal)?;
        response.headers_mut().insert(header::ETAG, tag);
        Ok(response)
    }
}
