//! `tenant add`, `staff add` and `staff take-factor`: what the back office can do once somebody can sign in to it.

use chrono::Duration;
use rappel_domain::{
    Clock, Locale,
    id::{StaffId, TenantId},
    phone::Country,
    token::Token,
};
use rappel_service::{
    Error, Invalid, Service, StaffScope, Tenant, people::InviteForm, sha256, team::StaffForm,
    tenants::TenantForm,
};
use rappel_settings::Settings;
use rappel_store::links::Purpose;

use crate::{
    backends::{self, Circumstances},
    cli, say,
    stop::Stop,
};

/// As long as an invitation by e-mail.
const LINK_LIFE: Duration = Duration::days(7);

/// Adds a client company.
pub(crate) async fn add_tenant(settings: Settings, new: cli::TenantAdd) -> Result<(), Stop> {
    let backends = backends::open(&settings, Circumstances { clock: None }).await?;
    let service = &backends.service;
    let scope = administrator(service, "Support").await?;
    let form = TenantForm {
        name: new.name,
        slug: new.slug,
        brand_color: new.colour,
        locale: new.language.tag().to_owned(),
        ..TenantForm::default()
    };
    let tenant =
        service.add_tenant(&scope, &form).await.map_err(|error| refused("adding the company", error))?;
    let origin = service.portal_origin(&tenant).await.map_err(|error| refused("its address", error))?;
    say(&format!("{} has its portal at {origin}/", tenant.name))?;
    if let Some(email) = new.manager_email {
        let on = scope.on(tenant.id).or(fresh(service, tenant.id).await?);
        let on = on.ok_or_else(|| Stop::Failed("the new company was not found".to_owned()))?;
        let name = new.manager_name.unwrap_or_else(|| email.clone());
        let form =
            InviteForm { name, email: email.clone(), role: "manager".to_owned(), ..InviteForm::default() };
        service.invite(&on, &form).await.map_err(|error| refused("inviting its manager", error))?;
        say(&format!("{email} is invited by e-mail as soon as `rappel serve` runs."))?;
    }
    Ok(())
}

/// The right to a tenant that was added after the scope was made.
async fn fresh(service: &Service, tenant: TenantId) -> Result<Option<rappel_service::Scope>, Stop> {
    let line = service.store().doors().command_line().await;
    Ok(line.map_err(|error| Stop::failed("reading the companies", error))?.office().on(tenant))
}

/// Adds somebody of the operator, and prints the link with which they choose their password: the first one cannot
/// read it in a mail before there is a mail server.
pub(crate) async fn add_staff(settings: Settings, new: cli::StaffAdd) -> Result<(), Stop> {
    let backends = backends::open(&settings, Circumstances { clock: None }).await?;
    let service = &backends.service;
    let scope = administrator(service, &new.operator).await?;
    let form = StaffForm {
        user_name: user_name(&new.email),
        name: new.name,
        email: new.email,
        phone: new.phone.unwrap_or_default(),
        role: new.role,
        locale: Locale::Fr.tag().to_owned(),
        all_tenants: true,
        ..StaffForm::default()
    };
    let staff =
        service.add_staff(&scope, &form).await.map_err(|error| refused("adding the person", error))?;
    let link = password_link(service, &scope, staff).await?;
    say(&format!("{} signs in as {}. Choose the password within 7 days at", form.name, form.user_name))?;
    say(&link)
}

/// Takes the second factor of somebody of the operator away.
pub(crate) async fn take_factor(settings: Settings, login: String) -> Result<(), Stop> {
    let backends = backends::open(&settings, Circumstances { clock: None }).await?;
    let service = &backends.service;
    let doors = service.store().doors();
    let line = doors.command_line().await;
    let line = line.map_err(|error| Stop::failed("reading the operator", error))?;
    let found = doors.staff_by_login(&login).await;
    let found = found.map_err(|error| Stop::failed("looking for the person", error))?;
    let staff = found.ok_or_else(|| Stop::Failed(format!("nobody of the operator signs in as {login}")))?;
    let taken = service.take_staff_factor_away_at_the_machine(&line, staff.id).await;
    taken.map_err(|error| refused("taking the second factor away", error))?;
    say(&format!("{} has no second factor any more, and is signed out everywhere.", staff.name))
}

/// The part of an address before the @.
fn user_name(email: &str) -> String {
    email.split_once('@').map_or(email, |(local, _)| local).to_lowercase()
}

/// The command line's right; makes the operator when there is none yet.
pub(crate) async fn administrator(service: &Service, operator: &str) -> Result<StaffScope, Stop> {
    let failed = |error| Stop::failed("reading the operator", error);
    if service.operator().await.map_err(failed)?.is_none() {
        let new = operator_row(&*service.clock(), operator);
        let made = service.store().insert_operator(&new).await;
        made.map_err(|error| Stop::failed("making the operator", error))?;
    }
    let line = service.store().doors().command_line().await;
    Ok(line.map_err(|error| Stop::failed("reading the operator", error))?.office())
}

/// An operator as it is before anybody has changed its settings.
pub(crate) fn operator_row(clock: &dyn Clock, name: &str) -> Tenant {
    Tenant {
        id: TenantId::new(clock),
        number: 0,
        is_operator: true,
        slug: "operator".to_owned(),
        name: name.to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#173b8f".to_owned(),
        phone: None,
        promise_minutes: None,
        close_after_days: None,
        fallback_phone: None,
        fallback_email: None,
        terms_fr: None,
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 0,
    }
}

/// A link like the one of the invitation by e-mail.
async fn password_link(service: &Service, scope: &StaffScope, staff: StaffId) -> Result<String, Stop> {
    let failed = |error| Stop::failed("making the link", error);
    let chance = |error| Stop::failed("chance", error);
    let own = scope.on(scope.operator()).ok_or_else(|| Stop::Failed("there is no operator".to_owned()))?;
    let operator = service.operator().await.map_err(|error| refused("reading the operator", error))?;
    let number = operator.map_or(0, |operator| operator.number);
    let mut bytes = [0; 64];
    getrandom::fill(&mut bytes).map_err(chance)?;
    let token = Token::generate(number, bytes);
    let tx = service.store().write(&own).await.map_err(failed)?;
    let expires = tx.clock().now() + LINK_LIFE;
    tx.links()
        .insert(&sha256(token.expose()), Purpose::StaffInvitation(staff), expires)
        .await
        .map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    Ok(format!("{}/invite/{}", service.origins().of(&service.origins().office), token.expose()))
}

/// A command's refusal, in words for a terminal.
pub(crate) fn refused(what: &str, error: Error) -> Stop {
    match error {
        Error::Invalid(fields) => {
            let said: Vec<String> = fields.iter().map(said).collect();
            Stop::Failed(format!("{what}: {}", said.join("; ")))
        }
        other => Stop::failed(what, other),
    }
}

fn said(invalid: &Invalid) -> String {
    let why = rappel_pages::Text::key(invalid.reason.key()).say(Locale::En);
    format!("{}: {}", invalid.field, why.unwrap_or_else(|_| invalid.reason.key().to_owned()))
}
