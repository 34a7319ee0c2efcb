//! `/login/passkey`, `/login/step/passkey` and `/account/confirm/passkey`: signing in by a passkey, as the second step, and as a
//! proof. What an authenticator is asked comes by a request of the script; what it answers, by a form.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::{portal::Login, routes::portal as paths};
use rappel_service::{Error, sign_in::Entrance};
use rappel_web::{
    Form, PortalSession, Problem, Visit, Web, before_challenge, before_own_challenge, before_sign_in,
    local_path,
    passkeys::{Answered, here, options},
    see_other,
};

use crate::{login, second_step, tickets, two_step::confirm, words::word_of};

/// Where a page leads that came by a form and is asked for once more, as when another language is chosen on it.
#[handler]
pub(crate) fn again() -> Response {
    see_other(paths::LOGIN)
}

/// Asks for any passkey of this host.
#[handler]
pub(crate) async fn begin(web: Web, visit: Visit) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    before_challenge(&web, &visit).await?;
    let place = here(&visit, PortalSession::browser(&visit))?;
    let asked = web.service().begin_passkey_sign_in(tenant, place).await;
    Ok(options(asked.map_err(Problem::from)?))
}

/// Signs in. A passkey that is not known and somebody who may not sign in get the same answer.
#[handler]
pub(crate) async fn sign_in(web: Web, visit: Visit, Form(sent): Form<Answered>) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    let next = local_path(&sent.next).map(str::to_owned);
    before_sign_in(&web, &visit, &format!("passkey {}", visit.network())).await;
    let place = here(&visit, PortalSession::browser(&visit))?;
    match Box::pin(web.service().sign_in_by_passkey(tenant, place, &sent.answer)).await {
        Ok(entered) => login::enter(&web, &visit, &entered.token, next, &sent.kept).await,
        Err(Error::SignInFailed) => {
            let page = Login::of_portal(next).refused_key().offering(web.provider_button(&visit).await?);
            let page = if sent.kept.is_empty() { page } else { page.keeping(tickets::kept(&sent.kept)) };
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &web.guest_frame(&visit)?, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Where the page of the second step is.
#[handler]
pub(crate) fn step_again() -> Response {
    see_other(paths::SECOND_STEP)
}

/// Asks for a passkey of whoever waits for their second step.
#[handler]
pub(crate) async fn begin_step(web: Web, visit: Visit) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    let place = here(&visit, PortalSession::waiting(&visit))?;
    let Some(found) = second_step::waiting(&web, &visit).await? else { return Ok(see_other(paths::LOGIN)) };
    before_own_challenge(&web, &found.holder.id()).await?;
    match web.service().begin_passkey_step(tenant, place).await {
        Ok(asked) => Ok(options(asked)),
        Err(Error::NotFound) => Ok(see_other(paths::LOGIN)),
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Ends the sign-in that waits.
#[handler]
pub(crate) async fn end_step(web: Web, visit: Visit, Form(sent): Form<Answered>) -> Result<Response> {
    let next = local_path(&sent.next).map(str::to_owned);
    let (Some(token), Some(found)) =
        (PortalSession::waiting(&visit), second_step::waiting(&web, &visit).await?)
    else {
        return second_step::over(&web, &visit, next, &sent.kept).await;
    };
    before_sign_in(&web, &visit, &format!("second step {}", found.holder.id())).await;
    let (tenant, place) = (visit.company()?.tenant, here(&visit, Some(token))?);
    match Box::pin(web.service().take_second_step_by_passkey(tenant, place, &sent.answer)).await {
        Ok(entered) => login::enter(&web, &visit, &entered.token, next, &sent.kept).await,
        Err(Error::NotFound) => second_step::over(&web, &visit, next, &sent.kept).await,
        Err(Error::Invalid(invalid)) => {
            let page = second_step::page(&web, &visit, &found, next, &sent.kept).await?;
            let page = page.refused_key(word_of(&invalid, "code"));
            let frame = web.guest_frame_in(&visit, found.holder.locale())?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Where the page of the proof is.
#[handler]
pub(crate) fn proof_again() -> Response {
    see_other(paths::CONFIRM)
}

/// Asks for a passkey of the reader, who is to prove who they are.
#[handler]
pub(crate) async fn begin_proof(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    before_own_challenge(&web, &session.person.id.to_string()).await?;
    let place = here(&visit, Some(session.token()))?;
    let asked = web.service().begin_passkey_proof(&session.scope, place).await;
    Ok(options(asked.map_err(Problem::from)?))
}

/// Begins another session for whoever proved it, and goes on.
#[handler]
pub(crate) async fn prove(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(sent): Form<Answered>,
) -> Result<Response> {
    let next = confirm::next(&sent.next);
    before_sign_in(&web, &visit, &format!("second step {}", session.person.id)).await;
    let place = here(&visit, Some(session.token()))?;
    match Box::pin(web.service().confirm_by_passkey(&session.scope, place, &sent.answer)).await {
        Ok(entered) => {
            PortalSession::begin(&web, &visit, &entered.token, Entrance::Again).await?;
            Ok(see_other(next))
        }
        Err(Error::Invalid(invalid)) => {
            let page = confirm::page(&session, &web, &visit, next).await?;
            let page = page.refused_key(word_of(&invalid, "code"));
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        // Switched off, or another password chosen, meanwhile.
        Err(Error::SignInFailed) => Ok(see_other(paths::LOGIN)),
        Err(other) => Err(Problem::from(other).into()),
    }
}
