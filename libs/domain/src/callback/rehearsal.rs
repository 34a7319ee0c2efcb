//! A dry run: what a policy would do from a moment on, if nobody took the callback.
//!
//! It asks the same roster and the same rule as paging, position by position, and only reads what they decide.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Callback, Due, Lack, Roster, State, Summons, Terms, page};
use crate::{
    clock::FixedClock,
    delivery::{Channel, Recipient},
    id::{CallbackId, TenantId, TicketId},
    job::Job,
    phone::Phone,
    policy::Policy,
};

/// What falls due at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: DateTime<Utc>,
    /// The step, and how often all were gone through before, both from 0; `None` for the last resort.
    pub step: Option<(i32, i32)>,
    /// Who is told, by what and when.
    pub told: Vec<Told>,
    /// Who cannot be reached, or not by everything, and why.
    pub lacks: Vec<Lack>,
    /// When the next position falls due.
    pub next: DateTime<Utc>,
}

/// A message of a dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When it is sent, unless somebody takes the callback before.
    pub at: DateTime<Utc>,
    /// To whom.
    pub to: Recipient,
    /// By what.
    pub channel: Channel,
    /// Whether it stands in for a channel of the step by which they cannot be reached.
    pub instead: bool,
}

/// What a policy would do from a moment on: every position through the last resort, at most so many.
pub fn rehearse(policy: &Policy, roster: &Roster, at: DateTime<Utc>, most: usize) -> Vec<Moment> {
    let callback = pretended(policy, at);
    Rehearsal { callback: Some(callback), roster, before: Vec::new(), due_at: at }.take(most).collect()
}

/// What the operator has set for when nobody takes a callback, as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// A number.
    Number,
    /// A mailbox.
    Mailbox,
    /// Both.
    Both,
}

impl Moment {
    /// Which of the operator's fallback is told.
    pub fn fallback(&self) -> Option<Fallback> {
        let channels = self.told.iter().filter(|it| matches!(it.to, Recipient::Address(_)));
        let (mails, phones): (Vec<_>, Vec<_>) =
            channels.map(|it| it.channel).partition(|channel| *channel == Channel::Email);
        match (phones.is_empty(), mails.is_empty()) {
            (false, false) => Some(Fallback::Both),
            (false, true) => Some(Fallback::Number),
            (true, false) => Some(Fallback::Mailbox),
            (true, true) => None,
        }
    }
}

/// Whom a callback that runs tells next, if nobody takes it, when its next position falls due then: the first moment at which
/// somebody is told. `before` are its summons so far.
pub fn next_told(
    callback: &Callback,
    roster: &Roster,
    before: &[Summons],
    due_at: DateTime<Utc>,
) -> Option<Moment> {
    let (callback, before) = (Some(callback.clone()), before.to_vec());
    Rehearsal { callback, roster, before, due_at }.find(|moment| !moment.told.is_empty())
}

/// Position by position, until the last resort.
struct Rehearsal<'a> {
    /// `None` when there is no more.
    callback: Option<Callback>,
    roster: &'a Roster,
    before: Vec<Summons>,
    due_at: DateTime<Utc>,
}

impl Iterator for Rehearsal<'_> {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        let callback = self.callback.take()?;
        let (at, clock) = (self.due_at, FixedClock::new(self.due_at));
        let named = self.roster.due(&callback, at, &self.before);
        let channels = callback.due().channels();
        let ways: Vec<_> = named.reachable.iter().flat_map(|it| it.ways(channels)).collect();
        let step = match callback.due() {
            Due::Step { round, index, .. } => Some((round, index)),
            Due::LastResort => None,
        };
        let generation = callback.generation;
        let paged = page(&clock, callback, generation, &named.reachable, named.mail, &self.before);
        let parts = paged?.into_parts();
        let run_at = |wanted: &dyn Fn(&Job) -> bool| {
            parts.jobs.iter().find(|it| wanted(&it.job)).map_or(at, |it| it.run_at)
        };
        let mut told: Vec<Told> = parts
            .deliveries
            .iter()
            .zip(&ways)
            .map(|(delivery, way)| Told {
                at: run_at(&|job| *job == Job::Deliver { delivery: delivery.id }),
                to: delivery.to.clone(),
                channel: delivery.channel,
                instead: way.instead,
            })
            .collect();
        told.sort_by_key(|it| it.at);
        let next = run_at(&|job| matches!(job, Job::Page { .. }));
        self.due_at = next;
        self.callback = parts.callback.filter(|_| step.is_some()).map(|change| change.value().clone());
        self.before.extend(parts.summons);
        Some(Moment { at, step, told, lacks: named.lacks, next })
    }
}

/// A callback that exists nowhere.
fn pretended(policy: &Policy, at: DateTime<Utc>) -> Callback {
    Callback {
        tenant: TenantId::from_uuid(Uuid::nil()),
        id: CallbackId::from_uuid(Uuid::nil()),
        ticket: TicketId::from_uuid(Uuid::nil()),
        phone: Phone::from_e164_trusted("+33100000000"),
        contact_name: String::new(),
        terms: Terms { policy: policy.clone(), promise_minutes: 0 },
        requested_at: at,
        promised_by: at,
        position: 0,
        generation: 0,
        tries: 0,
        wrong_number_at: None,
        late_at: None,
        state: State::Requested,
        version: 0,
    }
}

#[cfg(test)]
mod tests;
