//! What becomes of a callback after somebody took it, and how it ends.

use chrono::{DateTime, Duration, Utc};

use super::{
    CORRECTION_TIME, Callback, LastCall, MOST_NUMBER_CHANGES, MOST_REVIVALS, Paged, RETRY_GRACE, State,
    Summons, SummonsState, TRIES_BEFORE_WRITING,
    taking::{tell_paged, tell_staff},
};
use crate::{
    Actor, Clock,
    contact::Contact,
    decision::{Change, Decision},
    delivery::News,
    event::Fact,
    id::{StaffId, TicketId},
    job::{Job, Lane},
    phone::Phone,
    refusal::Refusal,
    ticket::Ticket,
};

/// The client was reached: the obligation ends, for the tickets that joined it too, and the client has it in writing.
pub fn reached(
    clock: &dyn Clock,
    callback: Callback,
    staff: StaffId,
    joined: &[TicketId],
    client: &Contact,
) -> Result<Decision, Refusal> {
    held_by(&callback, staff)?;
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    callback.generation += 1;
    callback.wrong_number_at = None;
    callback.state = State::Reached { by: staff, at: clock.now() };
    say(clock, &mut decision, &callback, Actor::Staff(staff), Fact::Reached { staff });
    for ticket in joined {
        decision.fact(clock, *ticket, Some(callback.id), Actor::Staff(staff), Fact::Reached { staff });
    }
    client.tell_of_call(clock, &mut decision, &News::UrgentReached, (callback.ticket, callback.id));
    decision.silence(callback.id);
    decision.set_callback(Change::Changed(callback));
    Ok(decision)
}

/// The client did not pick up; the one who rang tries again at `next_try`, within a day. After three tries
/// the client is written to and the ticket raised.
pub fn no_answer(
    clock: &dyn Clock,
    callback: Callback,
    ticket: Ticket,
    staff: StaffId,
    next_try: DateTime<Utc>,
    client: &Contact,
) -> Result<Decision, Refusal> {
    held_by(&callback, staff)?;
    let mut callback = callback;
    let now = clock.now();
    if next_try <= now || next_try > now + Duration::days(1) {
        return Err(Refusal::TimeOutOfRange);
    }
    let mut decision = Decision::new(callback.tenant);
    callback.tries += 1;
    keep(clock, &mut decision, &mut callback, staff, next_try + RETRY_GRACE);
    let fact = Fact::NoAnswer { staff, tries: callback.tries, next_try };
    say(clock, &mut decision, &callback, Actor::Staff(staff), fact);
    if callback.tries == TRIES_BEFORE_WRITING {
        let about = (callback.ticket, callback.id);
        client.tell_urgent(clock, &mut decision, &News::CouldNotReach, about);
        raise(&mut decision, ticket);
    }
    decision.set_callback(Change::Changed(callback));
    Ok(decision)
}

/// The number is wrong: the client is asked to correct it, the ticket is raised. People are paged
/// again when no other number comes.
pub fn wrong_number(
    clock: &dyn Clock,
    callback: Callback,
    ticket: Ticket,
    staff: StaffId,
    client: &Contact,
) -> Result<Decision, Refusal> {
    held_by(&callback, staff)?;
    let mut callback = callback;
    let now = clock.now();
    let mut decision = Decision::new(callback.tenant);
    callback.wrong_number_at = Some(now);
    keep(clock, &mut decision, &mut callback, staff, now + CORRECTION_TIME);
    say(clock, &mut decision, &callback, Actor::Staff(staff), Fact::WrongNumber { staff });
    client.mail(clock, &mut decision, News::WrongNumber, callback.ticket);
    raise(&mut decision, ticket);
    decision.set_callback(Change::Changed(callback));
    Ok(decision)
}

