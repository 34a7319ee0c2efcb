//! `/people`: a company's managers invite and remove its people.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::{Refusal, id::PersonId, role::PersonRole};
use rappel_pages::{
    portal::{Done, People, PersonRow, Role, State},
    routes::portal as paths,
};
use rappel_service::{
    Error, Person,
    people::{Disabled, InviteForm},
};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use crate::words::word_for;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    email: String,
    role: String,
}

/// Everybody, and a form to invite somebody.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let page = page(&session, &web).await?;
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
        Ok(_) => done(&session, &web, &visit, Done::Invited),
        Err(Error::Invalid(invalid)) => {
            let name = word_for(&invalid, "name");
            // The user name is made from the address: what is wrong with it is said there.
            let email = word_for(&invalid, "email").or_else(|| word_for(&invalid, "user_name"));
            let page = page(&session, &web).await?;
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
) -> Result<Response> {
    let id = id(&person)?;
    web.service().invite_again(&session.scope, id).await.map_err(Problem::from)?;
    done(&session, &web, &visit, Done::Invited)
}

/// Removes somebody; their sessions end at once, their tickets stay.
#[handler]
pub(crate) async fn remove(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(person): Path<String>,
) -> Result<Response> {
    let said = match web.service().set_disabled(&session.scope, id(&person)?, Disabled::Yes).await {
        Ok(()) => Done::Removed,
        Err(Error::Refused(Refusal::NotAllowed)) => Done::LastManager,
        Err(other) => return Err(Problem::from(other).into()),
    };
    done(&session, &web, &visit, said)
}

fn id(text: &str) -> Result<PersonId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

fn done(session: &PortalSession, web: &Web, visit: &Visit, done: Done) -> Result<Response> {
    web.flash(visit, session.locale(visit), &done.into())?;
    Ok(see_other(paths::PEOPLE))
}

async fn page(session: &PortalSession, web: &Web) -> Result<People> {
    let people = web.service().people(&session.scope).await.map_err(Problem::from)?;
    let present = people.iter().filter(|person| person.disabled_at.is_none());
    Ok(People::new(present.map(|person| row(person, session.person.id)).collect()))
}

fn row(person: &Person, reader: PersonId) -> PersonRow {
    let role = match person.role {
        PersonRole::Member => Role::Member,
        PersonRole::Manager => Role::Manager,
    };
    let state = if person.activated_at.is_some() { State::Active } else { State::Invited };
    let row = PersonRow::new(&person.id.to_string(), &person.name, &person.email, role, state);
    PersonRow { own: person.id == reader, ..row }
}
