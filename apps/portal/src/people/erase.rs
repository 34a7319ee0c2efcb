//! `/people/{person}/erase`: asks before somebody is erased, and has it done.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_pages::{
    portal::{Done, Erase},
    routes::portal as paths,
};
use rappel_service::Error;
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use super::id;
use crate::{two_step, words::word_of};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
}

/// Asks.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
) -> Result<Response> {
    let found = web.service().erasable(&session.scope, id(&person)?).await.map_err(Problem::from)?;
    if two_step::confirmed(&session, &web).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::erase_person(&person))));
    }
    let page = Erase::new(&person, &found.name);
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &page)?)
}

/// Has it done.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let id = id(&person)?;
    // Nobody brings back what goes: who asks for it proves who they are first.
    web.service().erasable(&session.scope, id).await.map_err(Problem::from)?;
    if two_step::confirmed(&session, &web).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::erase_person(&person))));
    }
    match web.service().erase_person(&session.scope, id, &typed.name).await {
        Ok(()) => {
            web.flash(&visit, session.locale(&visit), &Done::ErasureAsked.into())?;
            Ok(see_other(paths::FORMER_PEOPLE))
        }
        Err(Error::Invalid(invalid)) => {
            let found = web.service().erasable(&session.scope, id).await.map_err(Problem::from)?;
            let page = Erase::new(&person, &found.name).refused(&typed.name, word_of(&invalid, "name"));
            let frame = session.frame(&web, &visit, paths::PEOPLE)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}
