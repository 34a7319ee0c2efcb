//! `/queue/{tenant}/{n}/note`: writes what only the staff sees.

use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_pages::{office::Done, routes::office as paths};
use rappel_service::{Error, tickets::Note};
use rappel_web::{Form, Problem};
use serde::Deserialize;

use super::{back, page};
use crate::{desk::Desk, queue::Asked, words::word_of};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    note: String,
    key: String,
}

/// Adds the note.
#[handler]
pub(crate) async fn post(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let note = Note { body: typed.note.clone(), seen: None, idempotency_key: typed.key.clone() };
    let (status, key, why) = match desk.service().note(&scope, number, &note, &[]).await {
        Err(Error::Invalid(invalid)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, typed.key, Some(word_of(&invalid, "body")))
        }
        Err(Error::KeyMisused) => (StatusCode::CONFLICT, format!("{}n", desk.visit.request_id()), None),
        Err(other @ (Error::Store(_) | Error::Files(_) | Error::Busy)) => {
            return Err(Problem::from(other).typed(Some(typed.note)).into());
        }
        result => return back(&desk, &tenant, number, &asked, result.map(|()| Done::Noted)).await,
    };
    let frame = desk.frame(paths::QUEUE)?;
    let page = page(&desk, &frame, &tenant, number, &asked).await?;
    Ok(desk.web.show(status, &frame, &page.note_refused(&typed.note, &key, why))?)
}
