//! `/tickets/{n}/follow`, `unfollow` and `followers`: who hears the news of a ticket besides its requester.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::id::PersonId;
use rappel_pages::{portal::Done, routes::portal as paths};
use rappel_service::{Error, Invalid, Reason};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use super::show::full;
use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    person: String,
}

/// The reader follows it.
#[handler]
pub(crate) async fn follow(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let followed = web.service().follow(&session.scope, number, None).await;
    answer(&session, &web, &visit, number, followed, Done::Followed).await
}

/// The reader follows it no more.
#[handler]
pub(crate) async fn unfollow(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let ended = web.service().unfollow(&session.scope, number).await;
    answer(&session, &web, &visit, number, ended, Done::Unfollowed).await
}

/// A colleague follows it.
#[handler]
pub(crate) async fn add(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let added = match typed.person.parse::<PersonId>() {
        Ok(person) => web.service().follow(&session.scope, number, Some(person)).await,
        Err(_) => Err(Error::Invalid(vec![Invalid::new("person", Reason::NotAChoice)])),
    };
    answer(&session, &web, &visit, number, added, Done::FollowerAdded).await
}

async fn answer(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    number: i64,
    result: rappel_service::Result<()>,
    done: Done,
) -> Result<Response> {
    match result {
        Ok(()) => {
            web.flash(visit, session.locale(visit), &done.into())?;
            Ok(see_other(&paths::ticket(number)))
        }
        Err(Error::Invalid(invalid)) => {
            let frame = session.frame(web, visit, paths::TICKETS)?;
            let page = full(session, web, &frame, number, visit.request_id()).await?;
            let page = page.follower_refused(word_of(&invalid, "person"));
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}
