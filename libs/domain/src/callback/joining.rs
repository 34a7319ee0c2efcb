//! A repeat of an urgent request joins the call that its person waits for already, and gets one of its own when that call
//! is cancelled: an obligation is never lost with another one.

use chrono::{DateTime, Duration, Utc};

use super::{Callback, State, paging};
use crate::{
    Actor, Clock,
    contact::Contact,
    decision::{Change, Decision},
    delivery::{Channel, News, Recipient},
    event::Fact,
    id::{CallbackId, CategoryId},
    job::Lane,
    phone::Phone,
    ticket::{Running, Ticket},
};

/// How long after a request its repeats join it.
pub const JOINING_TIME: Duration = Duration::minutes(10);

/// Whether a request repeats the one of an open callback: soon after it, about the same, to be called at the same number.
/// Another number may be the right one, and another category may have other people on call, so these page anew.
pub fn is_repeat(
    now: DateTime<Utc>,
    callback: &Callback,
    of: &Ticket,
    category: CategoryId,
    phone: &Phone,
) -> bool {
    callback.is_open()
        && now - callback.requested_at <= JOINING_TIME
        && of.category == category
        && callback.phone == *phone
}

/// A ticket joins a call that is under way. The callback changes with it, so that nobody ends it at the same moment without
/// seeing the ticket.
pub fn join(clock: &dyn Clock, ticket: &Ticket, by: Actor, client: &Contact, running: Running) -> Decision {
    let Running { callback, number } = running;
    let mut decision = Decision::new(ticket.tenant);
    decision.fact(clock, ticket.id, None, by, Fact::JoinedCall { number });
    let also = Fact::AlsoAsked { number: ticket.number };
    decision.fact(clock, callback.ticket, Some(callback.id), by, also);
    let to = Recipient::Person(client.person);
    let about = (Some(ticket.id), Some(callback.id));
    let _ = decision.tell(clock, Lane::Normal, to, Channel::Email, News::UrgentJoined { number }, about);
    decision.set_callback(Change::Changed(callback));
    decision
}

/// The call that a ticket had joined was cancelled: it gets its own, bound to what its client was promised.
pub fn take_over(
    clock: &dyn Clock,
    over: &Callback,
    ticket: Ticket,
    by: Actor,
    client: &Contact,
) -> Decision {
    let callback = Callback {
        id: CallbackId::new(clock),
        ticket: ticket.id,
        requested_at: clock.now(),
        position: 0,
        generation: 0,
        tries: 0,
        wrong_number_at: None,
        state: State::Requested,
        version: 0,
        ..over.clone()
    };
    let mut decision = paging::begin(clock, by, client, callback);
    decision.set_ticket(Change::Changed(Ticket { joined: None, ..ticket }));
    decision
}

/// A further ticket that had joined a cancelled call joins the one that took its place.
pub fn rejoin(clock: &dyn Clock, ticket: Ticket, by: Actor, to: CallbackId, number: i64) -> Decision {
    let mut decision = Decision::new(ticket.tenant);
    decision.fact(clock, ticket.id, None, by, Fact::JoinedCall { number });
    decision.set_ticket(Change::Changed(Ticket { joined: Some(to), ..ticket }));
    decision
}

#[cfg(test)]
mod tests;
