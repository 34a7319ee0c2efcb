//! `/team` and `/team/{id}`: staff, what they may do and which clients they see.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::{Refusal, id::StaffId, role::StaffRight};
use rappel_pages::{
    Text,
    form::Choice,
    office::{Account, Done, StaffFields, StaffLine, StaffPage, Team, role_name},
    routes::office as paths,
};
use rappel_service::{Error, Invalid, Staff, Tenant, team::StaffForm};
use rappel_web::{Problem, see_other};

use crate::{
    desk::{Desk, failed, slug_of},
    two_step,
    typed::Typed,
};

/// The list, and a form to invite somebody.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    let tenants = desk.tenants().await?;
    let fields = StaffFields::added(choices(&tenants), desk.session.scope.sees_all());
    let fields = fields.with_teams(&names(&teams(&desk).await?));
    desk.show(paths::TEAM, &Team::new(rows(&desk, &tenants).await?, fields))
}

/// Invites somebody to the team.
#[handler]
pub(crate) async fn add(desk: Desk, typed: Typed) -> Result<Response> {
    let form = form(&typed);
    match desk.service().add_staff(&desk.session.scope, &form).await {
        Ok(_) => desk.done(Done::Invited(form.name), paths::TEAM),
        Err(Error::Invalid(invalid)) => {
            let tenants = desk.tenants().await?;
            let fields = StaffFields::new(choices(&tenants)).with_teams(&names(&teams(&desk).await?));
            let fields = filled(fields, &typed, &invalid);
            desk.refuse(paths::TEAM, &Team::new(rows(&desk, &tenants).await?, fields))
        }
        Err(other) => failed(other),
    }
}

/// One of them.
#[handler]
pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response> {
    let staff = found(&desk, &id).await?;
    let tenants = desk.tenants().await?;
    let teams = teams(&desk).await?;
    let own = teams.iter().find(|it| it.members.contains(&staff.id));
    let mut kept = Typed::from([
        ("team", own.map(|it| it.name.clone()).unwrap_or_default()),
        ("name", staff.name.clone()),
        ("email", staff.email.clone()),
        ("phone", staff.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default()),
        ("role", staff.role.as_str().to_owned()),
        ("locale", staff.locale.tag().to_owned()),
    ]);
    let theirs = staff.tenants.iter().map(|it| ("tenants".to_owned(), slug_of(&tenants, *it).to_owned()));
    kept.0.extend(theirs);
    let boxes = [("all_tenants", staff.all_tenants), ("is_disabled", staff.disabled_at.is_some())];
    kept.0.extend(boxes.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name.to_owned(), String::new())));
    let fields = StaffFields::saved(choices(&tenants)).with_teams(&names(&teams));
    let fields = filled(fields, &kept, &[]);
    let page = StaffPage::new(&id, &staff.name, &staff.user_name, fields);
    desk.show(paths::TEAM, &with_factor(&desk, staff.id, page).await?)
}

/// Saves them.
#[handler]
pub(crate) async fn save(desk: Desk, Path(id): Path<String>, typed: Typed) -> Result<Response> {
    let staff = found(&desk, &id).await?;
    match desk.service().save_staff(&desk.session.scope, staff.id, &form(&typed)).await {
        Ok(()) => desk.done(Done::Saved, paths::TEAM),
        Err(Error::Refused(Refusal::NotAllowed)) => desk.done(Done::LastOne, &paths::staff(&id)),
        Err(Error::Invalid(invalid)) => {
            let fields = StaffFields::saved(choices(&desk.tenants().await?));
            let fields = fields.with_teams(&names(&teams(&desk).await?));
            let fields = filled(fields, &typed, &invalid);
            let page = StaffPage::new(&id, &staff.name, &staff.user_name, fields);
            desk.refuse(paths::TEAM, &with_factor(&desk, staff.id, page).await?)
        }
        Err(other) => failed(other),
    }
}

/// Mails an invitation again.
#[handler]
pub(crate) async fn invite(desk: Desk, Path(id): Path<String>) -> Result<Response> {
    let staff = found(&desk, &id).await?;
    desk.service().invite_staff(&desk.session.scope, staff.id).await.map_err(Problem::from)?;
    desk.done(Done::Invited(staff.name), paths::TEAM)
}

