//! `/login/step`: the second step of a sign-in, for a browser whose first step was right.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_pages::{
    portal::{Elsewhere, Login, SecondStep},
    routes::portal as paths,
};
use rappel_service::{Error, factors::passkeys::can_be_at, second_step};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_sign_in, local_path, see_other};
use serde::Deserialize;

use crate::{login, tickets, words::word_of};

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
    /// What was typed before the session ended, encoded as a form.
    kept: String,
}

/// Asks for the code.
#[handler]
pub(crate) async fn get(web: Web, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let next = local_path(&asked.next).map(str::to_owned);
    let Some(found) = waiting(&web, &visit).await? else { return over(&web, &visit, next, "").await };
    let frame = web.guest_frame_in(&visit, found.holder.locale())?;
    let page = page(&web, &visit, &found, next, "").await?;
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Leads a browser that has just begun to wait to its second step; `kept` goes along, which no address could hold.
pub(crate) async fn ask(
    web: &Web,
    visit: &Visit,
    token: &str,
    next: Option<String>,
    kept: &str,
) -> Result<Response> {
    if kept.is_empty() {
        let query = next.map(|next| format!("?next={}", encoded(&next))).unwrap_or_default();
        return Ok(see_other(&format!("{}{query}", paths::SECOND_STEP)));
    }
    let found = web.service().second_step(visit.company()?.tenant, token).await.map_err(Problem::from)?;
    let page = page(web, visit, &found, next, kept).await?;
    Ok(web.show(StatusCode::OK, &web.guest_frame(visit)?, &page)?)
}

/// The page that asks for what whoever waits has: a code, or a passkey for this host.
pub(crate) async fn page(
    web: &Web,
    visit: &Visit,
    found: &second_step::SecondStep,
    next: Option<String>,
    kept: &str,
) -> Result<SecondStep> {
    let page = SecondStep::new(next, (!kept.is_empty()).then(|| tickets::kept(kept)));
    let ways = web.service().ways_of_step(found, visit.host()).await.map_err(Problem::from)?;
    if ways.code && !ways.here && ways.elsewhere.is_empty() {
        return Ok(page);
    }
    let origins = web.service().origins();
    let elsewhere = ways.elsewhere.into_iter().map(|host| {
        let href = format!("{}{}", origins.of(&host), paths::LOGIN);
        Elsewhere { host, href }
    });
    Ok(page.with_passkey(ways.here, elsewhere.collect(), ways.code))
}

/// Ends the sign-in.
#[handler]
pub(crate) async fn post(web: Web, visit: Visit, Form(given): Form<Given>) -> Result<Response> {
    let next = local_path(&given.next).map(str::to_owned);
    let (Some(token), Some(found)) = (PortalSession::waiting(&visit), waiting(&web, &visit).await?) else {
        return over(&web, &visit, next, &given.kept).await;
    };
    before_sign_in(&web, &visit, &format!("second step {}", found.holder.id())).await;
    match web.service().take_second_step(visit.company()?.tenant, token, &given.code).await {
        Ok(entered) => login::enter(&web, &visit, &entered.token, next, &given.kept).await,
        Err(Error::NotFound) => over(&web, &visit, next, &given.kept).await,
        Err(other) => {
            let (status, why) = match &other {
                Error::Invalid(invalid) => (StatusCode::UNPROCESSABLE_ENTITY, word_of(invalid, "code")),
                Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, "factor-code-busy".into()),
                _ => return Err(Problem::from(other).into()),
            };
            let page = page(&web, &visit, &found, next, &given.kept).await?.refused(&given.code, why);
            Ok(web.show(status, &web.guest_frame_in(&visit, found.holder.locale())?, &page)?)
        }
    }
}

/// The sign-in waits no more: it begins again with the password, and leads to the same place with what was typed there.
pub(crate) async fn over(web: &Web, visit: &Visit, next: Option<String>, kept: &str) -> Result<Response> {
    if kept.is_empty() {
        let query = next.map(|next| format!("?next={}", encoded(&next))).unwrap_or_default();
        return Ok(see_other(&format!("{}{query}", paths::LOGIN)));
    }
    let page = Login::of_portal(next).with_passkeys(can_be_at(visit.host())).keeping(tickets::kept(kept));
    let page = page.offering(web.provider_button(visit).await?);
    Ok(web.show(StatusCode::UNAUTHORIZED, &web.guest_frame(visit)?, &page)?)
}

/// The sign-in that this browser waits with.
pub(crate) async fn waiting(web: &Web, visit: &Visit) -> Result<Option<second_step::SecondStep>> {
    let Some(token) = PortalSession::waiting(visit) else { return Ok(None) };
    match web.service().second_step(visit.company()?.tenant, token).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(Problem::from(other).into()),
    }
}

fn encoded(path: &str) -> String {
    form_urlencoded::byte_serialize(path.as_bytes()).collect()
}
