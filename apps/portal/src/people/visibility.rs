//! `/people/{person}/access`: a manager says whose tickets somebody sees.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::visibility::Visibility;
use rappel_pages::{
    Text,
    form::Choice,
    people_search::Place,
    portal::{Done, PersonAccess},
    routes::portal as paths,
};
use rappel_service::{
    Error,
    people::{Seen, VisibilityForm},
};
use rappel_web::{Form, PortalSession, Problem, Visit, Web};

use super::{done, id};
use crate::words::word_for;

/// The form.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
) -> Result<Response> {
    let found = seen(&session, &web, &person).await?;
    let (sees, colleagues) = match &found.person.visibility {
        None => ("", Vec::new()),
        Some(Visibility::Colleagues(these)) => {
            ("colleagues", these.iter().map(ToString::to_string).collect())
        }
        Some(other) => (other.as_str(), Vec::new()),
    };
    let page = page(&found).chosen(sees, &colleagues);
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &page)?)
}

/// Saves it.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let all = |name: &'static str| {
        typed.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let form = VisibilityForm {
        sees: all("sees").next().unwrap_or_default(),
        colleagues: all("colleagues[]").collect(),
    };
    match web.service().set_visibility(&session.scope, id(&person)?, &form).await {
        Ok(()) => done(&session, &web, &visit, Done::VisibilityChanged, &Place::default()),
        Err(Error::Invalid(invalid)) => {
            let page = page(&seen(&session, &web, &person).await?).chosen(&form.sees, &form.colleagues);
            let page = page.refused(word_for(&invalid, "sees"), word_for(&invalid, "colleagues"));
            let frame = session.frame(&web, &visit, paths::PEOPLE)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

async fn seen(session: &PortalSession, web: &Web, person: &str) -> Result<Seen> {
    Ok(web.service().visibility_of(&session.scope, id(person)?).await.map_err(Problem::from)?)
}

fn page(seen: &Seen) -> PersonAccess {
    let choice = |it: &rappel_service::Person| Choice::new(it.id.to_string(), Text::plain(it.name.as_str()));
    // Who was chosen and then removed stays on the list: their tickets are in sight until somebody unticks them.
    let chosen = |it: &rappel_service::Person| match &seen.person.visibility {
        Some(Visibility::Colleagues(these)) => these.contains(&it.id),
        _ => false,
    };
    let others = seen.others.iter().filter(|it| it.disabled_at.is_none() || chosen(it)).map(choice).collect();
    PersonAccess::new(&seen.person.id.to_string(), &seen.person.name, &seen.company, others)
}
