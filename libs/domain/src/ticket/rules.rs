//! What may happen to a ticket after it was opened. Each rule consumes the ticket that was read.

use chrono::{DateTime, Duration, Utc};

use super::{Open, Reminded, State, Ticket, UNDO_WINDOW};
use crate::{
    Actor, Clock,
    calendar::Closing,
    callback::{self, LastCall, OpenCall},
    contact::Contact,
    decision::{Change, Decision},
    delivery::{Channel, News, Recipient},
    event::Fact,
    id::{MessageId, StaffId, TicketId},
    job::{Job, Lane},
    message::{Message, MessageKind, StoredFile},
    refusal::Refusal,
};

/// What somebody writes on a ticket.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Plain text.
    pub body: String,
    /// Files that come with it.
    pub files: Vec<StoredFile>,
    /// How many messages the writer had seen; `None` where the writer saw no page (the API).
    pub seen: Option<i32>,
}

/// Staff answers: the ticket is *Répondu* and its fifteen days begin. Answering takes the ticket.
pub fn answer(
    clock: &dyn Clock,
    ticket: Ticket,
    staff: StaffId,
    answer: Answer,
    closing: Closing,
    client: &Contact,
) -> Result<Decision, Refusal> {
    let mut ticket = writable(ticket, answer.seen)?;
    let by = Actor::Staff(staff);
    let mut decision = Decision::new(ticket.tenant);
    if ticket.assignee.is_none() {
        decision.fact(clock, ticket.id, None, by, Fact::Taken { staff });
        ticket.assignee = Some(staff);
    }
    let message = write(clock, &mut decision, &mut ticket, by, MessageKind::Answer, answer)?;
    let Closing { close_at: closes_at, remind_at } = closing;
    ticket.state = State::Open(Open::Answered { at: clock.now(), closes_at, reminded: Reminded::No });
    ticket.waiting_since = None;
    ticket.raised = false;
    decision.fact(clock, ticket.id, None, by, Fact::Answered { message, closes_at });
    client.tell(clock, &mut decision, &News::Answered { message }, ticket.id);
    if let Some(remind_at) = remind_at {
        decision.later(clock, Lane::Normal, remind_at, Job::RemindClosing { ticket: ticket.id, closes_at });
    }
    decision.later(clock, Lane::Normal, closes_at, Job::CloseAnswered { ticket: ticket.id, closes_at });
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

/// Staff writes a note that only staff sees; the state stays as it is.
pub fn note(clock: &dyn Clock, ticket: Ticket, staff: StaffId, note: Answer) -> Result<Decision, Refusal> {
    let mut ticket = ticket;
    let by = Actor::Staff(staff);
    let mut decision = Decision::new(ticket.tenant);
    let message = write(clock, &mut decision, &mut ticket, by, MessageKind::Note, note)?;
    decision.fact(clock, ticket.id, None, by, Fact::Noted { message });
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

/// The client replies: an answered ticket is open again, without a closing date.
pub fn reply(clock: &dyn Clock, ticket: Ticket, by: Actor, reply: Answer) -> Result<Decision, Refusal> {
    let mut ticket = writable(ticket, reply.seen)?;
    let mut decision = Decision::new(ticket.tenant);
    let message = write(clock, &mut decision, &mut ticket, by, MessageKind::Client, reply)?;
    if matches!(ticket.state, State::Open(Open::Answered { .. })) {
        ticket.state = State::Open(held_or_not(&ticket));
    }
    ticket.waiting_since = ticket.waiting_since.or(Some(clock.now()));
    decision.fact(clock, ticket.id, None, by, Fact::ClientWrote { message });
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

/// Staff takes a ticket.
pub fn take(clock: &dyn Clock, ticket: Ticket, staff: StaffId) -> Result<Decision, Refusal> {
    hand(clock, ticket, staff, Actor::Staff(staff))
}

/// Somebody gives a ticket to a staff member, who is told when it was somebody else.
pub fn assign(clock: &dyn Clock, ticket: Ticket, to: StaffId, by: StaffId) -> Result<Decision, Refusal> {
    hand(clock, ticket, to, Actor::Staff(by))
}

/// Staff puts a ticket back for anybody to take.
pub fn release(clock: &dyn Clock, ticket: Ticket, by: StaffId) -> Result<Decision, Refusal> {
    let mut ticket = open_ticket(ticket)?;
    let mut decision = Decision::new(ticket.tenant);
    ticket.assignee = None;
    if matches!(ticket.state, State::Open(Open::InProgress)) {
        ticket.state = State::Open(Open::Untreated);
    }
    decision.fact(clock, ticket.id, None, Actor::Staff(by), Fact::Released);
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

/// Somebody closes a ticket; an open callback is cancelled with it.
pub fn close(
    clock: &dyn Clock,
    ticket: Ticket,
    by: Actor,
    call: Option<OpenCall>,
    client: &Contact,
) -> Result<Decision, Refusal> {
    let mut decision = shut(clock, ticket, by)?;
    let ticket = decision.parts().ticket.as_ref().map(|change| change.value().id);
    if let (Some(ticket), false) = (ticket, by == Actor::Person(client.person)) {
        tell_of_closing(clock, &mut decision, by, client, News::Closed, ticket);
    }
    Ok(match call.map(|call| callback::cancel(clock, call.callback, by, &call.paged)) {
        Some(Ok(cancelled)) => decision.and(cancelled),
        Some(Err(_)) | None => decision,
    })
}

/// The one who closed a ticket undoes it within ten minutes; what the client said of the close is gone with it. A callback that the close cancelled stands again:
/// an obligation is not lost by a slip of the finger. After a few of those the ticket stays closed. Of the closing that then lies
/// ahead they are reminded `reminder` days before, 0 for never.
pub fn undo_close(
    clock: &dyn Clock,
    ticket: Ticket,
    by: Actor,
    call: Option<LastCall>,
    reminder: u16,
) -> Result<Decision, Refusal> {
    let State::Closed { at, by: closer, was, .. } = ticket.state else {
        return Err(Refusal::TicketOpen);
    };
    if closer != by || by == Actor::System || clock.now() - at > UNDO_WINDOW {
        return Err(Refusal::UndoOver);
    }
    let mut ticket = ticket;
    let mut decision = Decision::new(ticket.tenant);
    ticket.state = State::Open(was);
    match was {
        Open::Answered { at: answered_at, closes_at, reminded } => {
            let job = Job::CloseAnswered { ticket: ticket.id, closes_at };
            decision.later(clock, Lane::Normal, closes_at.max(clock.now()), job);
            if let (Reminded::No, Some(remind_at)) =
                (reminded, last_reminder(answered_at, closes_at, reminder))
            {
                let job = Job::RemindClosing { ticket: ticket.id, closes_at };
                decision.later(clock, Lane::Normal, remind_at.max(clock.now()), job);
            }
        }
        // With nothing written on it but its request, it has waited since it was opened.
        Open::Untreated | Open::InProgress if ticket.messages <= 1 => {
            ticket.waiting_since = Some(ticket.opened_at);
        }
        Open::Untreated | Open::InProgress => ticket.waiting_since = Some(at),
    }
    decision.fact(clock, ticket.id, None, by, Fact::CloseUndone);
    decision.set_ticket(Change::Changed(ticket));
    let restored = call.map(|call| callback::restore(clock, call, at, by)).transpose()?;
    Ok(match restored.flatten() {
        Some(restored) => decision.and(restored),
        None => decision,
    })
}

/// The system reminds the client of the closing date. `Ok(None)` when the job is stale.
pub fn remind_closing(
    clock: &dyn Clock,
    ticket: Ticket,
    due: DateTime<Utc>,
    client: &Contact,
) -> Option<Decision> {
    let State::Open(Open::Answered { at, closes_at, reminded: Reminded::No }) = ticket.state else {
        return None;
    };
    if closes_at != due || clock.now() >= closes_at {
        return None;
    }
    let mut ticket = ticket;
    let mut decision = Decision::new(ticket.tenant);
    ticket.state = State::Open(Open::Answered { at, closes_at, reminded: Reminded::Yes });
    decision.fact(clock, ticket.id, None, Actor::System, Fact::ClosingAnnounced { closes_at });
    tell_of_closing(clock, &mut decision, Actor::System, client, News::ClosingSoon, ticket.id);
    decision.set_ticket(Change::Changed(ticket));
    Some(decision)
}

/// The system closes a ticket that was left open after our answer. `None` when the job is stale.
pub fn close_answered(
    clock: &dyn Clock,
    ticket: Ticket,
    due: DateTime<Utc>,
    call: Option<OpenCall>,
    client: &Contact,
) -> Option<Decision> {
    let State::Open(Open::Answered { closes_at, .. }) = ticket.state else {
        return None;
    };
    if closes_at != due || clock.now() < closes_at {
        return None;
    }
    close(clock, ticket, Actor::System, call, client).ok()
}

/// When to make good for a reminder that fell due while the ticket was closed. An hour later than the
/// reminder itself can be on the night of a clock change, so that where that one still waits, it is first.
fn last_reminder(
    answered_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    reminder: u16,
) -> Option<DateTime<Utc>> {
    let days = Duration::days(i64::from(reminder));
    let had_one = reminder > 0 && closes_at - answered_at > days + Duration::hours(2);
    had_one.then(|| closes_at - days + Duration::hours(2))
}

fn hand(clock: &dyn Clock, ticket: Ticket, to: StaffId, by: Actor) -> Result<Decision, Refusal> {
    let mut ticket = open_ticket(ticket)?;
    let mut decision = Decision::new(ticket.tenant);
    if ticket.assignee == Some(to) {
        decision.set_ticket(Change::Changed(ticket));
        return Ok(decision);
    }
    ticket.assignee = Some(to);
    if matches!(ticket.state, State::Open(Open::Untreated)) {
        ticket.state = State::Open(Open::InProgress);
    }
    if by == Actor::Staff(to) {
        decision.fact(clock, ticket.id, None, by, Fact::Taken { staff: to });
    } else {
        decision.fact(clock, ticket.id, None, by, Fact::Assigned { staff: to });
        let about = (Some(ticket.id), None);
        let _ =
            decision.tell(clock, Lane::Normal, Recipient::Staff(to), Channel::Email, News::Assigned, about);
    }
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

fn shut(clock: &dyn Clock, ticket: Ticket, by: Actor) -> Result<Decision, Refusal> {
    let State::Open(was) = ticket.state else {
        return Err(Refusal::TicketClosed);
    };
    let mut ticket = ticket;
    let mut decision = Decision::new(ticket.tenant);
    ticket.state = State::Closed { at: clock.now(), by, was, feedback: None };
    ticket.waiting_since = None;
    ticket.raised = false;
    decision.fact(clock, ticket.id, None, by, Fact::Closed);
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

fn write(
    clock: &dyn Clock,
    decision: &mut Decision,
    ticket: &mut Ticket,
    by: Actor,
    kind: MessageKind,
    answer: Answer,
) -> Result<MessageId, Refusal> {
    let body = answer.body.trim().to_owned();
    if body.is_empty() {
        return Err(Refusal::EmptyText);
    }
    let id = MessageId::new(clock);
    decision.set_message(Message {
        id,
        ticket: ticket.id,
        kind,
        by,
        body,
        at: clock.now(),
        files: answer.files,
    });
    // A note is not counted: it must not stop the client from writing.
    if kind != MessageKind::Note {
        ticket.messages += 1;
    }
    Ok(id)
}

fn writable(ticket: Ticket, seen: Option<i32>) -> Result<Ticket, Refusal> {
    let ticket = open_ticket(ticket)?;
    match seen {
        Some(seen) if seen < ticket.messages => Err(Refusal::UnseenMessage),
        _ => Ok(ticket),
    }
}

fn open_ticket(ticket: Ticket) -> Result<Ticket, Refusal> {
    match ticket.state {
        State::Open(_) => Ok(ticket),
        State::Closed { .. } => Err(Refusal::TicketClosed),
    }
}

/// Nothing closes by itself in silence: when the system closes, or is about to, whoever chose no news of that is told by
/// e-mail.
fn tell_of_closing(
    clock: &dyn Clock,
    decision: &mut Decision,
    by: Actor,
    client: &Contact,
    news: News,
    ticket: TicketId,
) {
    if by == Actor::System && client.choices.closing.is_none() {
        client.mail(clock, decision, news, ticket);
    } else {
        client.tell(clock, decision, &news, ticket);
    }
}

const fn held_or_not(ticket: &Ticket) -> Open {
    if ticket.assignee.is_some() { Open::InProgress } else { Open::Untreated }
}

#[cfg(test)]
mod tests;
