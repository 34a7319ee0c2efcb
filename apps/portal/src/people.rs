//! `/people`: a company's managers invite its people, remove them, let them in again and say who sees what.

pub(crate) mod data;
pub(crate) mod erase;
pub(crate) mod history;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod visibility;

use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_domain::{Refusal, id::PersonId, role::PersonRole, visibility::Visibility};
use rappel_pages::{
    people_search::{PeopleSearch, Place},
    portal::{Done, People, PersonRow, Role, State, say_visibility},
    routes::portal as paths,
};
use rappel_service::{
    Error, Person,
    people::{Among, Disabled, InviteForm, Listed},
    privacy::Erasure,
};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use crate::{two_step, words::word_for};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tab: String,
    q: String,
    page: String,
}

impl Asked {
    fn place(&self) -> Place {
        Place::read(&self.tab, &self.q, &self.page)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    email: String,
    role: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    role: String,
}

/// Those who may sign in, or those who may not any more, and forms to invite.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let page = page(&session, &web, asked.place()).await?;
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &page)?)
}

/// Mails an invitation.
#[handler]
pub(crate) async fn invite(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let form = InviteForm {
        name: typed.name.clone(),
        email: typed.email.clone(),
        role: typed.role.clone(),
        ..InviteForm::default()
    };
    match web.service().invite(&session.scope, &form).await {
        Ok(_) => done(&session, &web, &visit, Done::Invited, &Place::default()),
        Err(Error::Invalid(invalid)) => {
            let name = word_for(&invalid, "name");
            // The user name is made from the address: what is wrong with it is said there.
            let email = word_for(&invalid, "email").or_else(|| word_for(&invalid, "user_name"));
            let page = page(&session, &web, Place::default()).await?;
            let page = page.refused((&typed.name, name), (&typed.email, email), &typed.role);
            let frame = session.frame(&web, &visit, paths::PEOPLE)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Mails an invitation again.
#[handler]
pub(crate) async fn invite_again(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let id = id(&person)?;
    match web.service().invite_again(&session.scope, id).await {
        Ok(()) => done(&session, &web, &visit, Done::Invited, &asked.place()),
        Err(Error::Invalid(invalid)) => {
            let page = page(&session, &web, asked.place()).await?;
            let page = page.refused(("", None), ("", word_for(&invalid, "email")), "member");
            let frame = session.frame(&web, &visit, paths::PEOPLE)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Removes somebody; their sessions end at once, their tickets stay.
#[handler]
pub(crate) async fn remove(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let removed = web.service().set_disabled(&session.scope, id(&person)?, Disabled::Yes).await;
    done(&session, &web, &visit, said(removed, Done::Removed)?, &asked.place())
}

/// Lets somebody sign in again.
#[handler]
pub(crate) async fn enable(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let enabled = web.service().set_disabled(&session.scope, id(&person)?, Disabled::No).await;
    // They are among the others from now on.
    done(&session, &web, &visit, said(enabled, Done::Enabled)?, &asked.place().tab(false))
}

/// Takes the second factor of somebody away, who lost it; their sessions end at once, and they are told.
#[handler]
pub(crate) async fn take_factor(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
) -> Result<Response> {
    let id = id(&person)?;
    let Some(manager) = two_step::confirmed(&session, &web).await? else {
        return Ok(see_other(&paths::confirm(paths::PEOPLE)));
    };
    match web.service().take_factor_away(&manager, id).await {
        Ok(()) => done(&session, &web, &visit, Done::FactorTaken, &Place::default()),
        Err(Error::Refused(Refusal::NotAllowed)) => {
            done(&session, &web, &visit, Done::OwnFactor, &Place::default())
        }
        Err(other) => two_step::ended(other),
    }
}

/// Has it forgotten who somebody is with the company's provider; their sessions end at once, and they are told.
#[handler]
pub(crate) async fn unlink(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
) -> Result<Response> {
    let id = id(&person)?;
    let Some(manager) = two_step::confirmed(&session, &web).await? else {
        return Ok(see_other(&paths::confirm(paths::PEOPLE)));
    };
    match web.service().unlink(&manager, id).await {
        Ok(()) => done(&session, &web, &visit, Done::Unlinked, &Place::default()),
        Err(other) => two_step::ended(other),
    }
}

/// Says what somebody sees.
#[handler]
pub(crate) async fn set_role(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let id = id(&person)?;
    let role: PersonRole = chosen.role.parse().map_err(|_| Problem::bad_request("no such role"))?;
    let changed = web.service().set_role(&session.scope, id, role).await;
    done(&session, &web, &visit, said(changed, Done::RoleChanged)?, &asked.place())
}

/// What is said of a change that the rules allowed, or not.
fn said(changed: rappel_service::Result<()>, done: Done) -> Result<Done> {
    match changed {
        Ok(()) => Ok(done),
        Err(Error::Refused(Refusal::NotAllowed)) => Ok(Done::LastManager),
        Err(other) => Err(Problem::from(other).into()),
    }
}

fn id(text: &str) -> Result<PersonId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// Back to where on the list it was done.
fn done(session: &PortalSession, web: &Web, visit: &Visit, done: Done, place: &Place) -> Result<Response> {
    web.flash(visit, session.locale(visit), &done.into())?;
    Ok(see_other(&place.address(paths::PEOPLE)))
}

async fn page(session: &PortalSession, web: &Web, place: Place) -> Result<People> {
    let among = if place.former { Among::Former } else { Among::Present };
    let listed = Listed { among, sought: place.sought.clone(), page: place.page };
    let found = web.service().people_page(&session.scope, &listed).await.map_err(Problem::from)?;
    let place = Place { page: found.page, ..place };
    let search = PeopleSearch::new(paths::PEOPLE, &place, found.goes_on, found.everybody);
    let enrolled = web.service().enrolled_people(&session.scope).await.map_err(Problem::from)?;
    let linked = web.service().linked_people(&session.scope).await.map_err(Problem::from)?;
    let erasures = web.service().erasures(&session.scope).await.map_err(Problem::from)?;
    let company = web.service().members_see(&session.scope).await.map_err(Problem::from)?;
    let row = |person: &Person| {
        let factor_action = enrolled.contains(&person.id).then(|| paths::take_factor(person.id));
        let unlink_action = linked.contains(&person.id).then(|| paths::unlink(person.id));
        let erasing = erasures.contains(&(person.id, Erasure::UnderWay));
        PersonRow { factor_action, unlink_action, erasing, ..row(person, session.person.id, &company) }
    };
    let rows = found.people.iter().map(row).collect();
    Ok(People::new(&place, rows, (found.present, found.former), search))
}

fn row(person: &Person, reader: PersonId, company: &Visibility) -> PersonRow {
    let state = match (person.disabled_at, person.activated_at) {
        (Some(_), _) => State::Disabled,
        (None, Some(_)) => State::Active,
        (None, None) => State::Invited,
    };
    let row = PersonRow::new(&person.id.to_string(), &person.name, &person.email, role(person.role), state);
    let sees = Visibility::of(person.role, person.visibility.as_ref(), company);
    PersonRow {
        own: person.id == reader,
        last_sign_in_at: person.last_sign_in_at,
        sees: row.sees.as_ref().map(|_| say_visibility(&sees)),
        ..row
    }
}

const fn role(role: PersonRole) -> Role {
    match role {
        PersonRole::Member => Role::Member,
        PersonRole::Manager => Role::Manager,
    }
}
