//! `/tickets/{n}/reply`: the client writes.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::Refusal;
use rappel_pages::{
    Text,
    portal::{Done, Entry, TicketPage},
    routes::portal as paths,
};
use rappel_service::{Error, tickets::Note};
use rappel_web::{Files, Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use super::{
    resume::{field, frame as resumed},
    show::page,
};
use crate::words::word_of;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    body: String,
    key: String,
    seen: Option<i32>,
}

/// Why a reply comes back.
enum Why {
    Body(Text),
    Files(Text),
    /// A message arrived meanwhile: it is shown above, the words are kept.
    Unseen,
    /// The same form was sent with other words: shown with a new key, to be sent on purpose.
    SentBefore,
}

/// Adds the reply.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
    Form(typed): Form<Typed>,
    files: Files,
) -> Result<Response> {
    let received = match files.received().await.map_err(Problem::internal)? {
        Ok(received) => received,
        Err(why) => return again(&session, &web, &visit, number, &typed, Why::Files(why)).await,
    };
    let note = Note { body: typed.body.clone(), seen: typed.seen, idempotency_key: typed.key.clone() };
    match web.service().reply(&session.scope, number, &note, &received).await {
        Ok(()) => {
            web.flash(&visit, session.locale(&visit), &Done::Replied.into())?;
            Ok(see_other(&paths::ticket(number)))
        }
        Err(Error::Invalid(invalid)) => {
            let why = Why::Body(word_of(&invalid, "body"));
            again(&session, &web, &visit, number, &typed, why).await
        }
        Err(Error::Refused(Refusal::UnseenMessage)) => {
            again(&session, &web, &visit, number, &typed, Why::Unseen).await
        }
        Err(Error::KeyMisused) => again(&session, &web, &visit, number, &typed, Why::SentBefore).await,
        Err(other) => Err(Problem::from(other).typed(Some(typed.body)).into()),
    }
}

/// The ticket as it is now, with what was typed before the session ended.
pub(super) async fn resume(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    number: i64,
    fields: &str,
) -> Result<Response> {
    let body = field(fields, "body");
    let view = match web.service().ticket(&session.scope, number).await {
        Ok(view) => view,
        Err(error) => return Err(Problem::from(error).typed(Some(body)).into()),
    };
    let frame = resumed(session, web, visit, paths::TICKETS)?;
    let page = page(&view, &frame, visit.request_id());
    // Closed meanwhile: there is no form, and the words are not lost for that.
    if page.reply.is_none() {
        return Err(Problem::conflict("the ticket is closed").typed(Some(body)).into());
    }
    Ok(web.show(StatusCode::OK, &frame, &page.refused(&body, None, None))?)
}

/// The ticket as it is now, with what was typed.
async fn again(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    number: i64,
    typed: &Typed,
    why: Why,
) -> Result<Response> {
    let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
    let frame = session.frame(web, visit, paths::TICKETS)?;
    let page = page(&view, &frame, visit.request_id());
    let (status, page) = match why {
        Why::Body(why) => (StatusCode::UNPROCESSABLE_ENTITY, page.refused(&typed.body, Some(why), None)),
        Why::Files(why) => (StatusCode::UNPROCESSABLE_ENTITY, page.refused(&typed.body, None, Some(why))),
        Why::SentBefore => (StatusCode::CONFLICT, page.refused(&typed.body, None, None)),
        Why::Unseen => {
            let page = TicketPage { stopped: true, ..page.refused(&typed.body, None, None) };
            (StatusCode::CONFLICT, mark_unseen(page, typed.seen.unwrap_or_default()))
        }
    };
    Ok(web.show(status, &frame, &page)?)
}

/// Marks what came after the messages that the writer had seen.
fn mark_unseen(mut page: TicketPage, seen: i32) -> TicketPage {
    let messages = page.conversation.entries.iter_mut().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        Entry::Event { .. } => None,
    });
    for message in messages.skip(usize::try_from(seen).unwrap_or_default()) {
        message.unseen = true;
    }
    page
}
