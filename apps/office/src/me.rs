//! `/me`: the reader's own name, number and language, and when they are told of shifts.

use poem::{Response, Result, handler};
use rappel_pages::{
    office::{Done, Me, Place, Proof},
    routes::office as paths,
};
use rappel_service::{Error, team::OwnForm};
use rappel_web::{Problem, before_message};

use crate::{
    desk::{Desk, failed},
    phone_test,
    typed::Typed,
};

/// The own account.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    desk.show(paths::ME, &saved(&desk).await?)
}

/// Saves it.
#[handler]
pub(crate) async fn save(desk: Desk, typed: Typed) -> Result<Response> {
    let own = OwnForm {
        name: typed.owned("name"),
        phone: typed.owned("phone"),
        locale: typed.owned("locale"),
        shift_lead: typed.owned("shift_lead"),
    };
    match desk.service().save_own_staff(&desk.session.scope, &own).await {
        Ok(()) => {
            desk.visit.keep_scheme(typed.get("colour_scheme").parse().ok());
            desk.done_in(own.locale.parse().unwrap_or(desk.session.staff.locale), Done::Saved, paths::ME)
        }
        Err(Error::Invalid(invalid)) => {
            let mut page = page(&desk).await?;
            typed.fill(page.each(), &invalid);
            desk.refuse(paths::ME, &page.summed_up())
        }
        Err(other) => failed(other),
    }
}

/// Sends a code to the number.
#[handler]
pub(crate) async fn send_code(desk: Desk) -> Result<Response> {
    before_message(&desk.web, &desk.visit).await?;
    match desk.service().send_staff_phone_code(&desk.session.scope).await {
        Ok(()) => desk.done(Done::CodeSent, paths::ME),
        Err(Error::Busy) => desk.done(Done::CodeWaits, paths::ME),
        Err(other) => failed(other),
    }
}

/// Checks the code that came by SMS.
#[handler]
pub(crate) async fn check_code(desk: Desk, typed: Typed) -> Result<Response> {
    match desk.service().verify_staff_phone_code(&desk.session.scope, typed.get("code")).await {
        Ok(()) => desk.done(Done::PhoneChecked, paths::ME),
        Err(Error::Invalid(invalid)) => {
            let mut page = saved(&desk).await?;
            typed.fill([&mut page.code], &invalid);
            desk.refuse(paths::ME, &page.summed_up())
        }
        Err(other) => failed(other),
    }
}

/// Mails a link to choose another password.
#[handler]
pub(crate) async fn password(desk: Desk) -> Result<Response> {
    let login = &desk.session.staff.user_name;
    desk.service().forgot_staff_password(login).await.map_err(Problem::from)?;
    desk.done(Done::PasswordSent, paths::ME)
}

/// The form as the account is.
pub(crate) async fn saved(desk: &Desk) -> Result<Me> {
    let staff = &desk.session.staff;
    let lead = desk.service().shift_lead(&desk.session.scope).await.map_err(Problem::from)?;
    let kept = Typed::from([
        ("name", staff.name.clone()),
        ("phone", staff.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default()),
        ("locale", staff.locale.tag().to_owned()),
        ("colour_scheme", desk.visit.scheme().map_or("", |scheme| scheme.as_str()).to_owned()),
        ("shift_lead", lead.to_string()),
    ]);
    let mut page = page(desk).await?;
    kept.fill(page.each(), &[]);
    Ok(page)
}

async fn page(desk: &Desk) -> Result<Me> {
    let staff = &desk.session.staff;
    let proof = match (&staff.phone, staff.phone_verified_at) {
        (None, _) => Proof::Absent,
        (Some(_), None) if !desk.service().texts_leave() => Proof::Impossible,
        (Some(_), None) => Proof::Unverified,
        (Some(_), Some(_)) => Proof::Verified,
    };
    let calendar_since = desk.service().calendar_since(&desk.session.scope).await.map_err(Problem::from)?;
    let sms_refused = staff.sms_refused_at.is_some();
    let tests = Some(phone_test::shown(desk, Place::Me).await?);
    let own = desk.session.own()?;
    let two_step = desk.service().has_second_factor(&own).await.map_err(Problem::from)?;
    let passkeys = desk.service().passkeys(&own).await.map_err(Problem::from)?.len();
    let me = Me::new(&staff.user_name, &staff.email);
    Ok(Me { sms_refused, proof, two_step, passkeys, tests, calendar_since, ..me })
}
