//! A problem as an answer: JSON or a page.

use poem::{
    Response,
    http::{HeaderValue, StatusCode, header},
};
use rappel_pages::{
    portal::{ErrorPage, Fault, Kept, Login},
    routes::{office, portal as routes},
};
use serde::Serialize;

use super::{FieldFault, Kind, Problem};
use crate::{context::Visit, cookie::Cookie, csrf, hosts::Site, web::Web};

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A program: `/api`, `/hooks`.
    Program,
    /// Somebody at a browser.
    Person,
}

impl Reader {
    pub(crate) fn of_path(path: &str) -> Self {
        if path.starts_with("/api/") || path.starts_with("/hooks/") { Self::Program } else { Self::Person }
    }
}

/// RFC 9457. `type` stays `about:blank`: the status and our `code` say it all.
#[derive(Serialize)]
struct Document<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldFault],
    instance: String,
}

/// The answer to a problem; writes it to the log when it is our fault.
pub(crate) async fn answer(web: &Web, visit: &Visit, problem: Problem) -> Response {
    match problem.kind {
        Kind::Internal | Kind::Unavailable => {
            tracing::error!(request = visit.request_id(), error = %problem, "a request failed");
        }
        _ => tracing::debug!(request = visit.request_id(), error = %problem, "a request was refused"),
    }
    let mut response = match visit.reader() {
        Reader::Program => problem.document(visit.request_id()),
        Reader::Person => page(web, visit, &problem).await,
    };
    problem.add_headers(&mut response);
    response
}

impl Problem {
    /// The answer to a program, as the outer layer gives it.
    pub fn document(&self, request_id: &str) -> Response {
        let status = self.kind.status();
        let ours = status.is_server_error();
        let document = Document {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: self.word(),
            detail: self.detail.as_deref().filter(|_| !ours),
            errors: self.more.as_ref().map(|more| more.fields.as_slice()).unwrap_or_default(),
            instance: format!("urn:request:{request_id}"),
        };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response =
            Response::builder().status(status).content_type("application/problem+json").body(body);
        for (name, value) in self.more.iter().flat_map(|more| &more.headers) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        self.add_headers(&mut response);
        response
    }

    fn add_headers(&self, response: &mut Response) {
        let headers = response.headers_mut();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        } else if matches!(self.kind, Kind::Unavailable | Kind::Busy) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

async fn page(web: &Web, visit: &Visit, problem: &Problem) -> Response {
    let status = problem.kind.status();
    if problem.kind == Kind::SignedOut && !csrf::is_unsafe(visit.method()) {
        return to_sign_in(visit);
    }
    // What was typed on a form is given back below.
    if problem.kind == Kind::MustEnrol && !csrf::is_unsafe(visit.method()) {
        return Response::builder()
            .status(StatusCode::SEE_OTHER)
            .header(header::LOCATION, office::TWO_STEP)
            .finish();
    }
    if let Some(response) = session_ended(web, visit, problem).await {
        return response;
    }
    let fault = match problem.kind {
        // A form that was sent after the session had ended: say so, and give back what was typed.
        Kind::SignedOut => Fault::Forbidden,
        Kind::TooSlow | Kind::UnsupportedMedia => Fault::BadRequest,
        _ => Fault::of_status(status.as_u16()),
    };
    let typed = problem.typed.clone().or_else(|| visit.sent().and_then(crate::form::Sent::typed));
    let page = ErrorPage { typed, ..ErrorPage::new(fault, Some(visit.request_id().to_owned())) };
    let html = web.bare_frame(visit).and_then(|frame| web.pages().render(&frame, &page).ok());
    match html {
        Some(html) => Response::builder().status(status).content_type("text/html; charset=utf-8").body(html),
        None => bare_page(status, visit.request_id()),
    }
}

/// The sign-in form, with what was written on a form of the portal after the session had ended: signed in, the person has it
/// back. A browser whose session was found dead has no cookie any more, so that its forms count as too old.
async fn session_ended(web: &Web, visit: &Visit, problem: &Problem) -> Option<Response> {
    let Some(Site::Portal(_)) = visit.site() else { return None };
    let ended = match problem.kind {
        Kind::SignedOut => true,
        Kind::Forbidden => visit.cookie(Cookie::Portal).is_none(),
        _ => false,
    };
    let sent = visit.sent().filter(|_| ended)?;
    let next = routes::form_page(visit.path_and_query())?;
    let written = ["description", "body"].into_iter().find_map(|name| sent.field(name));
    let text = written.filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let kept = Kept { fields: sent.kept()?, text };
    // Without its button, rather than not at all.
    let provider = web.provider_button(visit).await.ok().flatten();
    let page = Login::of_portal(Some(next)).keeping(kept).offering(provider);
    let frame = web.guest_frame(visit).ok()?;
    web.show(problem.kind.status(), &frame, &page).ok()
}

fn to_sign_in(visit: &Visit) -> Response {
    let next: String = form_urlencoded::byte_serialize(visit.path_and_query().as_bytes()).collect();
    let to = match visit.path_and_query() {
        "/" => "/login".to_owned(),
        _ => format!("/login?next={next}"),
    };
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, to).finish()
}

/// A page without brand, style or database: for hosts that are not ours, and for when nothing works.
pub(crate) fn bare_page(status: StatusCode, reference: &str) -> Response {
    let (fr, en) = if status.is_server_error() {
        (
            "Le service est momentanément indisponible. Réessayez dans quelques instants.",
            "The service is unavailable for a moment. Please try again shortly.",
        )
    } else {
        ("Il n’y a rien à cette adresse.", "There is nothing at this address.")
    };
    let html = include_str!("bare.html")
        .replace("{status}", status.as_str())
        .replace("{fr}", fr)
        .replace("{en}", en)
        .replace("{reference}", reference);
    Response::builder().status(status).content_type("text/html; charset=utf-8").body(html)
}
