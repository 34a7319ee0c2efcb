//! `/login/step`: the second step of a sign-in, for a browser whose first step was right.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_pages::{portal::SecondStep, routes::office as paths};
use rappel_service::{Error, second_step};
use rappel_web::{Form, OfficeSession, Problem, Visit, Web, before_sign_in, local_path, see_other};
use serde::Deserialize;

use crate::{desk::failed, words::word_of};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    code: String,
    next: String,
}

/// Leads a browser that has just begun to wait to its second step.
pub(crate) fn begin(next: Option<&str>) -> Response {
    lead(paths::SECOND_STEP, next)
}

/// Asks for the code.
#[handler]
pub(crate) async fn get(web: Web, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let next = local_path(&asked.next);
    let Some((_, found)) = waiting(&web, &visit).await? else { return Ok(lead(paths::LOGIN, next)) };
    let page = page(&web, &visit, &found, next).await?;
    Ok(web.show(StatusCode::OK, &web.guest_frame_in(&visit, found.holder.locale())?, &page)?)
}

/// Ends the sign-in.
#[handler]
pub(crate) async fn post(web: Web, visit: Visit, Form(given): Form<Given>) -> Result<Response> {
    let next = local_path(&given.next);
    let Some((token, found)) = waiting(&web, &visit).await? else { return Ok(lead(paths::LOGIN, next)) };
    before_sign_in(&web, &visit, &format!("second step {}", found.holder.id())).await;
    let operator = operator(&web).await?;
    match web.service().take_second_step(operator, token, &given.code).await {
        Ok(entered) => {
            OfficeSession::begin(&visit, &entered.token);
            Ok(see_other(next.unwrap_or(paths::QUEUE)))
        }
        Err(Error::NotFound) => Ok(lead(paths::LOGIN, next)),
        Err(other) => {
            let (status, why) = match &other {
                Error::Invalid(invalid) => (StatusCode::UNPROCESSABLE_ENTITY, word_of(invalid, "code")),
                Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, "factor-code-busy".into()),
                _ => return failed(other),
            };
            let page = page(&web, &visit, &found, next).await?.refused(&given.code, why);
            Ok(web.show(status, &web.guest_frame_in(&visit, found.holder.locale())?, &page)?)
        }
    }
}

/// The page that asks for what whoever waits has: a code, or a passkey.
pub(crate) async fn page(
    web: &Web,
    visit: &Visit,
    found: &second_step::SecondStep,
    next: Option<&str>,
) -> Result<SecondStep> {
    let page = SecondStep::of_office(next.map(str::to_owned));
    let ways = web.service().ways_of_step(found, visit.host()).await.map_err(Problem::from)?;
    Ok(page.with_passkey_of_staff(ways.here, ways.code))
}

/// The sign-in that this browser waits with.
pub(crate) async fn waiting<'a>(
    web: &Web,
    visit: &'a Visit,
) -> Result<Option<(&'a str, second_step::SecondStep)>> {
    let Some(token) = OfficeSession::waiting(visit) else { return Ok(None) };
    match web.service().second_step(operator(web).await?, token).await {
        Ok(found) => Ok(Some((token, found))),
        Err(Error::NotFound) => Ok(None),
        Err(other) => failed(other),
    }
}

pub(crate) async fn operator(web: &Web) -> Result<rappel_domain::id::TenantId> {
    let operator = web.service().operator().await.map_err(Problem::from)?;
    Ok(operator.ok_or(Problem::not_found())?.id)
}

pub(crate) fn lead(to: &str, next: Option<&str>) -> Response {
    let encoded = |path: &str| form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>();
    let query = next.map(|next| format!("?next={}", encoded(next))).unwrap_or_default();
    see_other(&format!("{to}{query}"))
}
