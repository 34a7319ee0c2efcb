//! A callback as the API shows it.

use poem_openapi::{Enum, Object};
use rappel_domain::{
    callback::{self, State},
    id::{CallbackId, StaffId},
};
use rappel_service::callbacks::CallbackView;

use crate::{
    timeline::Event,
    types::{Id, Moment},
};

/// Where a callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Asked for; the first step is due.
    Requested,
    /// People are being paged.
    Paging,
    /// Somebody has it and rings by `call_by`.
    Accepted,
    /// The client was reached.
    Reached,
    /// Nobody needs it any more.
    Cancelled,
}

/// Who has a callback, or who reached the client.
#[derive(Debug, Object)]
pub(crate) struct Holder {
    /// Their identifier.
    id: Id<StaffId>,
    /// As they are called.
    name: String,
}

/// The obligation to ring a client back. It ends when the client was reached.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Callback {
    /// Its identifier.
    id: Id<CallbackId>,
    /// Number of its ticket.
    ticket: i64,
    /// Where it stands.
    phase: Phase,
    /// The number to ring, E.164.
    phone: String,
    /// Whom to ask for.
    contact_name: String,
    /// When it was asked for.
    requested_at: Moment,
    /// By when we promised the client to ring.
    promised_by: Moment,
    /// Who has it, or who reached the client.
    holder: Option<Holder>,
    /// By when the one who has it rings and says what became of it.
    call_by: Option<Moment>,
    /// Calls in vain so far.
    tries: i32,
    /// Since when the number is known to be wrong.
    wrong_number_at: Option<Moment>,
    /// When the client was told that we are late.
    late_at: Option<Moment>,
    /// When the client was reached, or it was cancelled.
    ended_at: Option<Moment>,
    /// What happened so far, in order. A staff member's key also sees how people were paged.
    events: Vec<Event>,
}

impl Callback {
    /// A callback of the ticket `number`.
    pub(crate) fn of(number: i64, view: CallbackView) -> Self {
        let CallbackView { callback, holder, facts } = view;
        let (holder_id, call_by, ended_at) = match callback.state {
            State::Requested | State::Paging => (None, None, None),
            State::Accepted { by, until, .. } => (Some(by), Some(Moment(until)), None),
            State::Reached { by, at } => (Some(by), None, Some(Moment(at))),
            State::Cancelled { at, .. } => (None, None, Some(Moment(at))),
        };
        Self {
            id: Id(callback.id),
            ticket: number,
            phase: phase(callback.phase()),
            phone: callback.phone.e164().to_owned(),
            contact_name: callback.contact_name,
            requested_at: Moment(callback.requested_at),
            promised_by: Moment(callback.promised_by),
            holder: holder_id.map(|id| Holder { id: Id(id), name: holder.unwrap_or_default() }),
            call_by,
            tries: callback.tries,
            wrong_number_at: callback.wrong_number_at.map(Moment),
            late_at: callback.late_at.map(Moment),
            ended_at,
            events: facts.into_iter().map(Event::of).collect(),
        }
    }
}

pub(super) const fn phase(phase: callback::Phase) -> Phase {
    match phase {
        callback::Phase::Requested => Phase::Requested,
        callback::Phase::Paging => Phase::Paging,
        callback::Phase::Accepted => Phase::Accepted,
        callback::Phase::Reached => Phase::Reached,
        callback::Phase::Cancelled => Phase::Cancelled,
    }
}
