//! `/settings`: the operator's settings, and messages to try them.

use poem::{Response, Result, handler};
use rappel_domain::{delivery::Channel, phone::Phone, role::StaffRight};
use rappel_pages::{
    office::{Done, Fallback, Settings},
    routes::office as paths,
};
use rappel_service::{
    Error,
    settings::{CLOSE_AFTER_DAYS, OperatorForm, PROMISE_MINUTES},
};
use rappel_web::Problem;

use crate::{
    company::{self, Whose},
    desk::{Desk, failed},
    typed::Typed,
};

/// The settings.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    desk.require(StaffRight::EditSettings)?;
    let operator = desk.service().operator().await.map_err(Problem::from)?.ok_or_else(Problem::not_found)?;
    let mut page = page(&desk, operator.fallback_phone.as_ref()).in_zone(operator.time_zone.name());
    let sees = desk.service().operators_rule(&desk.session.scope).await.map_err(Problem::from)?;
    let own = company::kept(&operator.settings, Whose::Operators);
    let e164 = |phone: Option<Phone>| phone.map(|it| it.e164().to_owned()).unwrap_or_default();
    let kept = Typed::from([
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
    desk.show(paths::SETTINGS, &page)
}

/// Saves them.
#[handler]
pub(crate) async fn save(desk: Desk, typed: Typed) -> Result<Response> {
    let form = OperatorForm {
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
            let fallback = operator.and_then(|operator| operator.fallback_phone);
            let mut page = page(&desk, fallback.as_ref()).in_zone(typed.get("time_zone"));
            typed.fill(page.each(), &invalid);
            desk.refuse(paths::SETTINGS, &page.summed_up())
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

/// The form; `fallback` is the fallback number of now.
fn page(desk: &Desk, fallback: Option<&Phone>) -> Settings {
    let staff = &desk.session.staff;
    let page = Settings::new(&staff.email, staff.phone.as_ref().map(Phone::e164));
    let seconds = desk.service().call_after().map(|after| after.num_seconds());
    page.with_fallback(match (seconds, fallback) {
        (None, _) => Fallback::Texts,
        (Some(_), Some(phone)) if !desk.service().calls_fallback(phone) => Fallback::Abroad,
        (Some(seconds), _) => Fallback::Calls { seconds },
    })
}
