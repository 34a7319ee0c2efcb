//! `/login/link` and `/login/link/{t}`: a link to sign in is mailed, shown by GET and used by POST, once.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_pages::{
    portal::{AskLink, EnterByLink, LinkExpired, LinkKind},
    routes::portal as paths,
};
use rappel_service::{Error, second_step::Admission, sign_in::Entrance};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, alike, before_message, see_other};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Who {
    user: String,
}

/// Asks who wants a link.
#[handler]
pub(crate) fn ask(web: Web, visit: Visit) -> Result<Response> {
    Ok(web.show(StatusCode::OK, &web.guest_frame(&visit)?, &AskLink::new())?)
}

/// Mails a link, if there is such a person; the answer is the same if there is not.
#[handler]
pub(crate) async fn send(web: Web, visit: Visit, Form(who): Form<Who>) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    before_message(&web, &visit).await?;
    Box::pin(alike(web.service().mail_sign_in_link(tenant, &who.user))).await.map_err(Problem::from)?;
    Ok(web.show(StatusCode::OK, &web.guest_frame(&visit)?, &AskLink::sent())?)
}

/// Looks at a link.
#[handler]
pub(crate) async fn show(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    match web.service().sign_in_link(visit.company()?.tenant, &token).await {
        Ok(link) => {
            let frame = web.guest_frame_in(&visit, link.person.locale)?;
            let page = EnterByLink::new(&token, &link.person.name, &link.tenant.name);
            Ok(web.show(StatusCode::OK, &frame, &page)?)
        }
        Err(Error::NotFound) => expired(&web, &visit),
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Uses a link.
#[handler]
pub(crate) async fn enter(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    match web.service().sign_in_by_link(visit.company()?.tenant, &token).await {
        Ok(Admission::Whole(entered)) => {
            PortalSession::begin(&web, &visit, &entered.token, Entrance::SignIn).await?;
            Ok(see_other(paths::TICKETS))
        }
        Ok(Admission::SecondStep(waiting)) => {
            PortalSession::wait(&visit, &waiting);
            Ok(see_other(paths::SECOND_STEP))
        }
        Err(Error::NotFound) => expired(&web, &visit),
        Err(other) => Err(Problem::from(other).into()),
    }
}

fn expired(web: &Web, visit: &Visit) -> Result<Response> {
    Ok(web.show(StatusCode::NOT_FOUND, &web.guest_frame(visit)?, &LinkExpired::new(LinkKind::SignIn))?)
}