/// Takes the second factor of a colleague away, who lost it; their sessions end at once, and they are told.
#[handler]
pub(crate) async fn take_factor(desk: Desk, Path(id): Path<String>) -> Result<Response> {
    let staff = found(&desk, &id).await?;
    let Some(admin) = two_step::confirmed(&desk).await? else {
        return Ok(see_other(&paths::confirm(&paths::staff(&id))));
    };
    match desk.service().take_staff_factor_away(&admin, &desk.session.scope, staff.id).await {
        Ok(()) => desk.done(Done::FactorTaken, &paths::staff(&id)),
        Err(Error::Refused(Refusal::NotAllowed)) => desk.done(Done::OwnFactor, &paths::staff(&id)),
        Err(other) => two_step::ended(other),
    }
}

/// The page with what takes a second factor away, of somebody who has one and is not the reader.
async fn with_factor(desk: &Desk, staff: StaffId, page: StaffPage) -> Result<StaffPage> {
    let enrolled = desk.service().enrolled_staff(&desk.session.scope).await.map_err(Problem::from)?;
    let offers = enrolled.contains(&staff) && staff != desk.session.scope.staff();
    Ok(if offers { page.with_factor(&staff.to_string()) } else { page })
}

async fn found(desk: &Desk, id: &str) -> Result<Staff> {
    desk.require(StaffRight::EditStaff)?;
    let id: StaffId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(desk.service().staff(&desk.session.scope, id).await.map_err(Problem::from)?)
}

async fn rows(desk: &Desk, tenants: &[Tenant]) -> Result<Vec<StaffLine>> {
    desk.require(StaffRight::EditStaff)?;
    let team = desk.service().team(&desk.session.scope).await.map_err(Problem::from)?;
    Ok(team.into_iter().map(|staff| line(staff, tenants)).collect())
}

fn line(staff: Staff, tenants: &[Tenant]) -> StaffLine {
    let names = tenants.iter().filter(|it| staff.tenants.contains(&it.id)).map(|it| it.name.as_str());
    StaffLine {
        href: paths::staff(staff.id),
        phone: staff.phone.as_ref().map(|it| it.e164().to_owned()),
        phone_verified: staff.phone_verified_at.is_some(),
        sms_refused: staff.sms_refused_at.is_some(),
        role: role_name(staff.role),
        tenants: (!staff.all_tenants).then(|| names.collect::<Vec<_>>().join(", ")),
        account: match (staff.disabled_at, staff.activated_at) {
            (Some(_), _) => Account::Disabled,
            (None, Some(_)) => Account::Active,
            (None, None) => Account::Invited,
        },
        invite_action: paths::invite_staff(staff.id),
        name: staff.name,
        email: staff.email,
    }
}

async fn teams(desk: &Desk) -> Result<Vec<rappel_domain::callback::Team>> {
    Ok(desk.service().teams(&desk.session.scope).await.map_err(Problem::from)?)
}

fn names(teams: &[rappel_domain::callback::Team]) -> Vec<&str> {
    teams.iter().map(|it| it.name.as_str()).collect()
}

fn choices(tenants: &[Tenant]) -> Vec<Choice> {
    tenants.iter().map(|it| Choice::new(it.slug.as_str(), Text::plain(it.name.as_str()))).collect()
}

fn filled(mut fields: StaffFields, typed: &Typed, invalid: &[Invalid]) -> StaffFields {
    typed.fill(fields.each(), invalid);
    typed.tick(&mut fields.all_tenants);
    if let Some(disabled) = &mut fields.is_disabled {
        typed.tick(disabled);
    }
    fields
}

fn form(typed: &Typed) -> StaffForm {
    StaffForm {
        name: typed.owned("name"),
        email: typed.owned("email"),
        user_name: typed.owned("user_name"),
        phone: typed.owned("phone"),
        role: typed.owned("role"),
        locale: typed.owned("locale"),
        all_tenants: typed.has("all_tenants"),
        tenants: typed.all("tenants"),
        team: typed.owned("team"),
        is_disabled: typed.has("is_disabled"),
    }
}
