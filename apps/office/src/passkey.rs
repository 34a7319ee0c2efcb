//! `/login/passkey`, `/login/step/passkey` and `/me/confirm/passkey`: signing in by a passkey, as the second step, and as a proof.
//! What an authenticator is asked comes by a request of the script; what it answers, by a form.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::{portal::Login, routes::office as paths};
use rappel_service::Error;
use rappel_web::{
    Form, OfficeSession, Problem, Visit, Web, before_challenge, before_own_challenge, before_sign_in,
    local_path,
    passkeys::{Answered, here, options},
    see_other,
};

use crate::{
    desk::{Enrolling, failed},
    second_step::{self, lead, operator},
    two_step::{confirm, second_step_of},
    words::word_of,
};

/// Where a page leads that came by a form and is asked for once more, as when another language is chosen on it.
#[handler]
pub(crate) fn again() -> Response {
    see_other(paths::LOGIN)
}

/// Asks for any passkey of the back office.
#[handler]
pub(crate) async fn begin(web: Web, visit: Visit) -> Result<Response> {
    before_challenge(&web, &visit).await?;
    let place = here(&visit, OfficeSession::browser(&visit))?;
    let asked = web.service().begin_passkey_sign_in(operator(&web).await?, place).await;
    Ok(options(asked.map_err(Problem::from)?))
}

/// Signs in. A passkey that is not known and somebody who may not sign in get the same answer.
#[handler]
pub(crate) async fn sign_in(web: Web, visit: Visit, Form(sent): Form<Answered>) -> Result<Response> {
    let next = local_path(&sent.next);
    before_sign_in(&web, &visit, &format!("passkey {}", visit.network())).await;
    let place = here(&visit, OfficeSession::browser(&visit))?;
    match Box::pin(web.service().sign_in_by_passkey(operator(&web).await?, place, &sent.answer)).await {
        Ok(entered) => {
            OfficeSession::begin(&visit, &entered.token);
            Ok(see_other(next.unwrap_or(paths::QUEUE)))
        }
        Err(Error::SignInFailed) => {
            let page = Login::new(next.map(str::to_owned)).refused_key();
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &web.guest_frame(&visit)?, &page)?)
        }
        Err(other) => failed(other),
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
    let Some((token, found)) = second_step::waiting(&web, &visit).await? else {
        return Ok(see_other(paths::LOGIN));
    };
    before_own_challenge(&web, &found.holder.id()).await?;
    match web.service().begin_passkey_step(operator(&web).await?, here(&visit, Some(token))?).await {
        Ok(asked) => Ok(options(asked)),
        Err(Error::NotFound) => Ok(see_other(paths::LOGIN)),
        Err(other) => failed(other),
    }
}

/// Ends the sign-in that waits.
#[handler]
pub(crate) async fn end_step(web: Web, visit: Visit, Form(sent): Form<Answered>) -> Result<Response> {
    let next = local_path(&sent.next);
    let Some((token, found)) = second_step::waiting(&web, &visit).await? else {
        return Ok(lead(paths::LOGIN, next));
    };
    before_sign_in(&web, &visit, &format!("second step {}", found.holder.id())).await;
    let (operator, place) = (operator(&web).await?, here(&visit, Some(token))?);
    match Box::pin(web.service().take_second_step_by_passkey(operator, place, &sent.answer)).await {
        Ok(entered) => {
            OfficeSession::begin(&visit, &entered.token);
            Ok(see_other(next.unwrap_or(paths::QUEUE)))
        }
        Err(Error::NotFound) => Ok(lead(paths::LOGIN, next)),
        Err(Error::Invalid(invalid)) => {
            let page = second_step::page(&web, &visit, &found, next).await?;
            let page = page.refused_key(word_of(&invalid, "code"));
            let frame = web.guest_frame_in(&visit, found.holder.locale())?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => failed(other),
    }
}

/// Where the page of the proof is.
#[handler]
pub(crate) fn proof_again() -> Response {
    see_other(paths::CONFIRM)
}

/// Asks for a passkey of the reader, who is to prove who they are.
#[handler]
pub(crate) async fn begin_proof(Enrolling(desk): Enrolling) -> Result<Response> {
    before_own_challenge(&desk.web, &desk.session.staff.id.to_string()).await?;
    let place = here(&desk.visit, Some(desk.session.token()))?;
    let asked = desk.service().begin_passkey_proof(&desk.session.own()?, place).await;
    Ok(options(asked.map_err(Problem::from)?))
}

/// Begins another session for whoever proved it, and goes on.
#[handler]
pub(crate) async fn prove(Enrolling(desk): Enrolling, Form(sent): Form<Answered>) -> Result<Response> {
    let next = confirm::next(&sent.next);
    before_sign_in(&desk.web, &desk.visit, &second_step_of(&desk)).await;
    let (own, place) = (desk.session.own()?, here(&desk.visit, Some(desk.session.token()))?);
    match Box::pin(desk.service().confirm_by_passkey(&own, place, &sent.answer)).await {
        Ok(entered) => {
            OfficeSession::begin(&desk.visit, &entered.token);
            Ok(see_other(next))
        }
        Err(Error::Invalid(invalid)) => {
            let page = confirm::page(&desk, next).await?.refused_key(word_of(&invalid, "code"));
            desk.refuse(paths::ME, &page)
        }
        // Switched off, or another password chosen, meanwhile.
        Err(Error::SignInFailed) => Ok(see_other(paths::LOGIN)),
        Err(other) => failed(other),
    }
}
