//! Asking for a call, and paging step by step.

use chrono::Duration;

use super::{Callback, Due, LAST_RESORT_PAUSE, State, Summons, SummonsState};
use crate::{
    Actor, Clock,
    contact::Contact,
    decision::{Change, Decision},
    delivery::{Channel, News, Recipient},
    event::Fact,
    id::{CallbackId, DeliveryId, StaffId, SummonsId},
    job::{Job, Lane},
    ticket::{Ticket, UrgentRequest},
};

/// Somebody whom a step names, with the channels by which they can be reached now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reachable {
    /// Somebody of staff.
    Staff {
        /// Who.
        staff: StaffId,
        /// Has a number that takes text messages.
        sms: bool,
        /// Has an e-mail address.
        email: bool,
    },
    /// The operator's fallback number or mailbox.
    Address {
        /// By what.
        channel: Channel,
        /// Number or mailbox.
        address: String,
    },
}

impl Reachable {
    fn ways(&self) -> Vec<(Option<StaffId>, Channel, Recipient)> {
        match self {
            Self::Staff { staff, sms, email } => [(*sms, Channel::Sms), (*email, Channel::Email)]
                .into_iter()
                .filter(|(possible, _)| *possible)
                .map(|(_, channel)| (Some(*staff), channel, Recipient::Staff(*staff)))
                .collect(),
            Self::Address { channel, address } => vec![(None, *channel, Recipient::Address(address.clone()))],
        }
    }
}

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
    let mut decision = Decision::new(ticket.tenant);
    decision.fact(clock, ticket.id, Some(id), by, Fact::CallbackRequested { promised_by });
    decision.later(clock, Lane::Urgent, now, Job::Page { callback: id, generation: 0 });
    decision.later(clock, Lane::Urgent, promised_by, Job::Late { callback: id });
    client.tell_urgent(clock, &mut decision, &News::UrgentReceived, (ticket.id, id));
    decision.set_callback(Change::New(callback));
    decision
}

/// Pages the people whom the due position names. `None` when the job is stale: somebody took the
/// callback, it is over, or another run of the same job was first.
pub fn page(
    clock: &dyn Clock,
    callback: Callback,
    generation: i32,
    reachable: &[Reachable],
) -> Option<Decision> {
    if generation != callback.generation || !matches!(callback.state, State::Requested | State::Paging) {
        return None;
    }
    let mut callback = callback;
    let mut decision = Decision::new(callback.tenant);
    let people = reachable.iter().filter(|target| !target.ways().is_empty()).count();
    let wait = announce_step(clock, &mut decision, &callback, people);
    let again = callback.position > 0;
    for (staff, channel, to) in reachable.iter().flat_map(Reachable::ways) {
        summon(clock, &mut decision, &callback, staff, channel, to, again);
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
fn announce_step(clock: &dyn Clock, decision: &mut Decision, callback: &Callback, people: usize) -> Duration {
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
            Duration::minutes(i64::from(step.delay_minutes))
        }
    }
}

fn summon(
    clock: &dyn Clock,
    decision: &mut Decision,
    callback: &Callback,
    staff: Option<StaffId>,
    channel: Channel,
    to: Recipient,
    again: bool,
) {
    let id = SummonsId::new(clock);
    decision.summon(Summons {
        id,
        callback: callback.id,
        staff,
        channel,
        position: callback.position,
        state: SummonsState::Pending,
        at: clock.now(),
    });
    let news = match callback.due() {
        Due::LastResort => News::LastResort { summons: id },
        Due::Step { .. } if again => News::PageAgain { summons: id },
        Due::Step { .. } => News::Page { summons: id },
    };
    let about = (Some(callback.ticket), Some(callback.id));
    let _ = decision.tell(clock, Lane::Urgent, to, channel, news, about);
    let fact = Fact::Summoned { summons: id, staff, channel };
    decision.fact(clock, callback.ticket, Some(callback.id), Actor::System, fact);
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

/// No receipt came for a minute and the provider knows no more: look once again at 90 s.
pub fn ask_again(clock: &dyn Clock, callback: &Callback, delivery: DeliveryId) -> Decision {
    let mut decision = Decision::new(callback.tenant);
    let job = Job::CheckReceipt { delivery, last: true };
    decision.later(clock, Lane::Urgent, clock.now() + Duration::seconds(30), job);
    decision
}

/// A summons did not get through. When no other person of its step can be hoped for, the next
/// position is due at once. E-mail is not hope: nobody reads it at three in the morning.
pub fn summons_failed(
    clock: &dyn Clock,
    callback: Callback,
    summons: &Summons,
    reason: &str,
    others: &[Summons],
) -> Decision {
    let mut decision = Decision::new(callback.tenant);
    let fact = Fact::SummonsFailed {
        summons: summons.id,
        staff: summons.staff,
        channel: summons.channel,
        reason: reason.to_owned(),
    };
    decision.fact(clock, callback.ticket, Some(callback.id), Actor::System, fact);
    decision.mark(summons.id, SummonsState::Failed);
    let hope = others.iter().any(|other| {
        other.id != summons.id
            && other.position == summons.position
            && other.channel != Channel::Email
            && matches!(other.state, SummonsState::Pending | SummonsState::Sent)
    });
    let current = callback.state == State::Paging && summons.position + 1 == callback.position;
    let last_resort = callback.at_position(summons.position) == Due::LastResort;
    if current && !hope && !last_resort && summons.channel != Channel::Email {
        let mut callback = callback;
        callback.generation += 1;
        let job = Job::Page { callback: callback.id, generation: callback.generation };
        decision.later(clock, Lane::Urgent, clock.now(), job);
        decision.set_callback(Change::Changed(callback));
    }
    decision
}
