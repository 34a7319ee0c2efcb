//! `/a/{token}`: the phone pages of the person on call. GET looks and never acts; the address itself is the secret.

use chrono::Duration;
use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::{Refusal, event::Fact};
use rappel_pages::{
    Frame, Page,
    oncall::{Also, Call, Expired, Mine, Next, Over, TakenBy, ToTake, Why},
    routes::oncall as paths,
};
use rappel_service::{
    Error,
    callbacks::{OnCallPage, Outcome, Stance},
};
use rappel_web::{Form, Problem, Visit, Web, see_other};
use serde::Deserialize;

use crate::{desk::failed, present};

/// Shows how the callback stands for the reader.
#[handler]
pub(crate) async fn get(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    match web.service().on_call_page(&token).await {
        Ok(page) => show(&web, &visit, &token, &page),
        Err(Error::NotFound) => {
            Ok(web.show(StatusCode::NOT_FOUND, &web.guest_frame(&visit)?, &Expired::default())?)
        }
        Err(other) => failed(other),
    }
}

/// Takes the callback. The answer is a page whose first thing dials: without script it is one tap more.
#[handler]
pub(crate) async fn take(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    match web.service().accept_by_link(&token).await {
        Ok(()) | Err(Error::Refused(_) | Error::Conflict) => {
            let page = web.service().on_call_page(&token).await.map_err(Problem::from)?;
            show(&web, &visit, &token, &page)
        }
        Err(other) => failed(other),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    minutes: Option<i64>,
}

/// Says how it went, or that somebody else has to; `outcome` is the last part of the address.
#[handler]
pub(crate) async fn outcome(
    web: Web,
    visit: Visit,
    Path((token, outcome)): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Result<Response> {
    let outcome = match outcome.as_str() {
        "connect" => return connect(&web, &visit, &token).await,
        "reached" => Outcome::Reached,
        "wrong-number" => Outcome::WrongNumber,
        "decline" => Outcome::Cannot,
        "no-answer" => {
            let minutes = said.minutes.unwrap_or(10).clamp(1, 24 * 60);
            Outcome::NoAnswer { next_try: web.service().clock().now() + Duration::minutes(minutes) }
        }
        _ => return Err(Problem::not_found().into()),
    };
    match (web.service().outcome_by_link(&token, outcome).await, outcome) {
        (Ok(()), Outcome::Cannot) => over(&web, &visit, &token, Why::Declined).await,
        (Ok(()), Outcome::WrongNumber) => over(&web, &visit, &token, Why::WrongNumber).await,
        // What became of it in the meantime says more than an error page.
        (Ok(()) | Err(Error::Conflict), _) => Ok(see_other(&paths::summons(&token))),
        (Err(Error::Refused(refusal)), _) if refusal != Refusal::NotAllowed => {
            Ok(see_other(&paths::summons(&token)))
        }
        (Err(other), _) => failed(other),
    }
}

/// Calls the reader, to connect them with the client.
async fn connect(web: &Web, visit: &Visit, token: &str) -> Result<Response> {
    match web.service().connect_by_link(token).await {
        Ok(()) => over(web, visit, token, Why::Connecting).await,
        // What became of it in the meantime says more than an error page.
        Err(Error::Conflict | Error::Refused(_)) => Ok(see_other(&paths::summons(token))),
        Err(other) => failed(other),
    }
}

async fn over(web: &Web, visit: &Visit, token: &str, why: Why) -> Result<Response> {
    let page = web.service().on_call_page(token).await.map_err(Problem::from)?;
    let frame = frame(web, visit, &page)?;
    render(web, &frame, &Over::new(page.number, &page.settings.tenant.name, why))
}

fn show(web: &Web, visit: &Visit, token: &str, page: &OnCallPage) -> Result<Response> {
    let frame = frame(web, visit, page)?;
    let (number, client) = (page.number, page.settings.tenant.name.clone());
    match &page.stance {
        Stance::ToTake { next } => {
            let next = next.as_ref().and_then(|it| Next::new(&it.others, it.reader, it.fallback, it.at));
            render(web, &frame, &ToTake::new(token, call(page), next))
        }
        Stance::Mine { until } => {
            let callback = &page.view.callback;
            let next_try = present::next_try(&page.view);
            // As the text says it that tells of another number; until it comes nobody waits at this one.
            let by = if next_try.is_none() { *until } else { callback.promised_by };
            let mine = Mine::new(token, Call { by, ..call(page) }, taken_at(page).unwrap_or(*until));
            let wrong_until = callback.wrong_number_at.map(|_| *until);
            let tries = u32::try_from(callback.tries).unwrap_or_default();
            let connect_action = page.can_connect.then(|| paths::connect(token));
            render(web, &frame, &Mine { next_try, tries, wrong_until, connect_action, ..mine })
        }
        Stance::TakenBy { name, at } => {
            render(web, &frame, &TakenBy { number, client, name: name.clone(), at: *at })
        }
        Stance::Reached { .. } => render(web, &frame, &Over::new(number, &client, Why::Reached)),
        Stance::Cancelled { .. } => render(web, &frame, &Over::new(number, &client, Why::Cancelled)),
    }
}

fn render<P: Page>(web: &Web, frame: &Frame, page: &P) -> Result<Response> {
    Ok(web.show(StatusCode::OK, frame, page)?)
}

/// The reader's language, and the clocks that the operator's staff live by.
fn frame(web: &Web, visit: &Visit, page: &OnCallPage) -> Result<Frame> {
    let frame = web.guest_frame(visit)?;
    let locale = page.staff.as_ref().map_or(frame.locale, |staff| staff.locale);
    let languages = rappel_pages::language::others(locale);
    Ok(Frame { locale, languages, zone: page.settings.operator_zone, ..frame })
}

fn call(page: &OnCallPage) -> Call {
    let callback = &page.view.callback;
    Call {
        number: page.number,
        client: page.settings.tenant.name.clone(),
        person: callback.contact_name.clone(),
        phone: callback.phone.e164().to_owned(),
        asked_at: callback.requested_at,
        by: callback.promised_by,
        excerpt: Some(page.excerpt.clone()).filter(|it| !it.is_empty()),
        also: page
            .also
            .iter()
            .map(|(number, excerpt)| Also { number: *number, excerpt: excerpt.clone() })
            .collect(),
    }
}

/// When the reader took it.
fn taken_at(page: &OnCallPage) -> Option<chrono::DateTime<chrono::Utc>> {
    let mut facts = page.view.facts.iter().rev();
    facts.find(|it| matches!(it.fact, Fact::CallbackTaken { .. })).map(|it| it.at)
}
