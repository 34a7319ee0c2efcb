//! `/account`: own details, number, news, password, and where one is signed in.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::id::{ExportId, SessionId};
use rappel_pages::{
    portal::{Account, BrowserRow, Done, ExportRow, News, Phone},
    routes::portal as paths,
};
use rappel_service::{Error, Invalid, Person, account::AccountForm, sign_in::SignedInBrowser};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_message, download, see_other};
use serde::Deserialize;

use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    name: String,
    locale: String,
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
    let form = AccountForm { name: typed.name.clone(), locale: typed.locale, ..as_it_is(&session.person) };
    match web.service().save_account(&session.scope, &form).await {
        Ok(()) => {
            // Said in the language that was just chosen.
            web.flash(&visit, visit.locale(form.locale.parse().ok()), &Done::Saved.into())?;
            Ok(see_other(paths::ACCOUNT))
        }
        Err(Error::Invalid(invalid)) => refused(&session, &web, &visit, &invalid, "name", &typed.name).await,
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
    before_message(&web, &visit).await?;
    match web.service().send_phone_code(&session.scope).await {
        Ok(()) => done(&session, &web, &visit, Done::CodeSent),
        Err(Error::Busy) => done(&session, &web, &visit, Done::CodeWaits),
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

/// Chooses how to be told of an answer.
#[handler]
pub(crate) async fn save_news(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Choice>,
) -> Result<Response> {
    let news = News::of_value(&typed.news).ok_or_else(|| Problem::bad_request("no such way to be told"))?;
    let form = AccountForm {
        news_by_email: news.by_email(),
        news_by_sms: news.by_sms(),
        ..as_it_is(&session.person)
    };
    web.service().save_account(&session.scope, &form).await.map_err(Problem::from)?;
    done(&session, &web, &visit, Done::Saved)
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

/// The account as a form that changes nothing.
fn as_it_is(person: &Person) -> AccountForm {
    AccountForm {
        name: person.name.clone(),
        phone: person.phone.as_ref().map(|phone| phone.e164().to_owned()).unwrap_or_default(),
        locale: person.locale.map(|locale| locale.tag().to_owned()).unwrap_or_default(),
        news_by_email: person.news_by_email,
        news_by_sms: person.news_by_sms,
    }
}

async fn page(session: &PortalSession, web: &Web) -> Result<Account> {
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
    // SMS are only sent to a number that was proved: until then they are not a choice.
    let news = News::of_account(person.news_by_email, person.news_by_sms && is_verified);
    let language = person.locale.map_or("", rappel_domain::Locale::tag);
    let page = Account::new(&person.name, &person.user_name, &person.email, language, news, phone);
    Ok(page.with_browsers(browsers).with_exports(exports))
}
