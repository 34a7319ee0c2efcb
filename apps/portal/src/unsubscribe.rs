//! `/unsubscribe/{t}`: stops one kind of news by e-mail without signing in: asked by GET, done by POST, from the page or by a
//! mail program itself (RFC 8058).

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_pages::{portal::Unsubscribe, routes::portal as paths};
use rappel_web::{Form, Problem, Visit, Web, see_other};
use serde::Deserialize;

/// What a mail program posts; a form of ours posts nothing of that.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Posted {
    #[serde(rename = "List-Unsubscribe")]
    one_click: String,
}

/// Asks, or says that it is done.
#[handler]
pub(crate) async fn show(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    let found = web.service().unsubscribing(tenant, &token).await.map_err(Problem::from)?;
    let page = if found.is_subscribed() {
        Unsubscribe::ask(found.topic, found.goes_by_sms(), paths::unsubscribe(&token))
    } else {
        Unsubscribe::done(found.topic, found.goes_by_sms())
    };
    let frame = web.guest_frame_in(&visit, found.person.locale)?;
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Does it, however often it is asked. A mail program gets no redirection.
#[handler]
pub(crate) async fn stop(
    web: Web,
    visit: Visit,
    Path(token): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    web.service().unsubscribe(tenant, &token).await.map_err(Problem::from)?;
    if posted.one_click.is_empty() {
        return Ok(see_other(&paths::unsubscribe(&token)));
    }
    Ok(Response::builder().content_type("text/plain; charset=utf-8").body("OK\n"))
}
