//! `/tenants/{slug}/people`: invites people of a client company, and switches them off.

use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{Refusal, id::PersonId, role::PersonRole};
use rappel_pages::{
    office::{Account, Done, PersonLine, TenantPeople},
    people_search::{PeopleSearch, Place},
    portal::Role,
    routes::office as paths,
};
use rappel_service::{
    Error, Person,
    people::{Among, Disabled, InviteForm, Listed},
};
use rappel_web::{Problem, see_other};
use serde::Deserialize;

use crate::{
    desk::{Desk, failed},
    tenants::head,
    two_step,
    typed::Typed,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    page: String,
}

impl Asked {
    fn place(&self) -> Place {
        Place::read("", &self.q, &self.page)
    }
}

/// Everybody, and a form to invite somebody.
#[handler]
pub(crate) async fn get(
    desk: Desk,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    desk.show(paths::TENANTS, &page(&desk, &slug, asked.place()).await?)
}

/// Invites somebody.
#[handler]
pub(crate) async fn invite(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let (scope, _) = desk.on(&slug).await?;
    let form = InviteForm {
        name: typed.owned("name"),
        email: typed.owned("email"),
        user_name: typed.owned("user_name"),
        phone: typed.owned("phone"),
        role: typed.owned("role"),
    };
    match desk.service().invite(&scope, &form).await {
        Ok(_) => desk.done(Done::Invited(form.name), &paths::tenant_people(&slug)),
        Err(Error::Invalid(invalid)) => {
            let mut page = page(&desk, &slug, Place::default()).await?;
            typed.fill(page.each(), &invalid);
            desk.refuse(paths::TENANTS, &page.summed_up())
        }
        Err(other) => failed(other),
    }
}

/// Invites somebody again, switches them off or on, takes the second factor away that they lost, or their link to the provider; `act` is the last part of the address.
#[handler]
pub(crate) async fn act(
    desk: Desk,
    Path((slug, person, act)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let back = asked.place().address(&paths::tenant_people(&slug));
    let (scope, _) = desk.on(&slug).await?;
    let id: PersonId = person.parse().map_err(|_| Problem::not_found())?;
    let service = desk.service();
    let result = match act.as_str() {
        "invite" => service.invite_again(&scope, id).await.map(|()| Done::InvitedAgain),
        "disable" => service.set_disabled(&scope, id, Disabled::Yes).await.map(|()| Done::Saved),
        "enable" => service.set_disabled(&scope, id, Disabled::No).await.map(|()| Done::Saved),
        "take-factor" => {
            // It opens an account to whoever has its password: who asks for it proves who they are first.
            let Some(staff) = two_step::confirmed(&desk).await? else {
                return Ok(see_other(&paths::confirm(&paths::tenant_people(&slug))));
            };
            match service.take_factor_away_by_staff(&staff, &scope, id).await {
                Err(Error::SignInFailed) => return two_step::ended(Error::SignInFailed),
                taken => taken.map(|()| Done::FactorTaken),
            }
        }
        "unlink" => {
            // It opens an account to whoever has its address at the provider next.
            let Some(staff) = two_step::confirmed(&desk).await? else {
                return Ok(see_other(&paths::confirm(&paths::tenant_people(&slug))));
            };
            match service.unlink_by_staff(&staff, &scope, id).await {
                Err(Error::SignInFailed) => return two_step::ended(Error::SignInFailed),
                unlinked => unlinked.map(|()| Done::Unlinked),
            }
        }
        _ => return Err(Problem::not_found().into()),
    };
    match result {
        Ok(done) => desk.done(done, &back),
        Err(Error::Refused(Refusal::NotAllowed)) => desk.done(Done::LastOne, &back),
        Err(other) => failed(other),
    }
}

async fn page(desk: &Desk, slug: &str, place: Place) -> Result<TenantPeople> {
    let (_, head) = head(desk, slug, &paths::tenant_people(slug)).await?;
    let (scope, _) = desk.on(slug).await?;
    let listed = Listed { among: Among::All, sought: place.sought.clone(), page: place.page };
    let found = desk.service().people_page(&scope, &listed).await.map_err(Problem::from)?;
    let place = Place { page: found.page, ..place };
    let search = PeopleSearch::new(&paths::tenant_people(slug), &place, found.goes_on, found.everybody);
    let enrolled = desk.service().enrolled_people(&scope).await.map_err(Problem::from)?;
    let linked = desk.service().linked_people(&scope).await.map_err(Problem::from)?;
    let line = |person: &Person| {
        let (line, id) = (line(slug, person).at(&place), person.id.to_string());
        let line = if enrolled.contains(&person.id) { line.with_factor(slug, &id) } else { line };
        let is_linked = linked.contains(&person.id) && person.disabled_at.is_none();
        if is_linked { line.with_link(slug, &id) } else { line }
    };
    Ok(TenantPeople::new(slug, head, found.people.iter().map(line).collect(), search))
}

fn line(slug: &str, person: &Person) -> PersonLine {
    let role = match person.role {
        PersonRole::Member => Role::Member,
        PersonRole::Manager => Role::Manager,
    };
    let account = match (person.disabled_at, person.activated_at) {
        (Some(_), _) => Account::Disabled,
        (None, Some(_)) => Account::Active,
        (None, None) => Account::Invited,
    };
    let login = (person.user_name.as_str(), person.email.as_str());
    PersonLine::new(slug, &person.id.to_string(), &person.name, login, role, account)
}
