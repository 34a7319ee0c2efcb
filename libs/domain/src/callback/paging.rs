//! Asking for a call, and paging step by step.

use chrono::Duration;

use super::{
    Callback, Due, LAST_RESORT_PAUSE, State, Summons, SummonsState,
    reachable::{MailAlone, Reachable, Way},
};
use crate::{
    Actor, Clock,
    contact::Contact,
    decision::{Change, Decision},
    delivery::{News, Recipient},
    event::Fact,
    id::{CallbackId, DeliveryId, SummonsId},
    job::{Job, Lane},
    refusal::Refusal,
    ticket::{Ticket, UrgentRequest},
};

/// Writes the obligation of an urgent ticket: step 0 is due at once.
pub fn request(
    clock: &dyn Clock,
    ticket: &Ticket,
    by: Actor,
    client: &Contact,
    urgent: UrgentRequest,
) -> Decision {
    let now = clock.now();
    let id = CallbackId::new(clock);
    let promised_by = now + Duration::minutes(i64::from(urgent.terms.promise_minutes));
    let callback = Callback {
        tenant: ticket.tenant,
        id,
        ticket: ticket.id,
        phone: urgent.phone,
        contact_name: urgent.contact_name,
        terms: urgent.terms,
        requested_at: now,
        promised_by,
        position: 0,
        generation: 0,
        tries: 0,
        wrong_number_at: None,
        late_at: None,
        state: State::Requested,
        version: 0,
    };
    begin(clock, by, client, callback)
}

/// Writes a new obligation with its first jobs.
pub(super) fn begin(clock: &dyn Clock, by: Actor, client: &Contact, callback: Callback) -> Decision {
    let (id, ticket, promised_by) = (callback.id, callback.ticket, callback.promised_by);
    let mut decision = Decision::new(callback.tenant);
    decision.fact(clock, ticket, Some(id), by, Fact::CallbackRequested { promised_by });
    decision.later(clock, Lane::Urgent, clock.now(), Job::Page { callback: id, generation: 0 });
    if callback.late_at.is_none() {
        let job = Job::Late { callback: id };
        decision.later(clock, Lane::Urgent, promised_by.max(clock.now()), job);
    }
    client.tell_urgent(clock, &mut decision, &News::UrgentReceived, (ticket, id));
    decision.set_callback(Change::New(callback));
    decision
}

/// Pages the people whom the due position names, and the operator's fallback where a step names nobody; `before` are
/// the summons so far. `None` when the job is stale: somebody took the callback, it is over, or another run of the same
/// job was first.
pub fn page(
    clock: &dyn Clock,
    callback: Callback,
    generation: i32,
    reachable: &[Reachable],
    mail: MailAlone,
    before: &[Summons],
) -> Option<Decision> {
    if generation != callback.generation || !matches!(callback.state, State::Requested | State::Paging) {
        return None;
    }
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    let wait = announce_step(clock, &mut decision, &callback, reachable, mail);
    // A step that named nobody relays nothing: who comes first hears a first text.
    let again = before.iter().any(|summons| summons.staff.is_some());
    let channels = callback.due().channels().to_vec();
    for way in reachable.iter().flat_map(|it| it.ways(&channels)) {
        summon(clock, &mut decision, &callback, callback.position, way, again);
    }
    callback.position += 1;
    callback.generation += 1;
    callback.state = State::Paging;
    let job = Job::Page { callback: callback.id, generation: callback.generation };
    decision.later(clock, Lane::Urgent, clock.now() + wait, job);
    decision.set_callback(Change::Changed(callback));
    Some(decision)
}

/// Notes what is due, and answers how long to wait for somebody to take it.
fn announce_step(
    clock: &dyn Clock,
    decision: &mut Decision,
    callback: &Callback,
    reachable: &[Reachable],
    mail: MailAlone,
) -> Duration {
    let channels = callback.due().channels();
    let people = reachable.iter().filter(|it| it.is_staff() && !it.ways(channels).is_empty()).count();
    let hope = reachable.iter().any(|it| it.is_worth_waiting_for(channels, mail));
    let mut fact = |fact| decision.fact(clock, callback.ticket, Some(callback.id), Actor::System, fact);
    match callback.due() {
        Due::LastResort => {
            fact(Fact::LastResort);
            LAST_RESORT_PAUSE
        }
        Due::Step { round, index, .. } if people == 0 => {
            fact(Fact::NobodyOnCall { round, step: index });
            Duration::zero()
        }
        Due::Step { step, round, index } => {
            fact(Fact::StepDue { round, step: index, targets: people as i32 });
            if hope { Duration::minutes(i64::from(step.delay_minutes)) } else { Duration::zero() }
        }
    }
}

pub(super) fn summon(
    clock: &dyn Clock,
    decision: &mut Decision,
    callback: &Callback,
    position: i32,
    way: Way,
    again: bool,
) {
    let id = SummonsId::new(clock);
    let Way { staff, channel, to, after, .. } = way;
    let state = SummonsState::Pending;
    decision.summon(Summons { id, callback: callback.id, staff, channel, position, state, at: clock.now() });
    let news = match callback.at_position(position) {
        Due::LastResort => News::LastResort { summons: id },
        // The fallback hears of a step only because it names nobody.
        Due::Step { .. } if staff.is_none() => News::LastResort { summons: id },
        Due::Step { .. } if again => News::PageAgain { summons: id },
        Due::Step { .. } => News::Page { summons: id },
    };
    let about = (Some(callback.ticket), Some(callback.id));
    let _ = decision.tell_at(clock, Lane::Urgent, clock.now() + after, to, channel, news, about);
    // A call that waits is no news yet: it is told when it is made, or when it is not.
    if after.is_zero() {
        let fact = Fact::Summoned { summons: id, staff, channel };
        decision.fact(clock, callback.ticket, Some(callback.id), Actor::System, fact);
    }
}

/// A provider took a summons. Where the provider sends receipts, one is expected within 60 s.
pub fn summons_sent(
    clock: &dyn Clock,
    callback: &Callback,
    summons: &Summons,
    delivery: DeliveryId,
    receipts: Receipts,
) -> Decision {
    let mut decision = Decision::new(callback.tenant);
    let fact = Fact::SummonsSent { summons: summons.id, staff: summons.staff, channel: summons.channel };
    decision.fact(clock, callback.ticket, Some(callback.id), Actor::System, fact);
    decision.mark(summons.id, SummonsState::Sent);
    if receipts == Receipts::Expected {
        let job = Job::CheckReceipt { delivery, last: false };
        decision.later(clock, Lane::Urgent, clock.now() + Duration::seconds(60), job);
    }
    decision
}

/// Whether a provider says what became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipts {
    /// It does.
    Expected,
    /// It does not.
    None,
}

/// A summons that was sent is sent again, because somebody of staff asked for it.
pub fn summon_again(
    clock: &dyn Clock,
    callback: &Callback,
    old: &Summons,
    to: Recipient,
) -> Result<Decision, Refusal> {
    match callback.state {
        State::Requested | State::Paging => {}
        State::Accepted { by, .. } => return Err(Refusal::AlreadyTaken { by }),
        State::Reached { .. } | State::Cancelled { .. } => return Err(Refusal::CallbackOver),
    }
    let mut decision = Decision::new(callback.tenant);
    // At the step that is being waited for, so that it counts as hope like the others.
    let position = (callback.position - 1).max(0);
    let way = Way { staff: old.staff, channel: old.channel, to, after: Duration::zero(), instead: false };
    summon(clock, &mut decision, callback, position, way, true);
    Ok(decision)
}