/// Somebody cannot do it: the next person is paged at once, unless somebody else of the same step may still take it.
/// `None` when they said so before.
pub fn decline(
    clock: &dyn Clock,
    callback: Callback,
    staff: StaffId,
    summons: &[Summons],
) -> Result<Option<Decision>, Refusal> {
    let mut decision = Decision::new(callback.tenant);
    say(clock, &mut decision, &callback, Actor::Staff(staff), Fact::CallbackDeclined { staff });
    match callback.state {
        State::Requested | State::Paging => {}
        State::Accepted { by, .. } if by == staff => {
            page_now(clock, &mut decision, callback);
            return Ok(Some(decision));
        }
        State::Accepted { .. } => return Err(Refusal::NotYours),
        State::Reached { .. } | State::Cancelled { .. } => return Err(Refusal::CallbackOver),
    }
    let theirs = || summons.iter().filter(|it| it.staff == Some(staff));
    if theirs().next().is_none() {
        return Err(Refusal::NotYours);
    }
    let live: Vec<&Summons> = theirs().filter(|it| it.is_live()).collect();
    if live.is_empty() {
        return Ok(None);
    }
    for own in &live {
        decision.mark(own.id, SummonsState::Dead);
    }
    let last = callback.position - 1;
    let others = summons.iter().any(|it| it.staff != Some(staff) && it.is_hope_at(last));
    if live.iter().any(|it| it.position == last) && !others {
        page_now(clock, &mut decision, callback);
    } else {
        decision.set_callback(Change::Changed(callback));
    }
    Ok(Some(decision))
}

/// The promise passed without an outcome: people are paged again, from the next position.
/// `None` when the job is stale.
pub fn promise_passed(clock: &dyn Clock, callback: Callback, generation: i32) -> Option<Decision> {
    let State::Accepted { by, until, .. } = callback.state else {
        return None;
    };
    if generation != callback.generation || clock.now() < until {
        return None;
    }
    let mut decision = Decision::new(callback.tenant);
    say(clock, &mut decision, &callback, Actor::System, Fact::PromisePassed { staff: by });
    page_now(clock, &mut decision, callback);
    Some(decision)
}

/// The promised time passed before anybody rang: the client is told, with our number. `None` when we
/// are not late.
pub fn late(clock: &dyn Clock, callback: Callback, client: &Contact) -> Option<Decision> {
    let rang = callback.tries > 0 || callback.wrong_number_at.is_some();
    if !callback.is_open() || rang || callback.late_at.is_some() || clock.now() < callback.promised_by {
        return None;
    }
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    callback.late_at = Some(clock.now());
    say(clock, &mut decision, &callback, Actor::System, Fact::Late);
    client.tell_urgent(clock, &mut decision, &News::UrgentLate, (callback.ticket, callback.id));
    decision.set_callback(Change::Changed(callback));
    Some(decision)
}

/// The client gives another number. Whoever has it, or was paged, is told; so nothing happens when it is the same one,
/// and after a few of them (`changes` so far) the client has to phone. When the promised time passed with a wrong number,
/// the client hears at the new one that we are late.
pub fn change_number(
    clock: &dyn Clock,
    callback: Callback,
    by: Actor,
    phone: Phone,
    paged: &[Paged],
    changes: usize,
) -> Result<Decision, Refusal> {
    if !callback.is_open() {
        return Err(Refusal::CallbackOver);
    }
    if phone == callback.phone {
        return Err(Refusal::SameNumber);
    }
    if changes >= MOST_NUMBER_CHANGES {
        return Err(Refusal::NumberChangedTooOften);
    }
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    callback.phone = phone;
    // Nobody rang this number: what was not said while the wrong one stood is said now, where it is heard.
    let was_wrong = callback.wrong_number_at.take().is_some();
    if was_wrong && callback.late_at.is_none() && clock.now() >= callback.promised_by {
        let job = Job::Late { callback: callback.id };
        decision.later(clock, Lane::Urgent, clock.now(), job);
    }
    if let State::Accepted { by: holder, .. } = callback.state {
        let promise = Duration::minutes(i64::from(callback.terms.promise_minutes));
        keep(clock, &mut decision, &mut callback, holder, clock.now() + promise);
        tell_staff(clock, &mut decision, &callback, holder, News::NumberChanged);
    } else {
        tell_paged(clock, &mut decision, &callback, paged, &News::NumberChanged);
    }
    say(clock, &mut decision, &callback, by, Fact::NumberChanged);
    decision.set_callback(Change::Changed(callback));
    Ok(decision)
}

