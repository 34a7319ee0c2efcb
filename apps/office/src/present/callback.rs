//! A callback as the staff sees it.

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::{Callback, State},
    event::Fact,
    id::StaffId,
};
use rappel_pages::{
    office::{Address, CallbackPanel, FactLine, say_fact},
    portal::CallbackState,
    routes::office as paths,
};
use rappel_service::{callbacks::CallbackView, timeline::FactEntry};

/// How it stands at a time.
pub(crate) fn call_state(callback: &Callback, now: DateTime<Utc>) -> CallbackState {
    match callback.state {
        State::Reached { .. } => CallbackState::Reached,
        State::Cancelled { .. } => CallbackState::Cancelled,
        State::Accepted { .. } if callback.wrong_number_at.is_some() => CallbackState::WrongNumber,
        State::Accepted { .. } if callback.tries > 0 => CallbackState::NoAnswer,
        State::Accepted { .. } => CallbackState::Taken,
        State::Requested | State::Paging if callback.late_at.is_some() || now > callback.promised_by => {
            CallbackState::Late
        }
        State::Requested | State::Paging => CallbackState::Requested,
    }
}

/// When whoever has it tries again, if the last call was not answered: nothing any more once they have another number.
pub(crate) fn next_try(view: &CallbackView) -> Option<DateTime<Utc>> {
    let last = view.facts.iter().rev().find_map(|entry| match entry.fact {
        Fact::NoAnswer { next_try, .. } => Some(Some(next_try)),
        Fact::CallbackTaken { .. } | Fact::NumberChanged => Some(None),
        _ => None,
    });
    last.flatten()
}

/// Who has it, or who reached the client.
pub(crate) const fn holder(callback: &Callback) -> Option<StaffId> {
    match callback.state {
        State::Accepted { by, .. } | State::Reached { by, .. } => Some(by),
        State::Requested | State::Paging | State::Cancelled { .. } => None,
    }
}

/// A fact in words.
pub(crate) fn fact(entry: &FactEntry) -> FactLine {
    say_fact(entry.at, &entry.fact, &super::author(&entry.by), entry.staff.as_deref())
}

/// The panel of a callback with what its reader may do.
pub(crate) fn panel(
    view: &CallbackView,
    address: Address<'_>,
    reader: StaffId,
    now: DateTime<Utc>,
) -> CallbackPanel {
    let callback = &view.callback;
    let proof = paths::callback(address.tenant, callback.id);
    let state = match call_state(callback, now) {
        CallbackState::NoAnswer if next_try(view).is_none() => CallbackState::Taken,
        state => state,
    };
    let panel = CallbackPanel::new(address, state, view.holder.as_deref(), proof);
    let panel = CallbackPanel {
        contact: callback.contact_name.clone(),
        phone: callback.phone.e164().to_owned(),
        promised_by: callback.promised_by,
        facts: view.facts.iter().map(fact).collect(),
        ..panel
    };
    match callback.state {
        State::Requested | State::Paging => panel.to_take(address).cancellable(address),
        State::Accepted { by, until, .. } => {
            let panel = CallbackPanel { until: Some(until), ..panel };
            let panel = if by == reader { panel.mine(address) } else { panel };
            panel.cancellable(address)
        }
        State::Reached { .. } | State::Cancelled { .. } => panel,
    }
}

#[cfg(test)]
mod tests;
