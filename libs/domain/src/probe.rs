//! A page to nobody: an urgent ticket of the operator's own that goes the whole way, from a row through the urgent lane, the
//! escalation, the rotas and the text to a provider that only takes note. What it opens on its way is never committed
//! (`rappel-service`, `probe.rs`); what stays is one message, which says when it arrived.
//!
//! A watchdog asks when the last one did, so that an engine that stands still, or that cannot plan or write a page any more, is
//! known before a client waits for it.

use chrono::{DateTime, Duration, Utc};
use uuid::Builder;

use crate::{
    Clock,
    callback::Reachable,
    decision::Decision,
    delivery::{Channel, NewDelivery, News, Recipient},
    id::{DeliveryId, JobId, TenantId},
    job::{Job, Lane, NewJob},
};

/// How often a probe is sent.
pub const EVERY: Duration = Duration::minutes(15);
/// So long a probe is kept.
pub const KEPT: Duration = Duration::days(1);

/// The number that is paged: one that France keeps for fiction, so that it is nobody’s (Arcep, numbering plan).
pub const PAGED: &str = "+33639989901";
/// The number that is to be rung, of the same kind; a landline, as no mobile of them is in the tables of numbers in use.
pub const TO_RING: &str = "+33199009901";

/// The probe that belongs to a time. Each quarter of an hour has one, whoever asks, so that any number of workers send one.
pub fn probe_of(time: DateTime<Utc>) -> DeliveryId {
    let every = EVERY.num_milliseconds();
    let slot = time.timestamp_millis().div_euclid(every) * every;
    DeliveryId::from_uuid(Builder::from_unix_timestamp_millis(slot.unsigned_abs(), &[0; 10]).into_uuid())
}

/// Sends the probe of this quarter of an hour on its way: its step is due at once.
pub fn probe(clock: &dyn Clock, operator: TenantId) -> Decision {
    let id = probe_of(clock.now());
    let delivery = NewDelivery {
        id,
        to: Recipient::Address(PAGED.to_owned()),
        channel: Channel::Sms,
        news: News::Probe,
        ticket: None,
        callback: None,
    };
    Decision::carrying(operator, delivery, job(clock, Job::Probe { delivery: id }))
}

/// Its step was planned: now its text is sent.
pub fn planned(clock: &dyn Clock, operator: TenantId, probe: DeliveryId) -> Decision {
    let mut decision = Decision::new(operator);
    decision.queue(job(clock, Job::Deliver { delivery: probe }));
    decision
}

/// Who is paged besides those on call, so that there is a text where nobody is.
pub fn stand_in() -> Reachable {
    Reachable::Address { channel: Channel::Sms, address: PAGED.to_owned(), call_after: Duration::zero() }
}

fn job(clock: &dyn Clock, job: Job) -> NewJob {
    NewJob { id: JobId::new(clock), lane: Lane::Urgent, job, run_at: clock.now() }
}