/// Nobody needs it any more; every pending summons dies with it, and whoever was paged or has it is told.
pub fn cancel(
    clock: &dyn Clock,
    callback: Callback,
    by: Actor,
    paged: &[Paged],
) -> Result<Decision, Refusal> {
    if !callback.is_open() {
        return Err(Refusal::CallbackOver);
    }
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    let holder = match callback.state {
        State::Accepted { by, .. } => Some(by),
        _ => None,
    };
    callback.generation += 1;
    callback.state = State::Cancelled { by, at: clock.now() };
    say(clock, &mut decision, &callback, by, Fact::CallbackCancelled);
    decision.silence(callback.id);
    match holder {
        // The others know already that somebody took it.
        Some(holder) if by != Actor::Staff(holder) => {
            tell_staff(clock, &mut decision, &callback, holder, News::NotNeeded);
        }
        Some(_) => {}
        None => tell_paged(clock, &mut decision, &callback, paged, &News::NotNeeded),
    }
    decision.set_callback(Change::Changed(callback));
    Ok(decision)
}

/// The close of a ticket that cancelled its callback was undone: the obligation stands again. The position that was waited
/// for is paged once more, at once: they were told that nobody needs it, and an undo uses up nothing of the policy.
/// `Ok(None)` for a callback that was over before the ticket was closed.
pub(crate) fn restore(
    clock: &dyn Clock,
    call: LastCall,
    closed_at: DateTime<Utc>,
    by: Actor,
) -> Result<Option<Decision>, Refusal> {
    let LastCall { mut callback, summons, revivals } = call;
    match callback.state {
        State::Cancelled { at, .. } if at >= closed_at => {}
        _ => return Ok(None),
    }
    if revivals >= MOST_REVIVALS {
        return Err(Refusal::UndoneTooOften);
    }
    let mut decision = Decision::new(callback.tenant);
    let promised_by = callback.promised_by;
    say(clock, &mut decision, &callback, by, Fact::CallbackRequested { promised_by });
    if callback.late_at.is_none() {
        let job = Job::Late { callback: callback.id };
        decision.later(clock, Lane::Urgent, promised_by.max(clock.now()), job);
    }
    callback.position = (callback.position - 1).max(0);
    // Whoever was told that nobody needs it comes because of the next text, not of the one before.
    for old in summons.iter().filter(|it| it.is_live() && it.position == callback.position) {
        decision.mark(old.id, SummonsState::Dead);
    }
    page_now(clock, &mut decision, callback);
    Ok(Some(decision))
}

/// The holder keeps it until another time; the old promise is stale, the new one is watched.
fn keep(
    clock: &dyn Clock,
    decision: &mut Decision,
    callback: &mut Callback,
    holder: StaffId,
    until: DateTime<Utc>,
) {
    let at = match callback.state {
        State::Accepted { at, .. } => at,
        _ => clock.now(),
    };
    callback.generation += 1;
    callback.state = State::Accepted { by: holder, at, until };
    let job = Job::Promise { callback: callback.id, generation: callback.generation };
    decision.later(clock, Lane::Urgent, until, job);
}

fn page_now(clock: &dyn Clock, decision: &mut Decision, callback: Callback) {
    let mut callback = callback;
    callback.generation += 1;
    callback.state = State::Paging;
    let job = Job::Page { callback: callback.id, generation: callback.generation };
    decision.later(clock, Lane::Urgent, clock.now(), job);
    decision.set_callback(Change::Changed(callback));
}

fn raise(decision: &mut Decision, ticket: Ticket) {
    let mut ticket = ticket;
    ticket.raised = true;
    decision.set_ticket(Change::Changed(ticket));
}

fn say(clock: &dyn Clock, decision: &mut Decision, callback: &Callback, by: Actor, fact: Fact) {
    decision.fact(clock, callback.ticket, Some(callback.id), by, fact);
}

/// Whoever is not the holder has nothing to say.
pub(super) fn held_by(callback: &Callback, staff: StaffId) -> Result<(), Refusal> {
    match callback.state {
        State::Accepted { by, .. } if by == staff => Ok(()),
        State::Reached { .. } | State::Cancelled { .. } => Err(Refusal::CallbackOver),
        State::Accepted { .. } | State::Requested | State::Paging => Err(Refusal::NotYours),
    }
}
