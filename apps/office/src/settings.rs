//! `/settings`: the operator's settings, and messages to try them.

use poem::{Response, Result, handler};
use rappel_domain::{delivery::Channel, phone::Phone, role::StaffRight};
use rappel_pages::{
    office::{Done, Fallback, Settings},
    routes::office as paths,
};
use rappel_service::{
    Error, Tenant,
    settings::{CLOSE_AFTER_DAYS, OperatorForm, PROMISE_MINUTES},
};
use rappel_web::{Files, Problem};

use crate::{
    brand::sent,
    company::{self, Whose},
    desk::{Desk, failed},
    typed::Typed,
    words::word_of,
};

/// The settings.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    desk.require(StaffRight::EditSettings)?;
    let page = kept(&desk).await?;
    desk.show(paths::SETTINGS, &page)
}

/// The form as it is saved.
async fn kept(desk: &Desk) -> Result<Settings> {
    let operator = desk.service().operator().await.map_err(Problem::from)?.ok_or_else(Problem::not_found)?;
    let mut page = page(desk, Some(&operator)).in_zone(operator.time_zone.name());
    let sees = desk.service().operators_rule(&desk.session.scope).await.map_err(Problem::from)?;
    let own = company::kept(&operator.settings, Whose::Operators);
    let e164 = |phone: Option<Phone>| phone.map(|it| it.e164().to_owned()).unwrap_or_default();
    let kept = Typed::from([
        ("version", operator.version.to_string()),
        ("name", operator.name),
        ("phone", e164(operator.phone)),
        ("promise_minutes", operator.promise_minutes.unwrap_or(PROMISE_MINUTES).to_string()),
        ("close_after_days", operator.close_after_days.unwrap_or(CLOSE_AFTER_DAYS).to_string()),
        ("fallback_phone", e164(operator.fallback_phone)),
        ("fallback_email", operator.fallback_email.unwrap_or_default()),
        ("locale", operator.locale.tag().to_owned()),
        ("time_zone", operator.time_zone.name().to_owned()),
        ("members_see", sees.as_str().to_owned()),
        ("terms_fr", operator.terms_fr.unwrap_or_default()),
        ("terms_en", operator.terms_en.unwrap_or_default()),
    ]);
    let kept = kept.and(own);
    kept.fill(page.each(), &[]);
    Ok(page)
}

/// Saves them.
#[handler]
pub(crate) async fn save(desk: Desk, typed: Typed) -> Result<Response> {
    let form = OperatorForm {
        version: typed.owned("version"),
        name: typed.owned("name"),
        phone: typed.owned("phone"),
        promise_minutes: typed.owned("promise_minutes"),
        close_after_days: typed.owned("close_after_days"),
        fallback_phone: typed.owned("fallback_phone"),
        fallback_email: typed.owned("fallback_email"),
        locale: typed.owned("locale"),
        time_zone: typed.owned("time_zone"),
        members_see: typed.owned("members_see"),
        terms_fr: typed.owned("terms_fr"),
        terms_en: typed.owned("terms_en"),
        company: company::form(&typed, Whose::Operators),
    };
    match desk.service().save_settings(&desk.session.scope, &form).await {
        Ok(()) => {
            desk.web.hosts().refresh().await;
            desk.done(Done::Saved, paths::SETTINGS)
        }
        Err(Error::Invalid(invalid)) => {
            let operator = desk.service().operator().await.map_err(Problem::from)?;
            let mut page = page(&desk, operator.as_ref()).in_zone(typed.get("time_zone"));
            typed.fill(page.each(), &invalid);
            page.version.renew(operator.map_or(0, |it| it.version));
            desk.refuse_version(paths::SETTINGS, &page.summed_up(), &invalid)
        }
        Err(other) => failed(other),
    }
}

/// Sends a message to the reader, to try the settings.
#[handler]
pub(crate) async fn test(desk: Desk, typed: Typed) -> Result<Response> {
    desk.require(StaffRight::EditSettings)?;
    let channel: Channel =
        typed.get("channel").parse().map_err(|_| Problem::bad_request("channel is sms or email"))?;
    desk.service().send_test(&desk.session.scope, channel).await.map_err(Problem::from)?;
    desk.done(Done::TestSent, paths::SETTINGS)
}

/// Takes another logo of the operator.
#[handler]
pub(crate) async fn upload_logo(desk: Desk, files: Files) -> Result<Response> {
    desk.require(StaffRight::EditSettings)?;
    let why = match sent(&files).await? {
        Ok(file) => match desk.service().save_operator_logo(&desk.session.scope, file).await {
            Ok(()) => return shown(&desk, Done::Saved).await,
            Err(Error::Invalid(invalid)) => word_of(&invalid, "logo"),
            Err(other) => return failed(other),
        },
        Err(refusal) => refusal.key().into(),
    };
    let page = kept(&desk).await?.refused_logo(why);
    desk.refuse(paths::SETTINGS, &page)
}

/// Takes the operator's logo away.
#[handler]
pub(crate) async fn remove_logo(desk: Desk) -> Result<Response> {
    match desk.service().remove_operator_logo(&desk.session.scope).await {
        Ok(()) => shown(&desk, Done::Removed).await,
        Err(other) => failed(other),
    }
}

/// Pages of the back office carry it from now on.
async fn shown(desk: &Desk, done: Done) -> Result<Response> {
    desk.web.hosts().refresh().await;
    desk.done(done, paths::SETTINGS)
}

/// The form of the operator as it is by now.
fn page(desk: &Desk, operator: Option<&Tenant>) -> Settings {
    let staff = &desk.session.staff;
    let fallback = operator.and_then(|operator| operator.fallback_phone.as_ref());
    let page = Settings::new(&staff.email, staff.phone.as_ref().map(Phone::e164));
    let page = page.saved_by_reader(desk.session.scope.sees_all());
    let page = match operator {
        Some(operator) => page.of(&operator.name, &operator.slug, operator.logo.as_ref()),
        None => page,
    };
    let seconds = desk.service().call_after().map(|after| after.num_seconds());
    page.with_fallback(match (seconds, fallback) {
        (None, _) => Fallback::Texts,
        (Some(_), Some(phone)) if !desk.service().calls_fallback(phone) => Fallback::Abroad,
        (Some(seconds), _) => Fallback::Calls { seconds },
    })
}
