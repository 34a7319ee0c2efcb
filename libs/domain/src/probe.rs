//! A message to nobody that goes the way of a page: from a row through the urgent lane to a provider that only takes note.
//! A watchdog asks when the last one arrived, so that an engine that stands still is known before a client waits for it.

use chrono::{DateTime, Duration, Utc};
use uuid::Builder;

use crate::{
    Clock,
    decision::Decision,
    delivery::{Channel, NewDelivery, News, Recipient},
    id::{DeliveryId, JobId, TenantId},
    job::{Job, Lane, NewJob},
};

/// How often a probe is sent.
pub const EVERY: Duration = Duration::minutes(15);

/// The probe that belongs to a time. Each quarter of an hour has one, whoever asks, so that any number of workers send one.
pub fn probe_of(time: DateTime<Utc>) -> DeliveryId {
    let every = EVERY.num_milliseconds();
    let slot = time.timestamp_millis().div_euclid(every) * every;
    DeliveryId::from_uuid(Builder::from_unix_timestamp_millis(slot.unsigned_abs(), &[0; 10]).into_uuid())
}

/// Sends the probe of this quarter of an hour on its way.
pub fn probe(clock: &dyn Clock, operator: TenantId) -> Decision {
    let id = probe_of(clock.now());
    let delivery = NewDelivery {
        id,
        to: Recipient::Address(String::new()),
        channel: Channel::Sms,
        news: News::Probe,
        ticket: None,
        callback: None,
    };
    let job = NewJob {
        id: JobId::new(clock),
        lane: Lane::Urgent,
        job: Job::Deliver { delivery: id },
        run_at: clock.now(),
    };
    Decision::carrying(operator, delivery, job)
}
