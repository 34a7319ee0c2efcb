//! `/account/confirm`: asks once more who sits there.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_pages::{
    portal::{Confirm, Proof},
    routes::portal as paths,
};
use rappel_service::{Error, factors::ProofOf, sign_in::Entrance};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_sign_in, local_path, see_other};
use serde::Deserialize;

use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    password: String,
    code: String,
    next: String,
}

/// Asks for the password, or for a code where there is a second factor.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let page = page(&session, &web, &visit, next(&asked.next)).await?;
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::ACCOUNT)?, &page)?)
}

/// Begins another session for whoever proved it, and goes on.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(given): Form<Given>,
) -> Result<Response> {
    let next = next(&given.next);
    before_sign_in(&web, &visit, &format!("second step {}", session.person.id)).await;
    let typed = if given.code.is_empty() { &given.password } else { &given.code };
    match web.service().confirm(&session.scope, session.token(), typed).await {
        Ok(entered) => {
            PortalSession::begin(&web, &visit, &entered.token, Entrance::Again).await?;
            Ok(see_other(next))
        }
        Err(Error::Invalid(invalid)) => {
            let page = page(&session, &web, &visit, next).await?.refused(typed, word_of(&invalid, "code"));
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        // Switched off, or another password chosen, meanwhile.
        Err(Error::SignInFailed) => Ok(see_other(paths::LOGIN)),
        Err(other) => Err(Problem::from(other).into()),
    }
}

pub(crate) fn next(asked: &str) -> &str {
    local_path(asked).unwrap_or(paths::ACCOUNT)
}

pub(crate) async fn page(session: &PortalSession, web: &Web, visit: &Visit, next: &str) -> Result<Confirm> {
    let proof = match web.service().proof_of(&session.scope).await.map_err(Problem::from)? {
        ProofOf::Code => Proof::Code,
        ProofOf::Password => Proof::Password,
        ProofOf::Passkey => Proof::Passkey,
        ProofOf::NewSession => Proof::NewSession,
    };
    let keys = web.service().passkeys(&session.scope).await.map_err(Problem::from)?;
    let has_one = keys.iter().any(|it| it.host == visit.host());
    let page = Confirm::new(proof, &session.person.user_name, next).with_passkey(has_one);
    // Whoever lost the key and signs in again would stand here again.
    if proof == Proof::Passkey
        && !web.service().sign_in_proves(&session.scope).await.map_err(Problem::from)?
    {
        return Ok(page.key_alone());
    }
    Ok(page)
}
