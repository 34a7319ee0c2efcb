//! Taking a callback: exactly one person wins.

use super::{Callback, Paged, SHORTEST_PROMISE, State};
use crate::{
    Actor, Clock,
    contact::Contact,
    decision::{Change, Decision},
    delivery::{Channel, News, Recipient},
    event::Fact,
    id::StaffId,
    job::{Job, Lane},
    refusal::Refusal,
    ticket::{self, Ticket},
};

/// How somebody took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By a reply: told by SMS what comes next.
    Sms,
    /// By a digit during a call: the number is read out, and sent by SMS as well.
    Voice,
    /// On a page, which says what comes next.
    Page,
}

/// Somebody takes a callback, and its ticket when nobody has that. The escalation pauses, what was
/// not yet sent dies, the others who were paged and the client are told.
pub fn accept(
    clock: &dyn Clock,
    callback: Callback,
    ticket: Ticket,
    staff: StaffId,
    via: Via,
    paged: &[Paged],
    client: &Contact,
) -> Result<Decision, Refusal> {
    match callback.state {
        State::Requested | State::Paging => {}
        State::Accepted { by, .. } => return Err(Refusal::AlreadyTaken { by }),
        State::Reached { .. } | State::Cancelled { .. } => return Err(Refusal::CallbackOver),
    }
    let now = clock.now();
    let until = callback.promised_by.max(now + SHORTEST_PROMISE);
    let about = (callback.ticket, callback.id);
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    callback.generation += 1;
    callback.state = State::Accepted { by: staff, at: now, until };
    decision.silence(callback.id);
    let fact = Fact::CallbackTaken { staff, until };
    decision.fact(clock, about.0, Some(about.1), Actor::Staff(staff), fact);
    let job = Job::Promise { callback: callback.id, generation: callback.generation };
    decision.later(clock, Lane::Urgent, until, job);
    if via != Via::Page {
        tell_staff(clock, &mut decision, &callback, staff, News::TakenByYou);
    }
    let others: Vec<Paged> =
        paged.iter().filter(|other| other.to != Recipient::Staff(staff)).cloned().collect();
    tell_paged(clock, &mut decision, &callback, &others, &News::TakenByOther);
    client.tell_urgent(clock, &mut decision, &News::UrgentTaken, about);
    decision.set_callback(Change::Changed(callback));
    if ticket.assignee.is_some() {
        return Ok(decision);
    }
    Ok(match ticket::take(clock, ticket, staff) {
        Ok(taken) => decision.and(taken),
        Err(_) => decision,
    })
}

/// Tells everybody who was paged, once by each channel they were paged by. Nobody is called to hear that nothing is to do.
pub(super) fn tell_paged(
    clock: &dyn Clock,
    decision: &mut Decision,
    callback: &Callback,
    paged: &[Paged],
    news: &News,
) {
    let about = (Some(callback.ticket), Some(callback.id));
    for (index, one) in paged.iter().enumerate() {
        if one.channel != Channel::Voice && !paged[..index].contains(one) {
            let _ = decision.tell(clock, Lane::Urgent, one.to.clone(), one.channel, news.clone(), about);
        }
    }
}

pub(super) fn tell_staff(
    clock: &dyn Clock,
    decision: &mut Decision,
    callback: &Callback,
    staff: StaffId,
    news: News,
) {
    let about = (Some(callback.ticket), Some(callback.id));
    let _ = decision.tell(clock, Lane::Urgent, Recipient::Staff(staff), Channel::Sms, news, about);
}
