//! `/account/password/new`: another password, for somebody who has just proved who they are.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::{
    portal::{ChangePassword, Done},
    routes::portal as paths,
};
use rappel_service::Error;
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_message, see_other};
use serde::Deserialize;

use super::{confirmed, ended, renew};
use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    password: String,
}

/// The form.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    if confirmed(&session, &web).await?.is_none() {
        return Ok(to_confirm());
    }
    let page = ChangePassword::new(&session.person.user_name);
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::ACCOUNT)?, &page)?)
}

/// Saves it.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let Some(reader) = confirmed(&session, &web).await? else { return Ok(to_confirm()) };
    before_message(&web, &visit).await?;
    match web.service().change_password(&reader, &chosen.password).await {
        Ok(entered) => {
            let session = renew(&web, &visit, &entered.token).await?;
            // Whoever had the account may have left a key: it is shown before anything else.
            let keys = web.service().passkeys(&session.scope).await.map_err(Problem::from)?.len();
            let (done, href) = match keys {
                0 => (Done::PasswordChanged, paths::ACCOUNT),
                keys => (Done::PasswordChangedKeys(keys), paths::PASSKEYS),
            };
            web.flash(&visit, session.locale(&visit), &done.into())?;
            Ok(see_other(href))
        }
        Err(Error::Invalid(invalid)) => {
            let page = ChangePassword::new(&session.person.user_name);
            let page = page.refused(word_of(&invalid, "password"));
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => ended(other),
    }
}

fn to_confirm() -> Response {
    see_other(&paths::confirm(paths::CHANGE_PASSWORD))
}
