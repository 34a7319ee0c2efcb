//! The card of a callback: recorded facts in order, then the promise.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{callback::State, delivery::Channel, event};
use rappel_pages::{
    Frame,
    portal::{CallbackCard, CallbackState, Fact},
};
use rappel_service::{callbacks::CallbackView, timeline::FactEntry};

/// One step tells several people by several channels, one text after the other: what follows sooner is the same step. A
/// step lasts a minute at least.
const SAME_STEP: Duration = Duration::seconds(30);

/// The card.
pub(crate) fn card(number: i64, view: &CallbackView, frame: &Frame) -> CallbackCard {
    let reader = frame.user.as_ref().map(|user| user.name.as_str());
    card_for(number, view, frame.now, reader)
}

fn card_for(number: i64, view: &CallbackView, now: DateTime<Utc>, reader: Option<&str>) -> CallbackCard {
    let state = state(view, now);
    let called = &view.callback.contact_name;
    // A colleague reads whom we call.
    let person = reader.filter(|name| name != called).map(|_| called.as_str());
    let mut facts = facts(&view.facts, person);
    facts.extend(promise(view, state));
    let card = CallbackCard::new(number, state, view.holder.as_deref(), view.callback.phone.e164(), facts);
    match person {
        Some(person) => card.of(person, view.holder.as_deref()),
        None => card,
    }
}

fn state(view: &CallbackView, now: DateTime<Utc>) -> CallbackState {
    let callback = &view.callback;
    match callback.state {
        State::Reached { .. } => CallbackState::Reached,
        State::Cancelled { .. } => CallbackState::Cancelled,
        _ if callback.wrong_number_at.is_some() => CallbackState::WrongNumber,
        State::Accepted { .. } if next_try(view).is_some() => CallbackState::NoAnswer,
        State::Accepted { until, .. } if now <= until => CallbackState::Taken,
        _ if callback.late_at.is_some() => CallbackState::Late,
        State::Accepted { .. } => CallbackState::Taken,
        State::Requested | State::Paging => CallbackState::Requested,
    }
}

/// When the one who has it tries again, if the last call was not answered.
fn next_try(view: &CallbackView) -> Option<DateTime<Utc>> {
    let last = view.facts.iter().rev().find_map(|entry| match entry.fact {
        event::Fact::NoAnswer { next_try, .. } => Some(Some(next_try)),
        event::Fact::CallbackTaken { .. } | event::Fact::NumberChanged => Some(None),
        _ => None,
    });
    last.flatten()
}

fn promise(view: &CallbackView, state: CallbackState) -> Option<Fact> {
    match state {
        CallbackState::Requested => Some(Fact::promised(view.callback.promised_by)),
        CallbackState::Taken => match view.callback.state {
            State::Accepted { until, .. } => Some(Fact::promised(until)),
            _ => None,
        },
        CallbackState::NoAnswer => next_try(view).map(Fact::next_try),
        CallbackState::Late
        | CallbackState::WrongNumber
        | CallbackState::Reached
        | CallbackState::Cancelled => None,
    }
}

fn facts(entries: &[FactEntry], person: Option<&str>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut told: Option<DateTime<Utc>> = None;
    let mut called = BTreeSet::new();
    let mut holder = None;
    for entry in entries {
        let at = entry.at;
        let name = entry.staff.as_deref().unwrap_or_default();
        let fact = match &entry.fact {
            event::Fact::CallbackRequested { .. } => Some(Fact::received(at)),
            event::Fact::SummonsSent { staff, channel, .. } => {
                // Whoever was told before and is called now is nobody new.
                let is_new = called.insert(*staff) || *channel != Channel::Voice;
                let fact = match told {
                    None => Some(Fact::paged(at)),
                    Some(before) if is_new && at - before > SAME_STEP => Some(Fact::escalated(at)),
                    Some(_) => None,
                };
                told = Some(at);
                fact
            }
            event::Fact::CallbackTaken { staff, .. } => {
                holder = Some(*staff);
                Some(Fact::taken(at, name))
            }
            // Of somebody who never had it the client has not heard either.
            event::Fact::CallbackDeclined { staff } => {
                (holder == Some(*staff)).then(|| Fact::given_back(at, name))
            }
            event::Fact::PromisePassed { .. } => Some(Fact::promise_passed(at, name)),
            event::Fact::NoAnswer { .. } => Some(Fact::no_answer(at, name)),
            event::Fact::Reached { .. } => Some(Fact::reached(at, name, person)),
            event::Fact::WrongNumber { .. } => Some(Fact::wrong_number(at, name)),
            event::Fact::NumberChanged => Some(Fact::number_changed(at)),
            event::Fact::CallbackCancelled => Some(Fact::cancelled(at)),
            event::Fact::Late => Some(Fact::late(at)),
            event::Fact::AlsoAsked { number } => Some(Fact::also(at, *number)),
            _ => None,
        };
        facts.extend(fact);
    }
    facts
}

#[cfg(test)]
mod tests;
