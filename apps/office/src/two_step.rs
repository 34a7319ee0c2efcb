//! `/me/two-step`: sets the reader's second step up, makes recovery codes, turns it off. All of it is for somebody who has
//! proved who they are a moment ago; others are led to [`confirm`] first. Where it is required, these pages open before any other.

pub(crate) mod confirm;
pub(crate) mod passkeys;

use poem::{Response, Result, handler};
use rappel_pages::{
    office::{Done, RecoveryCodes, TwoStep},
    portal::{Qr, TwoStepState, grouped_secret},
    routes::office as paths,
};
use rappel_service::{
    Error,
    factors::{self, Confirmed},
};
use rappel_web::{OfficeSession, Problem, before_message, before_sign_in, see_other};

use crate::{
    desk::{Desk, Enrolling, failed},
    typed::Typed,
    words::word_of,
};

/// The right to change what protects an account, if the session is young enough.
pub(crate) async fn confirmed(desk: &Desk) -> Result<Option<Confirmed>> {
    let own = desk.session.own()?;
    Ok(desk.service().confirmed(&own, desk.session.token()).await.map_err(Problem::from)?)
}

/// How it stands.
#[handler]
pub(crate) async fn get(Enrolling(desk): Enrolling) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    desk.show(paths::ME, &page(&desk, &reader).await?)
}

/// Makes the secret of an app.
#[handler]
pub(crate) async fn begin(Enrolling(desk): Enrolling) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    match desk.service().begin_factor(&reader).await {
        // One is enrolled already: the page shows it.
        Ok(()) | Err(Error::Invalid(_)) => Ok(see_other(paths::TWO_STEP)),
        Err(other) => ended(other),
    }
}

/// Takes the first code of the app, and shows the recovery codes, this once.
#[handler]
pub(crate) async fn enrol(Enrolling(desk): Enrolling, typed: Typed) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    let code = typed.get("code");
    before_sign_in(&desk.web, &desk.visit, &second_step_of(&desk)).await;
    match Box::pin(desk.service().enrol_factor(&reader, code)).await {
        Ok((codes, entered)) => {
            let session = renew(&desk, &entered.token).await?;
            desk.enrolled(session).show(paths::ME, &RecoveryCodes::first(codes.into_texts()))
        }
        Err(Error::Invalid(invalid)) => {
            let page = page(&desk, &reader).await?.refused(code, word_of(&invalid, "code"));
            desk.refuse(paths::ME, &page)
        }
        Err(other) => ended(other),
    }
}

/// Makes other recovery codes and shows them, this once.
#[handler]
pub(crate) async fn renew_codes(Enrolling(desk): Enrolling) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    // Each set is ten slow hashes and an e-mail.
    before_message(&desk.web, &desk.visit).await?;
    match desk.service().renew_recovery_codes(&reader).await {
        Ok(codes) => desk.show(paths::ME, &RecoveryCodes::others(codes.into_texts())),
        Err(Error::NotFound) => Ok(see_other(paths::TWO_STEP)),
        Err(other) => ended(other),
    }
}

/// Turns the second step off. Where it is required, another app is set up next.
#[handler]
pub(crate) async fn remove(Enrolling(desk): Enrolling) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    match desk.service().remove_factor(&reader).await {
        Ok(entered) => {
            renew(&desk, &entered.token).await?;
            desk.done(Done::TwoStepRemoved, paths::TWO_STEP)
        }
        Err(Error::NotFound) => Ok(see_other(paths::TWO_STEP)),
        Err(other) => ended(other),
    }
}

/// The session that took the place of this browser's.
async fn renew(desk: &Desk, token: &str) -> Result<OfficeSession> {
    OfficeSession::begin(&desk.visit, token);
    Ok(OfficeSession::begun(&desk.web, token).await?)
}

/// What tries of the reader's codes are counted by.
pub(crate) fn second_step_of(desk: &Desk) -> String {
    format!("second step {}", desk.session.staff.id)
}

/// What is answered where it was not done; whoever is signed out by now signs in again.
pub(crate) fn ended(error: Error) -> Result<Response> {
    match error {
        Error::SignInFailed => Ok(see_other(paths::LOGIN)),
        other => failed(other),
    }
}

fn to_confirm() -> Response {
    see_other(&paths::confirm(paths::TWO_STEP))
}

async fn page(desk: &Desk, reader: &Confirmed) -> Result<TwoStep> {
    let state = match desk.service().two_step(reader).await.map_err(Problem::from)? {
        factors::TwoStep::Off => TwoStepState::Off,
        factors::TwoStep::Begun(enrolment) => {
            TwoStepState::Begun { qr: Qr::of(&enrolment.address), secret: grouped_secret(&enrolment.secret) }
        }
        factors::TwoStep::On { since, codes_left } => TwoStepState::On { since, codes_left },
    };
    Ok(TwoStep::new(state, desk.duty))
}
