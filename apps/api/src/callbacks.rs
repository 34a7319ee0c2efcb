//! Callbacks: list, read, accept, outcome.

mod proof;
mod shown;

use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use rappel_domain::{callback::Via, id::CallbackId};
use rappel_service::{Error, Invalid, Once, Reason, callbacks};

use crate::{
    Tag, cursor,
    idempotency::IdempotencyKey,
    key::{Caller, ReadCallbacks, WorkCallbacks},
    page::{Page, usual},
    problem::{Failure, Lists, Reads, Writes},
    types::{Id, Moment},
};
pub(crate) use proof::Proof;
pub(crate) use shown::Callback;

/// The resource `/callbacks`.
pub(crate) struct Callbacks;

/// What became of a call.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewOutcome {
    /// What became of it.
    outcome: OutcomeKind,
    /// With `no_answer`, and only then: when you try again, within a day.
    next_try: Option<Moment>,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "Outcome", rename_all = "snake_case")]
pub(crate) enum OutcomeKind {
    /// The client was reached: the callback is done.
    Reached,
    /// Nobody picked up: you keep it and try again at `next_try`.
    NoAnswer,
    /// The number is wrong: the client is told to correct it.
    WrongNumber,
    /// You cannot do it: the next person is paged at once.
    Cannot,
}

#[OpenApi(prefix_path = "/callbacks", tag = "Tag::Callbacks")]
impl Callbacks {
    /// List callbacks
    ///
    /// Callbacks of the tenant in any state, the newest first. Needs the scope `callbacks:read`.
    #[oai(path = "/", method = "get", operation_id = "listCallbacks")]
    async fn list(
        &self,
        caller: Caller<ReadCallbacks>,
        /// Where the page begins: `next_cursor` of the page before.
        #[oai(validator(max_length = 100))]
        cursor: Query<Option<String>>,
        /// Rows at most, 1 to 100.
        #[oai(default = "usual", validator(minimum(value = "1"), maximum(value = "100")))]
        limit: Query<u64>,
    ) -> Result<Json<Page<Callback>>, Failure<Lists>> {
        let before = cursor::read(cursor.0.as_deref())?;
        let rows = caller.service().callbacks(caller.scope(), before, limit.0 + 1).await?;
        let place = |row: &(i64, callbacks::CallbackView)| cursor::after(row.1.callback.id);
        Ok(Json(Page::cut(rows, limit.0, place, |(number, view)| Callback::of(number, view))))
    }

    /// Read a callback
    ///
    /// With what happened so far. Needs the scope `callbacks:read`.
    #[oai(path = "/:id", method = "get", operation_id = "readCallback")]
    async fn read(
        &self,
        caller: Caller<ReadCallbacks>,
        /// Its identifier.
        id: Path<Id<CallbackId>>,
    ) -> Result<Json<Callback>, Failure<Reads>> {
        Ok(Json(show(&caller, id.0.0).await?))
    }

    /// Read the proof of a callback
    ///
    /// What happened with its reasons, every message with its tries and receipts, and whether the chain of the ticket's events
    /// holds. A tenant's key sees the events that clients may read and the messages to its own people, a staff member's key
    /// everything. Needs the scope `callbacks:read`.
    #[oai(path = "/:id/proof", method = "get", operation_id = "proveCallback")]
    async fn proof(
        &self,
        caller: Caller<ReadCallbacks>,
        /// Its identifier.
        id: Path<Id<CallbackId>>,
    ) -> Result<Json<Proof>, Failure<Reads>> {
        Ok(Json(Proof::of(caller.service().callback_proof(caller.scope(), id.0.0).await?)))
    }

    /// Take a callback
    ///
    /// The staff member whose key it is takes it and rings the client by `call_by`; nobody else is paged meanwhile.
    /// Exactly one wins, the others hear `already_taken`. Needs a staff member's key with the scope `callbacks:write`.
    #[oai(path = "/:id/accept", method = "post", operation_id = "acceptCallback")]
    async fn accept(
        &self,
        caller: Caller<WorkCallbacks>,
        /// Its identifier.
        id: Path<Id<CallbackId>>,
        /// Sent again with the same key, it changes nothing.
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
    ) -> Result<Json<Callback>, Failure<Writes>> {
        let id = id.0.0;
        let once = Once::new(key.0, format!("accept {id}"));
        caller.service().accept_once(caller.scope(), id, Via::Page, &once).await?;
        Ok(Json(show(&caller, id).await?))
    }

    /// Say what became of a call
    ///
    /// By the staff member who has taken it. Needs a staff member's key with the scope `callbacks:write`.
    #[oai(path = "/:id/outcome", method = "post", operation_id = "sayOutcome")]
    async fn outcome(
        &self,
        caller: Caller<WorkCallbacks>,
        /// Its identifier.
        id: Path<Id<CallbackId>>,
        /// Sent again with the same key, it is said once.
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        outcome: Json<NewOutcome>,
    ) -> Result<Json<Callback>, Failure<Writes>> {
        let id = id.0.0;
        let outcome = outcome.0.read()?;
        let once = Once::new(key.0, format!("outcome {id} {outcome:?}"));
        caller.service().outcome_once(caller.scope(), id, outcome, &once).await?;
        Ok(Json(show(&caller, id).await?))
    }
}

async fn show<N>(caller: &Caller<N>, id: CallbackId) -> Result<Callback, Error> {
    let (number, view) = caller.service().callback(caller.scope(), id).await?;
    Ok(Callback::of(number, view))
}

impl NewOutcome {
    fn read(self) -> Result<callbacks::Outcome, Error> {
        let next_try = |reason| Error::Invalid(vec![Invalid::new("next_try", reason)]);
        match (self.outcome, self.next_try) {
            (OutcomeKind::NoAnswer, Some(Moment(next_try))) => Ok(callbacks::Outcome::NoAnswer { next_try }),
            (OutcomeKind::NoAnswer, None) => Err(next_try(Reason::Missing)),
            (_, Some(_)) => Err(next_try(Reason::NotAChoice)),
            (OutcomeKind::Reached, None) => Ok(callbacks::Outcome::Reached),
            (OutcomeKind::WrongNumber, None) => Ok(callbacks::Outcome::WrongNumber),
            (OutcomeKind::Cannot, None) => Ok(callbacks::Outcome::Cannot),
        }
    }
}
