//! `/tickets/{n}/callback`: the client corrects the number, or needs no call any more.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::Refusal;
use rappel_pages::{
    Text,
    portal::{CallbackChange, Done},
    reader::phone_display,
    routes::portal as paths,
};
use rappel_service::Error;
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    phone: String,
}

/// The form with the present number; the ticket's page when no call is open.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
    let Some(open) = view.callback.filter(|view| view.callback.is_open()) else {
        return Ok(see_other(&paths::ticket(number)));
    };
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let page = CallbackChange::new(number, open.callback.phone.e164());
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Changes the number; who has the callback is told.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let changed = web.service().change_number(&session.scope, number, &typed.phone).await;
    if let Err(Error::Invalid(_) | Error::Refused(Refusal::SameNumber | Refusal::NumberChangedTooOften)) =
        &changed
    {
        let frame = session.frame(&web, &visit, paths::TICKETS)?;
        let why = match &changed {
            Err(Error::Invalid(invalid)) => word_of(invalid, "phone"),
            Err(Error::Refused(Refusal::SameNumber)) => Text::key("new-phone-same"),
            _ => too_often(frame.operator.phone.as_deref()),
        };
        let page = CallbackChange::new(number, &typed.phone).refused(&typed.phone, why);
        return Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?);
    }
    back(&session, &web, &visit, number, changed, Done::NumberChanged)
}

/// Each change is told to everybody who was paged, so there is an end; the way out is our own number.
fn too_often(operator: Option<&str>) -> Text {
    match operator {
        Some(phone) => Text::key("new-phone-too-often-call").with("phone", phone_display(phone)),
        None => Text::key("new-phone-too-often"),
    }
}

/// Cancels the callback; the ticket stays open.
#[handler]
pub(crate) async fn cancel(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let cancelled = web.service().cancel_callback(&session.scope, number).await;
    back(&session, &web, &visit, number, cancelled, Done::CallbackCancelled)
}

fn back(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    number: i64,
    done: rappel_service::Result<()>,
    said: Done,
) -> Result<Response> {
    let said = match done {
        Ok(()) => said,
        Err(Error::Refused(Refusal::CallbackOver)) => Done::TooLate,
        Err(other) => return Err(Problem::from(other).into()),
    };
    web.flash(visit, session.locale(visit), &said.into())?;
    Ok(see_other(&paths::ticket(number)))
}
