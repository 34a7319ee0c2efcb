//! `/queue/{tenant}/{n}/answer`: writes to the client, and goes on to the next ticket.

use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_domain::Refusal;
use rappel_pages::{
    Text,
    office::{Address, Done, TicketPage},
    routes::office as paths,
};
use rappel_service::{Error, tickets::Note};
use rappel_web::{Files, Form, Problem};
use serde::Deserialize;

use super::page;
use crate::{desk::Desk, queue::Asked, words::word_of};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    body: String,
    key: String,
    seen: Option<i32>,
    then: String,
}

/// Why an answer comes back.
enum Why {
    Body(Text),
    Files(Text),
    /// A message arrived meanwhile: it is shown above, the words are kept.
    Unseen,
    /// The same form was sent with other words: shown with a new key, to be sent on purpose.
    SentBefore,
}

/// Sends the answer.
#[handler]
pub(crate) async fn post(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
    Form(typed): Form<Typed>,
    files: Files,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let received = match files.received().await.map_err(Problem::internal)? {
        Ok(received) => received,
        Err(why) => return again(&desk, &tenant, number, &asked, &typed, Why::Files(why)).await,
    };
    let note = Note { body: typed.body.clone(), seen: typed.seen, idempotency_key: typed.key.clone() };
    let why = match desk.service().answer(&scope, number, &note, &received).await {
        Ok(()) => return go_on(&desk, &tenant, number, &asked, &typed.then).await,
        Err(Error::Invalid(invalid)) => Why::Body(word_of(&invalid, "body")),
        Err(Error::Refused(Refusal::UnseenMessage)) => Why::Unseen,
        Err(Error::KeyMisused) => Why::SentBefore,
        Err(other) => return Err(Problem::from(other).typed(Some(typed.body)).into()),
    };
    again(&desk, &tenant, number, &asked, &typed, why).await
}

/// To the next ticket of the view, or back to this one.
async fn go_on(desk: &Desk, tenant: &str, number: i64, asked: &Asked, then: &str) -> Result<Response> {
    let query = asked.query();
    if then != "next" {
        return desk.done(Done::Answered(number), &Address { tenant, number, query: &query }.page());
    }
    let (scope, _) = desk.on(tenant).await?;
    let next =
        desk.service().next_in_queue(&desk.session.scope, &asked.ask(), (scope.tenant(), number)).await;
    match next.map_err(Problem::from)? {
        Some((tenant, next)) => {
            let to = Address { tenant: &tenant, number: next, query: &query }.page();
            desk.done(Done::Answered(number), &to)
        }
        None => desk.done(Done::QueueEmpty(number), &format!("{}?{query}", paths::QUEUE)),
    }
}

/// The ticket as it is now, with what was typed.
async fn again(
    desk: &Desk,
    tenant: &str,
    number: i64,
    asked: &Asked,
    typed: &Typed,
    why: Why,
) -> Result<Response> {
    let frame = desk.frame(paths::QUEUE)?;
    let page = page(desk, &frame, tenant, number, asked).await?;
    let new_key = format!("{}a", desk.visit.request_id());
    let refused =
        |page: TicketPage, key: &str, body, files| page.answer_refused(&typed.body, key, body, files);
    let (status, page) = match why {
        Why::Body(why) => (StatusCode::UNPROCESSABLE_ENTITY, refused(page, &typed.key, Some(why), None)),
        Why::Files(why) => (StatusCode::UNPROCESSABLE_ENTITY, refused(page, &typed.key, None, Some(why))),
        Why::SentBefore => (StatusCode::CONFLICT, refused(page, &new_key, None, None)),
        Why::Unseen => {
            let page = refused(page, &typed.key, None, None);
            (StatusCode::CONFLICT, page.stopped(typed.seen.unwrap_or_default()))
        }
    };
    Ok(desk.web.show(status, &frame, &page)?)
}
