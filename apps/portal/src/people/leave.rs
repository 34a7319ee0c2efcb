//! `/people/leave`: a manager gives their role or their account up. The last one cannot.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_domain::role::PersonRole;
use rappel_pages::{
    portal::{Done, Leave},
    routes::portal as paths,
};
use rappel_service::{Error, people::Disabled};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use super::said;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    what: String,
}

/// Asks which of the two.
#[handler]
pub(crate) fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    if session.person.role != PersonRole::Manager {
        return Err(Problem::from(Error::Forbidden).into());
    }
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &Leave::new())?)
}

/// Does it.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let (scope, id) = (&session.scope, session.person.id);
    let (then, done) = match chosen.what.as_str() {
        "role" => {
            let left = web.service().set_role(scope, id, PersonRole::Member).await;
            (paths::ACCOUNT, said(left, Done::RoleLeft)?)
        }
        "account" => {
            let left = web.service().set_disabled(scope, id, Disabled::Yes).await;
            (paths::LOGIN, said(left, Done::Left)?)
        }
        _ => return Err(Problem::bad_request("nothing to give up").into()),
    };
    let then = if done == Done::LastManager { paths::PEOPLE } else { then };
    web.flash(&visit, session.locale(&visit), &done.into())?;
    Ok(see_other(then))
}
