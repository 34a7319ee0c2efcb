//! `/queue/{tenant}/{n}/callback/…`: takes the call, says how it went, cancels it.

use chrono::Duration;
use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{callback::Via, id::CallbackId};
use rappel_pages::{
    office::{Address, Done},
    routes::office as paths,
};
use rappel_service::{Scope, callbacks::Outcome};
use rappel_web::{Form, Problem};
use serde::Deserialize;

use super::back;
use crate::{desk::Desk, present, queue::Asked};

/// The panel, fetched again while the page is open.
#[handler]
pub(crate) async fn fragment(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let view = desk.service().ticket(&scope, number).await.map_err(Problem::from)?;
    let callback = view.callback.ok_or_else(Problem::not_found)?;
    let frame = desk.frame(paths::QUEUE)?;
    let query = asked.query();
    let address = Address { tenant: &tenant, number, query: &query };
    let panel = present::panel(&callback, address, desk.session.staff.id, frame.now);
    Ok(desk.web.show_fragment(&desk.visit, &frame, &panel)?)
}

/// Takes the call.
#[handler]
pub(crate) async fn take(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let id = callback_of(&desk, &scope, number).await?;
    let result = desk.service().accept(&scope, id, Via::Page).await;
    back(&desk, &tenant, number, &asked, result.map(|()| Done::CallbackTaken)).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    minutes: Option<i64>,
}

/// Says how it went; `outcome` is the last part of the address.
#[handler]
pub(crate) async fn outcome(
    desk: Desk,
    Path((tenant, number, outcome)): Path<(String, i64, String)>,
    Query(asked): Query<Asked>,
    Form(said): Form<Said>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let id = callback_of(&desk, &scope, number).await?;
    let outcome = match outcome.as_str() {
        "reached" => Outcome::Reached,
        "wrong-number" => Outcome::WrongNumber,
        "cannot" => Outcome::Cannot,
        "no-answer" => {
            let minutes = said.minutes.unwrap_or(10).clamp(1, 24 * 60);
            Outcome::NoAnswer { next_try: desk.service().clock().now() + Duration::minutes(minutes) }
        }
        _ => return Err(Problem::not_found().into()),
    };
    let result = desk.service().outcome(&scope, id, outcome).await;
    back(&desk, &tenant, number, &asked, result.map(|()| Done::OutcomeNoted)).await
}

/// Nobody needs the call any more.
#[handler]
pub(crate) async fn cancel(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let result = desk.service().cancel_callback(&scope, number).await;
    back(&desk, &tenant, number, &asked, result.map(|()| Done::CallbackCancelled)).await
}

async fn callback_of(desk: &Desk, scope: &Scope, number: i64) -> Result<CallbackId> {
    let view = desk.service().ticket(scope, number).await.map_err(Problem::from)?;
    Ok(view.callback.ok_or_else(Problem::not_found)?.callback.id)
}
