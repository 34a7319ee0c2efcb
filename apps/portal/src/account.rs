//! `/account`: own details, number, news, password, and where one is signed in.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::{
    contact::{Choices, Ways},
    id::{ExportId, SessionId},
};
use rappel_pages::{
    portal::{Account, BrowserRow, Done, ExportRow, News, Own, Phone, Told},
    routes::portal as paths,
};
use rappel_service::{Error, Invalid, Person, account::AccountForm, sign_in::SignedInBrowser};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_message, download, see_other};
use serde::Deserialize;

use crate::words::{word_for, word_of};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    name: String,
    locale: String,
    time_zone: String,
    colour_scheme: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Number {
    phone: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Code {
    code: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    news: String,
    closing: String,
    calls: String,
    quiet_from: String,
    quiet_until: String,
}

/// The page.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let page = page(&session, &web).await?;
    let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Saves name and language.
#[handler]
pub(crate) async fn save_details(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Details>,
) -> Result<Response> {
    let form = AccountForm {
        name: typed.name.clone(),
        locale: typed.locale,
        time_zone: typed.time_zone,
        colour_scheme: typed.colour_scheme,
        ..as_it_is(&session.person)
    };
    match web.service().save_account(&session.scope, &form).await {
        Ok(()) => {
            // So that the sign-in page of this browser looks the same.
            visit.keep_scheme(form.colour_scheme.parse().ok());
            visit.keep_language(form.locale.parse().ok());
            // Said in the language that was just chosen.
            web.flash(&visit, visit.locale(form.locale.parse().ok()), &Done::Saved.into())?;
            Ok(see_other(paths::ACCOUNT))
        }
        Err(Error::Invalid(invalid)) => {
            let mut page = page_of(&session, &web, &form).await?;
            for field in ["name", "locale", "time_zone", "colour_scheme"] {
                page = page.refused_if(field, word_for(&invalid, field));
            }
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Saves the number and sends a code to it; an empty one is removed.
#[handler]
pub(crate) async fn save_phone(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Number>,
) -> Result<Response> {
    let form = AccountForm { phone: typed.phone.clone(), ..as_it_is(&session.person) };
    match web.service().save_account(&session.scope, &form).await {
        Ok(()) => {}
        Err(Error::Invalid(invalid)) => {
            return refused(&session, &web, &visit, &invalid, "phone", &typed.phone).await;
        }
        Err(other) => return Err(Problem::from(other).into()),
    }
    if typed.phone.trim().is_empty() {
        return done(&session, &web, &visit, Done::PhoneRemoved);
    }
    // Where no text leaves, a number only serves to call them back.
    if !web.service().texts_leave() {
        return done(&session, &web, &visit, Done::Saved);
    }
    before_message(&web, &visit).await?;
    match web.service().send_phone_code(&session.scope).await {
        Ok(()) => done(&session, &web, &visit, Done::CodeSent),
        Err(Error::Busy) => done(&session, &web, &visit, Done::CodeWaits),
        // The number stays: it is where they are called back.
        Err(Error::Invalid(invalid)) => {
            refused(&session, &web, &visit, &invalid, "phone", &typed.phone).await
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Checks the code that came by SMS.
#[handler]
pub(crate) async fn check_code(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Code>,
) -> Result<Response> {
    match web.service().verify_phone_code(&session.scope, &typed.code).await {
        Ok(()) => done(&session, &web, &visit, Done::PhoneChecked),
        Err(Error::Invalid(invalid)) => refused(&session, &web, &visit, &invalid, "code", &typed.code).await,
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Chooses how to be told of each kind of news, and when not.
#[handler]
pub(crate) async fn save_news(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Choice>,
) -> Result<Response> {
    let now = session.person.choices;
    let choices = Choices {
        answers: chosen(&typed.news, now.answers)?,
        closing: chosen(&typed.closing, now.closing)?,
        calls: chosen(&typed.calls, now.calls)?,
    };
    let (quiet_from, quiet_until) = (typed.quiet_from, typed.quiet_until);
    let form = AccountForm { choices, quiet_from, quiet_until, ..as_it_is(&session.person) };
    match web.service().save_account(&session.scope, &form).await {
        Ok(()) => done(&session, &web, &visit, Done::Saved),
        Err(Error::Invalid(invalid)) => {
            let mut page = page_of(&session, &web, &form).await?;
            for field in ["quiet_from", "quiet_until"] {
                page = page.refused_if(field, word_for(&invalid, field));
            }
            let frame = session.frame(&web, &visit, paths::ACCOUNT)?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Mails a link to choose another password.
#[handler]
pub(crate) async fn mail_password_link(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let person = &session.person;
    web.service()
        .forgot_person_password(session.company.tenant, &person.user_name)
        .await
        .map_err(Problem::from)?;
    done(&session, &web, &visit, Done::PasswordSent)
}

/// Signs out in one other browser.
#[handler]
pub(crate) async fn end_session(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(other): Path<String>,
) -> Result<Response> {
    let id: SessionId = other.parse().map_err(|_| Problem::not_found())?;
    web.service().end_own_session(&session.scope, id).await.map_err(Problem::from)?;
    done(&session, &web, &visit, Done::SessionEnded)
}

/// Signs out in every other browser.
#[handler]
pub(crate) async fn end_sessions(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    web.service().end_other_sessions(&session.scope, session.token()).await.map_err(Problem::from)?;
    done(&session, &web, &visit, Done::SessionEnded)
}

/// Puts together what is kept of the reader.
#[handler]
pub(crate) async fn ask_export(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    match web.service().ask_export(&session.scope).await {
        Ok(()) => done(&session, &web, &visit, Done::ExportAsked),
        Err(Error::Busy) => done(&session, &web, &visit, Done::ExportWaits),
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Hands out what is kept of the reader, to them alone.
#[handler]
pub(crate) async fn fetch_export(
    session: PortalSession,
    web: Web,
    Path(export): Path<String>,
) -> Result<Response> {
    let id: ExportId = export.parse().map_err(|_| Problem::not_found())?;
    let found = web.service().fetch_export(&session.scope, id).await.map_err(Problem::from)?;
    Ok(download(&found).await?)
}

fn done(session: &PortalSession, web: &Web, visit: &Visit, done: Done) -> Result<Response> {
    web.flash(visit, session.locale(visit), &done.into())?;
    Ok(see_other(paths::ACCOUNT))
}

async fn refused(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    invalid: &[Invalid],
    field: &'static str,
    typed: &str,
) -> Result<Response> {
    let page = page(session, web).await?.refused(field, typed, word_of(invalid, field));
    let frame = session.frame(web, visit, paths::ACCOUNT)?;
    Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
}

/// The ways that were chosen for one kind of news; those that count now where the form says nothing of it.
fn chosen(typed: &str, now: Ways) -> Result<Ways> {
    if typed.is_empty() {
        return Ok(now);
    }
    let news = News::of_value(typed).ok_or_else(|| Problem::bad_request("no such way to be told"))?;
    Ok(Ways { by_email: news.by_email(), by_sms: news.by_sms() })
}

/// The account as a form that changes nothing.
fn as_it_is(person: &Person) -> AccountForm {
    AccountForm {
        name: person.name.clone(),
        phone: person.phone.as_ref().map(|phone| phone.e164().to_owned()).unwrap_or_default(),
        locale: person.locale.map(|locale| locale.tag().to_owned()).unwrap_or_default(),
        time_zone: person.time_zone.map(|zone| zone.name().to_owned()).unwrap_or_default(),
        colour_scheme: person.colour_scheme.map(|scheme| scheme.as_str().to_owned()).unwrap_or_default(),
        choices: person.choices,
        quiet_from: person.quiet.map(|hours| hours.from().to_string()).unwrap_or_default(),
        quiet_until: person.quiet.map(|hours| hours.until().to_string()).unwrap_or_default(),
    }
}

async fn page(session: &PortalSession, web: &Web) -> Result<Account> {
    page_of(session, web, &as_it_is(&session.person)).await
}

/// The page with what a form says.
async fn page_of(session: &PortalSession, web: &Web, form: &AccountForm) -> Result<Account> {
    let found = web.service().own_sessions(&session.scope, session.token()).await.map_err(Problem::from)?;
    let browser = |it: &SignedInBrowser| BrowserRow {
        browser: it.browser.clone(),
        since: it.since,
        seen_at: it.seen_at,
        own: it.is_own,
        end_action: paths::end_session(it.session),
    };
    let browsers = found.iter().map(browser).collect();
    let exports = web.service().own_exports(&session.scope).await.map_err(Problem::from)?;
    let exports = exports.iter().map(|it| ExportRow {
        asked_at: it.asked_at,
        until: it.ready.map(|ready| ready.until),
        kilobytes: it.ready.map_or(0, |ready| (ready.size + 999) / 1_000),
        href: paths::export(it.id),
    });
    let exports = exports.collect();
    let person = &session.person;
    let is_verified = person.phone_verified_at.is_some();
    let phone = match &person.phone {
        None => Phone::Absent,
        Some(phone) if is_verified => Phone::Verified { number: phone.e164().to_owned() },
        Some(phone) => Phone::Unverified { number: phone.e164().to_owned() },
    };
    let ways = |ways: Ways| News::of_account(ways.by_email, ways.by_sms);
    let told = Told {
        answers: ways(form.choices.answers),
        closing: ways(form.choices.closing),
        calls: ways(form.choices.calls),
        quiet_from: form.quiet_from.clone(),
        quiet_until: form.quiet_until.clone(),
    };
    let own = Own {
        name: &form.name,
        username: &person.user_name,
        email: &person.email,
        language: &form.locale,
        zone: &form.time_zone,
        scheme: &form.colour_scheme,
    };
    let two_step = web.service().has_second_factor(&session.scope).await.map_err(Problem::from)?;
    let passkeys = web.service().passkeys(&session.scope).await.map_err(Problem::from)?.len();
    let page = Account::new(&own, &told, phone).with_browsers(browsers).with_exports(exports);
    let page = page.with_two_step(two_step).with_passkeys(passkeys);
    Ok(if web.service().texts_leave() { page } else { page.without_texts() })
}
