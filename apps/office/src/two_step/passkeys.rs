//! `/me/passkeys`: adds passkeys, names them and takes them away. All of it is for somebody who has proved who they are a moment
//! ago; others are led to [`confirm`](super::confirm) first. Where a second step is required, one is set up here as well.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::{browser::describe, id::PasskeyId};
use rappel_pages::{
    Text,
    office::{Done, Passkeys},
    routes::office as paths,
};
use rappel_service::{
    Error, Invalid,
    factors::passkeys::{PASSKEYS, can_be_at},
};
use rappel_web::{
    Problem, before_message, before_own_challenge,
    passkeys::{options, rows},
    see_other,
};

use super::{confirmed, ended, renew};
use crate::{
    desk::{Desk, Enrolling},
    typed::Typed,
    words::word_of,
};

/// Those that there are.
#[handler]
pub(crate) async fn get(Enrolling(desk): Enrolling) -> Result<Response> {
    if confirmed(&desk).await?.is_none() {
        return Ok(to_confirm());
    }
    desk.show(paths::ME, &page(&desk).await?)
}

/// What an authenticator is asked for a new one.
#[handler]
pub(crate) async fn begin(Enrolling(desk): Enrolling) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    before_own_challenge(&desk.web, &desk.session.staff.id.to_string()).await?;
    match desk.service().begin_passkey(&reader, desk.visit.host()).await {
        Ok(asked) => Ok(options(asked)),
        // There are as many as there may be: the page says so.
        Err(Error::Invalid(_)) => Ok(see_other(paths::PASSKEYS)),
        Err(other) => ended(other),
    }
}

/// Adds the one that an authenticator made.
#[handler]
pub(crate) async fn add(Enrolling(desk): Enrolling, typed: Typed) -> Result<Response> {
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    before_message(&desk.web, &desk.visit).await?;
    let (name, answer) = (typed.get("name"), typed.get("answer"));
    match Box::pin(desk.service().add_passkey(&reader, desk.visit.host(), name, answer)).await {
        Ok(entered) => done(&desk, &entered.token, Done::PasskeyAdded).await,
        Err(Error::Invalid(invalid)) => {
            let page = page(&desk).await?.refused(name, why(&invalid));
            desk.refuse(paths::ME, &page)
        }
        Err(other) => ended(other),
    }
}

/// Calls one otherwise.
#[handler]
pub(crate) async fn rename(
    Enrolling(desk): Enrolling,
    Path(key): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let id: PasskeyId = key.parse().map_err(|_| Problem::not_found())?;
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    let name = typed.get("name");
    match desk.service().rename_passkey(&reader, id, name).await {
        Ok(()) => desk.done(Done::PasskeyRenamed, paths::PASSKEYS),
        Err(Error::Invalid(invalid)) => {
            let page = page(&desk).await?.refused_name(&key, name, why(&invalid));
            desk.refuse(paths::ME, &page)
        }
        Err(other) => ended(other),
    }
}

/// Takes one away.
#[handler]
pub(crate) async fn remove(Enrolling(desk): Enrolling, Path(key): Path<String>) -> Result<Response> {
    let id: PasskeyId = key.parse().map_err(|_| Problem::not_found())?;
    let Some(reader) = confirmed(&desk).await? else { return Ok(to_confirm()) };
    match desk.service().remove_passkey(&reader, id).await {
        Ok(entered) => done(&desk, &entered.token, Done::PasskeyRemoved).await,
        Err(other) => ended(other),
    }
}

/// Goes on in the session that took the place of this browser's.
async fn done(desk: &Desk, token: &str, done: Done) -> Result<Response> {
    renew(desk, token).await?;
    desk.done(done, paths::PASSKEYS)
}

async fn page(desk: &Desk) -> Result<Passkeys> {
    let keys = desk.service().passkeys(&desk.session.own()?).await.map_err(Problem::from)?;
    let host = desk.visit.host();
    let has_room = (keys.len() as u64) < PASSKEYS;
    let rows = rows(keys, host, paths::rename_passkey, paths::remove_passkey);
    let guess = describe(&desk.visit.user_agent());
    let page = Passkeys::new(host, rows, has_room.then_some(guess.as_str()), desk.duty);
    Ok(if can_be_at(host) { page } else { page.without_address() })
}

fn why(invalid: &[Invalid]) -> Text {
    let field = invalid.first().map_or("name", |it| it.field.as_ref());
    word_of(invalid, field)
}

fn to_confirm() -> Response {
    see_other(&paths::confirm(paths::PASSKEYS))
}
