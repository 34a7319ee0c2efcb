//! What providers tell of a summons: silence, and that it did not get through.

use chrono::Duration;

use super::{
    CALL_AGAIN, Callback, Due, State, Summons, SummonsState,
    paging::summon,
    reachable::{Has, Way, rings},
};
use crate::{
    Actor, Clock,
    decision::{Change, Decision},
    delivery::{Channel, Recipient},
    event::Fact,
    id::{DeliveryId, SummonsId},
    job::{Job, Lane},
};

/// No receipt came for a minute and the provider knows no more: look once again at 90 s.
pub fn ask_again(clock: &dyn Clock, callback: &Callback, delivery: DeliveryId) -> Decision {
    let mut decision = Decision::new(callback.tenant);
    let job = Job::CheckReceipt { delivery, last: true };
    decision.later(clock, Lane::Urgent, clock.now() + Duration::seconds(30), job);
    decision
}

/// A summons did not get through. The channel to the same person that waits for its time is used now; when no other
/// person of its step can be hoped for, the next position is due at once. Whoever did not answer a call is called once
/// more. A text that another provider may bring goes to `elsewhere` once more, and the next position does not wait for it.
/// `pending` are the messages of that person's summons that are not sent yet.
pub fn summons_failed(
    clock: &dyn Clock,
    callback: Callback,
    summons: &Summons,
    reason: &str,
    others: &[Summons],
    pending: &[(SummonsId, DeliveryId)],
    elsewhere: Option<&Recipient>,
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
    let waits = matches!(callback.state, State::Requested | State::Paging);
    if waits {
        for next in next_channels(clock, &callback, summons, others) {
            let message = pending.iter().find(|(of, _)| *of == next.id);
            let Some((_, delivery)) = message else { continue };
            let lane = if next.channel == Channel::Email { Lane::Mail } else { Lane::Urgent };
            decision.later(clock, lane, clock.now(), Job::Deliver { delivery: *delivery });
        }
    }
    if let (Some(to), true) = (elsewhere, waits && is_only_text(summons, others)) {
        let (staff, to) = (summons.staff, to.clone());
        let way = Way { staff, channel: Channel::Sms, to, after: Duration::zero(), instead: false };
        summon(clock, &mut decision, &callback, summons.position, way, true);
    }
    if waits && rang_in_vain(summons, others) {
        call_again(clock, &mut decision, &callback, summons);
    }
    let current = callback.state == State::Paging && summons.position + 1 == callback.position;
    let last_resort = callback.at_position(summons.position) == Due::LastResort;
    let of_somebody = summons.channel != Channel::Email && summons.staff.is_some();
    let mut callback = callback;
    if current && of_somebody && !is_hope(summons, others) && !last_resort {
        callback.generation += 1;
        let job = Job::Page { callback: callback.id, generation: callback.generation };
        decision.later(clock, Lane::Urgent, clock.now(), job);
    }
    if callback.is_open() {
        // Also when nothing else changes: of two summons that fail at the same moment the second must see the first.
        decision.set_callback(Change::Changed(callback));
    }
    decision
}

/// The channels of the same person, or of the fallback, that are used now instead of later: those that wait, through the next that makes
/// their phone ring, as long as nothing that went out does. What a phone's failure has hurried an e-mail's does not hurry
/// again.
fn next_channels<'a>(
    clock: &dyn Clock,
    callback: &Callback,
    summons: &Summons,
    others: &'a [Summons],
) -> Vec<&'a Summons> {
    let theirs = |it: &&Summons| (it.staff, it.position) == (summons.staff, summons.position);
    let has = |channel| others.iter().filter(theirs).any(|it| it.channel == channel);
    // How long a usual call waits is not known here; until it was made it counts as waiting.
    let call_after = has(Channel::Voice).then(|| Duration::days(1));
    let has = Has { sms: has(Channel::Sms), email: has(Channel::Email), call_after };
    let planned = has.times(callback.at_position(summons.position).channels());
    let due_at = |other: &Summons| {
        let time = planned.iter().find(|(channel, ..)| *channel == other.channel);
        other.at + time.map_or(Duration::zero(), |(_, after, _)| *after)
    };
    let waits = |other: &&Summons| other.state == SummonsState::Pending && due_at(other) > clock.now();
    let live = others.iter().filter(theirs).filter(|other| other.id != summons.id && other.is_live());
    let (waiting, gone): (Vec<_>, Vec<_>) = live.partition(waits);
    let hurried = !rings(summons.channel)
        && others.iter().filter(theirs).any(|it| rings(it.channel) && it.state == SummonsState::Failed);
    if hurried || gone.iter().any(|other| rings(other.channel)) {
        return Vec::new();
    }
    let next = waiting.iter().filter(|other| rings(other.channel)).map(|other| due_at(other)).min();
    waiting.into_iter().filter(|other| next.is_none_or(|next| due_at(other) <= next)).collect()
}

/// Whether somebody of the same step may still take it. A text to somebody who has just let their phone ring is no hope;
/// one that goes out only now, because they could not be called, is.
fn is_hope(summons: &Summons, others: &[Summons]) -> bool {
    let did_not_answer = |other: &Summons| {
        let same_call = summons.channel == Channel::Voice
            && other.staff == summons.staff
            && !(summons.state == SummonsState::Pending && other.state == SummonsState::Pending);
        let failed = |call: &Summons| is_failed_call(call) && call.position == summons.position;
        same_call || others.iter().any(|call| failed(call) && call.staff == other.staff)
    };
    let hope = |other: &&Summons| other.id != summons.id && other.is_hope_at(summons.position);
    others.iter().filter(hope).any(|other| !did_not_answer(other))
}

/// Whether this is the only text to somebody at its position: one that was sent again is not sent a third time.
fn is_only_text(summons: &Summons, others: &[Summons]) -> bool {
    let is_other_text = |other: &Summons| {
        other.id != summons.id
            && other.channel == Channel::Sms
            && (other.staff, other.position) == (summons.staff, summons.position)
    };
    summons.channel == Channel::Sms && !others.iter().any(is_other_text)
}

fn is_failed_call(summons: &Summons) -> bool {
    summons.channel == Channel::Voice && summons.state == SummonsState::Failed
}

/// Whether this was the first call to somebody that their phone did not take. One that could not be made is not made again.
fn rang_in_vain(summons: &Summons, others: &[Summons]) -> bool {
    let calls = others.iter().filter(|other| {
        other.channel == Channel::Voice && other.staff == summons.staff && other.position == summons.position
    });
    summons.channel == Channel::Voice && summons.state == SummonsState::Sent && calls.count() == 1
}

fn call_again(clock: &dyn Clock, decision: &mut Decision, callback: &Callback, summons: &Summons) {
    let Some(staff) = summons.staff else { return };
    let to = Recipient::Staff(staff);
    let way = Way { staff: Some(staff), channel: Channel::Voice, to, after: CALL_AGAIN, instead: false };
    summon(clock, decision, callback, summons.position, way, true);
}

#[cfg(test)]
mod tests;
