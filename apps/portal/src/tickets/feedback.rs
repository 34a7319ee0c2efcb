//! `/tickets/{n}/feedback`: whether a closed ticket is solved, said on its page.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::Refusal;
use rappel_pages::{portal::Done, routes::portal as paths};
use rappel_service::Error;
use rappel_web::{Form, PortalSession, Problem, Visit, Web, see_other};

use super::show::page;
use crate::feedback::Typed;

/// Says it; when somebody was faster, or the ticket is open again, the page shows how it stands.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = match web.service().give_feedback(&session.scope, number, &typed.said()).await {
        Ok(()) => Done::FeedbackGiven,
        Err(Error::Refused(Refusal::FeedbackGiven | Refusal::FeedbackOver | Refusal::TicketOpen)) => {
            Done::TooLate
        }
        Err(Error::Invalid(invalid)) => {
            let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
            let frame = session.frame(&web, &visit, paths::TICKETS)?;
            let form = typed.refused(paths::give_feedback(number), &invalid);
            let page = page(&view, &frame, visit.request_id()).feedback_refused(form);
            return Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?);
        }
        Err(other) => return Err(Problem::from(other).into()),
    };
    web.flash(&visit, session.locale(&visit), &done.into())?;
    Ok(see_other(&paths::ticket(number)))
}
