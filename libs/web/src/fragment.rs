//! A piece of a page with an `ETag`: browsers ask every 10 s, and mostly nothing has changed.
//!
//! The tag is signed for the session that it was given to. So a request that brings it back is known to be the next look of a page
//! that is open, before the database is asked for anything, and is counted for its session: a company behind one address may have
//! hundreds of pages open.

use poem::{
    Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use rappel_pages::{Frame, Page};
use rappel_service::sha256;

use crate::{
    context::Visit,
    cookie::Cookie,
    hosts::Site,
    keys::{Purpose, decode, encode},
    problem::Problem,
    web::Web,
};

/// Bytes of a signature that are kept: a guess is worth one request that is not counted for its network.
const SIGNED: usize = 12;

/// What an answer is called, for the session that it was given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(HeaderValue);

impl Web {
    /// A fragment, or 304 when the browser has it. The tag is over its data.
    pub fn show_fragment<P: Page>(
        &self,
        visit: &Visit,
        frame: &Frame,
        page: &P,
    ) -> Result<Response, Problem> {
        let data = serde_json::to_vec(&(frame.locale, page)).map_err(Problem::internal)?;
        let tag = self.tag(visit, &data)?;
        match self.unchanged(visit, &tag) {
            Some(response) => Ok(response),
            None => self.show_tagged(frame, page, &tag),
        }
    }

    /// The tag of what `data` stands for: a fragment itself, or a stamp that changes with it and costs less to read.
    pub fn tag(&self, visit: &Visit, data: &[u8]) -> Result<Tag, Problem> {
        let hash = rappel_pages::assets::short_hash(data);
        let signature = session(visit).map(|session| self.signature(visit, session, &hash));
        // Weak, because forms in it carry tokens that differ each time.
        let tag = format!("W/\"{hash}.{}\"", signature.map(encode).unwrap_or_default());
        Ok(Tag(HeaderValue::try_from(tag).map_err(Problem::internal)?))
    }

    /// 304 when the browser has what a tag stands for.
    pub fn unchanged(&self, visit: &Visit, tag: &Tag) -> Option<Response> {
        let mut known = visit.headers().get_all(header::IF_NONE_MATCH).iter();
        known.any(|value| *value == tag.0).then(|| {
            let mut response = Response::builder().status(StatusCode::NOT_MODIFIED).finish();
            response.headers_mut().insert(header::ETAG, tag.0.clone());
            response
        })
    }

    /// A fragment with its tag, whose stamp was read before the fragment was: a change between the two is seen by the next look.
    pub fn show_tagged<P: Page>(&self, frame: &Frame, page: &P, tag: &Tag) -> Result<Response, Problem> {
        let mut response = self.show(StatusCode::OK, frame, page)?;
        response.headers_mut().insert(header::ETAG, tag.0.clone());
        Ok(response)
    }

    /// Whose look at an open page this is: a name of the session that tells nothing of it. Nothing for any other request.
    pub(crate) fn looking_again(&self, visit: &Visit) -> Option<String> {
        if visit.method() != Method::GET {
            return None;
        }
        let session = session(visit)?;
        let mut tags = visit.headers().get_all(header::IF_NONE_MATCH).iter();
        let (Some(tag), None) = (tags.next(), tags.next()) else { return None };
        let tag = tag.to_str().ok()?.strip_prefix("W/\"")?.strip_suffix('"')?;
        let (hash, signature) = tag.split_once('.')?;
        let genuine = crate::keys::equal(&self.signature(visit, session, hash), &decode(signature)?);
        genuine.then(|| encode(sha256(session).split_at(SIGNED).0))
    }

    fn signature(&self, visit: &Visit, session: &str, hash: &str) -> [u8; SIGNED] {
        let parts = [visit.authority(), session, hash].map(str::as_bytes);
        let whole = self.options().keys.sign(Purpose::Fragment, &parts);
        let mut signature = [0; SIGNED];
        signature.copy_from_slice(whole.split_at(SIGNED).0);
        signature
    }
}

/// What the browser sent for the session of this site, genuine or not.
fn session(visit: &Visit) -> Option<&str> {
    visit.cookie(match visit.site() {
        Some(Site::Portal(_)) => Cookie::Portal,
        _ => Cookie::Office,
    })
}
