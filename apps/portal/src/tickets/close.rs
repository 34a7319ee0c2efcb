//! `/tickets/{n}/close`: asks, closes, and takes it back within ten minutes.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::Refusal;
use rappel_pages::{
    portal::{Close, Done, undone_too_often},
    routes::portal as paths,
};
use rappel_service::Error;
use rappel_web::{PortalSession, Problem, Visit, Web, see_other};

use crate::present;

/// Asks before closing.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let status = present::status(view.ticket.status());
    let page = Close {
        callback_open: view.callback.is_some_and(|view| view.callback.is_open()),
        ..Close::new(number, view.category.name(frame.locale), status)
    };
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Closes. A ticket that is closed already stays so.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    match web.service().close(&session.scope, number).await {
        Ok(()) | Err(Error::Refused(Refusal::TicketClosed)) => {
            web.flash(&visit, session.locale(&visit), &Done::Closed(number).into())?;
            Ok(see_other(&paths::ticket(number)))
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Takes a close back.
#[handler]
pub(crate) async fn reopen(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let done = match web.service().undo_close(&session.scope, number).await {
        Ok(()) | Err(Error::Refused(Refusal::TicketOpen)) => Done::Reopened,
        Err(Error::Refused(Refusal::UndoOver)) => Done::TooLate,
        Err(Error::Refused(Refusal::UndoneTooOften)) => {
            let frame = session.frame(&web, &visit, paths::TICKETS)?;
            let why = undone_too_often(frame.operator.phone.as_deref());
            web.flash(&visit, session.locale(&visit), &why)?;
            return Ok(see_other(&paths::ticket(number)));
        }
        Err(other) => return Err(Problem::from(other).into()),
    };
    web.flash(&visit, session.locale(&visit), &done.into())?;
    Ok(see_other(&paths::ticket(number)))
}
