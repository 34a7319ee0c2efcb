//! `/login` and `/logout`.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_pages::{portal::Login, routes::portal as paths};
use rappel_service::{Error, factors::passkeys::can_be_at, second_step::Admission, sign_in::Entrance};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_sign_in, local_path, see_other};
use serde::Deserialize;

use crate::{second_step, tickets};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignIn {
    user: String,
    password: String,
    next: String,
    /// What was typed before the session ended, encoded as a form.
    kept: String,
}

/// The form; `next` is the page that asked for it.
#[handler]
pub(crate) async fn get(web: Web, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let page = Login::of_portal(local_path(&asked.next).map(str::to_owned));
    let page = page.with_passkeys(can_be_at(visit.host()));
    let page = page.offering(web.provider_button(&visit).await?);
    Ok(web.show(StatusCode::OK, &web.guest_frame(&visit)?, &page)?)
}

/// Signs in. A wrong name and a wrong password get the same answer.
#[handler]
pub(crate) async fn post(web: Web, visit: Visit, Form(sent): Form<SignIn>) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    let next = local_path(&sent.next).map(str::to_owned);
    let device = PortalSession::kept(&visit);
    if device.is_none() {
        web.service().has_room_for_a_stranger().map_err(Problem::from)?;
    }
    before_sign_in(&web, &visit, &sent.user).await;
    match web.service().sign_in_person(tenant, &sent.user, &sent.password, device).await {
        Ok(Admission::Whole(entered)) => enter(&web, &visit, &entered.token, next, &sent.kept).await,
        Ok(Admission::SecondStep(waiting)) => {
            PortalSession::wait(&visit, &waiting);
            second_step::ask(&web, &visit, &waiting.token, next, &sent.kept).await
        }
        Err(Error::SignInFailed) => {
            let page =
                Login::of_portal(next).refused(&sent.user).offering(web.provider_button(&visit).await?);
            let page = page.with_passkeys(can_be_at(visit.host()));
            let page = if sent.kept.is_empty() { page } else { page.keeping(tickets::kept(&sent.kept)) };
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &web.guest_frame(&visit)?, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Begins the session of somebody who has proved who they are, and goes on where they were.
pub(crate) async fn enter(
    web: &Web,
    visit: &Visit,
    token: &str,
    next: Option<String>,
    kept: &str,
) -> Result<Response> {
    PortalSession::begin(web, visit, token, Entrance::SignIn).await?;
    if let (Some(next), false) = (&next, kept.is_empty()) {
        let session = PortalSession::begun(web, visit, token).await?;
        if web.service().person_must_enrol(&session.scope).await.map_err(Problem::from)? {
            return Ok(see_other(paths::TWO_STEP));
        }
        return tickets::resume(&session, web, visit, next, kept).await;
    }
    Ok(see_other(next.as_deref().unwrap_or(paths::TICKETS)))
}

/// Signs out.
#[handler]
pub(crate) async fn logout(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    session.end(&web, &visit).await?;
    Ok(see_other(paths::LOGIN))
}
