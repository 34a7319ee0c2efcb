//! `/me/confirm`: asks once more who sits there.

use poem::{Response, Result, handler, web::Query};
use rappel_pages::{office::Confirm, portal::Proof, routes::office as paths};
use rappel_service::{Error, factors::ProofOf};
use rappel_web::{OfficeSession, Problem, before_sign_in, local_path, see_other};
use serde::Deserialize;

use super::second_step_of;
use crate::{
    desk::{Desk, Enrolling, failed},
    typed::Typed,
    words::word_of,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

/// Asks for the password, or for a code where there is a second factor.
#[handler]
pub(crate) async fn get(Enrolling(desk): Enrolling, Query(asked): Query<Asked>) -> Result<Response> {
    desk.show(paths::ME, &page(&desk, next(&asked.next)).await?)
}

/// Begins another session for whoever proved it, and goes on.
#[handler]
pub(crate) async fn post(Enrolling(desk): Enrolling, typed: Typed) -> Result<Response> {
    let next = next(typed.get("next"));
    before_sign_in(&desk.web, &desk.visit, &second_step_of(&desk)).await;
    let given = if typed.get("code").is_empty() { typed.get("password") } else { typed.get("code") };
    match desk.service().confirm(&desk.session.own()?, desk.session.token(), given).await {
        Ok(entered) => {
            OfficeSession::begin(&desk.visit, &entered.token);
            Ok(see_other(next))
        }
        Err(Error::Invalid(invalid)) => {
            let page = page(&desk, next).await?.refused(given, word_of(&invalid, "code"));
            desk.refuse(paths::ME, &page)
        }
        // Switched off, or another password chosen, meanwhile.
        Err(Error::SignInFailed) => Ok(see_other(paths::LOGIN)),
        Err(other) => failed(other),
    }
}

pub(crate) fn next(asked: &str) -> &str {
    local_path(asked).unwrap_or(paths::ME)
}

pub(crate) async fn page(desk: &Desk, next: &str) -> Result<Confirm> {
    let own = desk.session.own()?;
    let proof = match desk.service().proof_of(&own).await.map_err(Problem::from)? {
        ProofOf::Code => Proof::Code,
        ProofOf::Password => Proof::Password,
        ProofOf::Passkey => Proof::Passkey,
        ProofOf::NewSession => Proof::NewSession,
    };
    let keys = desk.service().passkeys(&own).await.map_err(Problem::from)?;
    let has_one = keys.iter().any(|it| it.host == desk.visit.host());
    let page = Confirm::new(proof, &desk.session.staff.user_name, next, desk.duty).with_passkey(has_one);
    // Whoever lost the key and signs in again would stand here again.
    if proof == Proof::Passkey && !desk.service().sign_in_proves(&own).await.map_err(Problem::from)? {
        return Ok(page.key_alone());
    }
    Ok(page)
}
