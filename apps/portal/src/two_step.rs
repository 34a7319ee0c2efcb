//! `/account/two-step`: sets the second step up, makes recovery codes, turns it off. All of it is for somebody who has proved
//! who they are a moment ago; others are led to [`confirm`] first.

pub(crate) mod confirm;
pub(crate) mod passkeys;
pub(crate) mod password;

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::{
    portal::{Done, Qr, RecoveryCodes, TwoStep, TwoStepState, grouped_secret},
    routes::portal as paths,
};
use rappel_service::{
    Error,
    factors::{self, Confirmed},
    sign_in::Entrance,
};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_message, before_sign_in, see_other};
use serde::Deserialize;

use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    code: String,
}

/// The right to change what protects an account, if the session is young enough.
pub(crate) async fn confirmed(session: &PortalSession, web: &Web) -> Result<Option<Confirmed>> {
    Ok(web.service().confirmed(&session.scope, session.token()).await.map_err(Problem::from)?)
}

/// How it stands.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    let page = page(&web, &reader).await?.required(session.scope.requires_second_step());
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::ACCOUNT)?, &page)?)
}

/// Makes the secret of an app.
#[handler]
pub(crate) async fn begin(session: PortalSession, web: Web) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    match web.service().begin_factor(&reader).await {
        // One is enrolled already: the page shows it.
        Ok(()) | Err(Error::Invalid(_)) => Ok(see_other(paths::TWO_STEP)),
        Err(other) => ended(other),
    }
}

/// Takes the first code of the app, and shows the recovery codes, this once.
#[handler]
pub(crate) async fn enrol(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(given): Form<Given>,
) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    before_sign_in(&web, &visit, &format!("second step {}", session.person.id)).await;
    match Box::pin(web.service().enrol_factor(&reader, &given.code)).await {
        Ok((codes, entered)) => {
            let session = renew(&web, &visit, &entered.token).await?;
            let page = RecoveryCodes::first(codes.into_texts());
            Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::ACCOUNT)?, &page)?)
        }
        Err(Error::Invalid(invalid)) => {
            let page = page(&web, &reader).await?.required(session.scope.requires_second_step());
            let page = page.refused(&given.code, word_of(&invalid, "code"));
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => ended(other),
    }
}

/// Makes other recovery codes and shows them, this once.
#[handler]
pub(crate) async fn renew_codes(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    // Each set is ten slow hashes and an e-mail.
    before_message(&web, &visit).await?;
    match web.service().renew_recovery_codes(&reader).await {
        Ok(codes) => {
            let page = RecoveryCodes::others(codes.into_texts());
            Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::ACCOUNT)?, &page)?)
        }
        Err(Error::NotFound) => Ok(see_other(paths::TWO_STEP)),
        Err(other) => ended(other),
    }
}

/// Turns the second step off.
#[handler]
pub(crate) async fn remove(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    match web.service().remove_factor(&reader).await {
        Ok(entered) => {
            let session = renew(&web, &visit, &entered.token).await?;
            web.flash(&visit, session.locale(&visit), &Done::TwoStepRemoved.into())?;
            Ok(see_other(paths::ACCOUNT))
        }
        Err(Error::NotFound) => Ok(see_other(paths::TWO_STEP)),
        Err(other) => ended(other),
    }
}

/// The session that took the place of this browser's.
async fn renew(web: &Web, visit: &Visit, token: &str) -> Result<PortalSession, Problem> {
    PortalSession::begin(web, visit, token, Entrance::Again).await?;
    PortalSession::begun(web, visit, token).await
}

/// What is answered where it was not done; whoever is signed out by now signs in again.
pub(crate) fn ended(error: Error) -> Result<Response> {
    match error {
        Error::SignInFailed => Ok(see_other(paths::LOGIN)),
        other => Err(Problem::from(other).into()),
    }
}

fn to_confirm() -> Response {
    see_other(&paths::confirm(paths::TWO_STEP))
}

async fn page(web: &Web, reader: &Confirmed) -> Result<TwoStep> {
    let state = match web.service().two_step(reader).await.map_err(Problem::from)? {
        factors::TwoStep::Off => TwoStepState::Off,
        factors::TwoStep::Begun(enrolment) => {
            TwoStepState::Begun { qr: Qr::of(&enrolment.address), secret: grouped_secret(&enrolment.secret) }
        }
        factors::TwoStep::On { since, codes_left } => TwoStepState::On { since, codes_left },
    };
    Ok(TwoStep::new(state))
}
