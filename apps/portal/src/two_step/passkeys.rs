//! `/account/passkeys`: adds passkeys, names them and takes them away. All of it is for somebody who has proved who they are a moment
//! ago; others are led to [`confirm`](super::confirm) first.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::{browser::describe, id::PasskeyId};
use rappel_pages::{
    Text,
    portal::{Done, Passkeys},
    routes::portal as paths,
};
use rappel_service::{
    Error, Invalid,
    factors::passkeys::{PASSKEYS, can_be_at},
};
use rappel_web::{
    Form, PortalSession, Problem, Visit, Web, before_message, before_own_challenge,
    passkeys::{options, rows},
    see_other,
};
use serde::Deserialize;

use super::{confirmed, ended, renew};
use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Added {
    name: String,
    /// What the authenticator answered, JSON.
    answer: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    name: String,
}

/// Those that there are.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    if confirmed(&session, &web).await?.is_none() {
        return Ok(to_confirm());
    }
    let page = page(&session, &web, &visit).await?;
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::ACCOUNT)?, &page)?)
}

/// What an authenticator is asked for a new one.
#[handler]
pub(crate) async fn begin(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    before_own_challenge(&web, &session.person.id.to_string()).await?;
    match web.service().begin_passkey(&reader, visit.host()).await {
        Ok(asked) => Ok(options(asked)),
        // There are as many as there may be: the page says so.
        Err(Error::Invalid(_)) => Ok(see_other(paths::PASSKEYS)),
        Err(other) => ended(other),
    }
}

/// Adds the one that an authenticator made.
#[handler]
pub(crate) async fn add(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(added): Form<Added>,
) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    before_message(&web, &visit).await?;
    match Box::pin(web.service().add_passkey(&reader, visit.host(), &added.name, &added.answer)).await {
        Ok(entered) => done(&web, &visit, &entered.token, Done::PasskeyAdded).await,
        Err(Error::Invalid(invalid)) => {
            let page = page(&session, &web, &visit).await?.refused(&added.name, why(&invalid));
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => ended(other),
    }
}

/// Calls one otherwise.
#[handler]
pub(crate) async fn rename(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(key): Path<String>,
    Form(named): Form<Named>,
) -> Result<Response> {
    let id: PasskeyId = key.parse().map_err(|_| Problem::not_found())?;
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    match web.service().rename_passkey(&reader, id, &named.name).await {
        Ok(()) => {
            web.flash(&visit, session.locale(&visit), &Done::PasskeyRenamed.into())?;
            Ok(see_other(paths::PASSKEYS))
        }
        Err(Error::Invalid(invalid)) => {
            let page = page(&session, &web, &visit).await?;
            let page = page.refused_name(&key, &named.name, why(&invalid));
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => ended(other),
    }
}

/// Takes one away.
#[handler]
pub(crate) async fn remove(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(key): Path<String>,
) -> Result<Response> {
    let id: PasskeyId = key.parse().map_err(|_| Problem::not_found())?;
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    match web.service().remove_passkey(&reader, id).await {
        Ok(entered) => done(&web, &visit, &entered.token, Done::PasskeyRemoved).await,
        Err(other) => ended(other),
    }
}

/// Goes on in the session that took the place of this browser's.
async fn done(web: &Web, visit: &Visit, token: &str, done: Done) -> Result<Response> {
    let session = renew(web, visit, token).await?;
    web.flash(visit, session.locale(visit), &done.into())?;
    Ok(see_other(paths::PASSKEYS))
}

async fn page(session: &PortalSession, web: &Web, visit: &Visit) -> Result<Passkeys> {
    let keys = web.service().passkeys(&session.scope).await.map_err(Problem::from)?;
    let host = visit.host();
    let has_room = (keys.len() as u64) < PASSKEYS;
    let rows = rows(keys, host, paths::rename_passkey, paths::remove_passkey);
    let guess = describe(&visit.user_agent());
    let page = Passkeys::new(host, rows, has_room.then_some(guess.as_str()));
    let sign_in = web.service().passkeys_sign_in(&session.scope).await.map_err(Problem::from)?;
    let page = page.confirming(!sign_in);
    Ok(if can_be_at(host) { page } else { page.without_address() })
}

fn why(invalid: &[Invalid]) -> Text {
    let field = invalid.first().map_or("name", |it| it.field.as_ref());
    word_of(invalid, field)
}

fn to_confirm() -> Response {
    see_other(&paths::confirm(paths::PASSKEYS))
}
