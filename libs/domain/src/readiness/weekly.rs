//! The e-mail of Monday morning that says who cannot be reached.
//!
//! Its job and its messages have identifiers that follow from the week, like the probes of the engine: whoever writes one
//! finds that it is there, so any number of workers that die and come back send it once.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use uuid::Builder;

use crate::{
    Clock, Decision, calendar,
    delivery::{Channel, NewDelivery, News, Recipient},
    id::{DeliveryId, JobId, StaffId, TenantId},
    job::{Job, Lane, NewJob},
};

/// At which hour of Monday.
const HOUR: u32 = 8;

/// The next time at which the e-mail is due, after `now`.
pub fn next_weekly(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let monday = monday_of(now, zone);
    let this = due_at(monday, zone);
    if now < this { this } else { due_at(monday.checked_add_days(Days::new(7)).unwrap_or(monday), zone) }
}

/// The week, by its Monday, whose e-mail is due at `now`; nothing before the hour of that Monday.
pub fn due_week(now: DateTime<Utc>, zone: Tz) -> Option<NaiveDate> {
    let monday = monday_of(now, zone);
    (due_at(monday, zone) <= now).then_some(monday)
}

/// The job that is due at a time.
pub fn weekly_job(due: DateTime<Utc>) -> JobId {
    let millis = due.timestamp_millis().unsigned_abs();
    JobId::from_uuid(Builder::from_unix_timestamp_millis(millis, &[1; 10]).into_uuid())
}

/// The message of a week to one person.
pub fn weekly_mail(week: NaiveDate, to: StaffId) -> DeliveryId {
    let millis = week.and_time(NaiveTime::MIN).and_utc().timestamp_millis().unsigned_abs();
    let mut whose = [0; 10];
    whose.copy_from_slice(&to.uuid().as_bytes()[6..]);
    DeliveryId::from_uuid(Builder::from_unix_timestamp_millis(millis, &whose).into_uuid())
}

/// Begins to send the e-mail: a job for the next Monday.
pub fn begin_weekly(clock: &dyn Clock, operator: TenantId, zone: Tz) -> Decision {
    let mut decision = Decision::new(operator);
    look_again(&mut decision, clock, zone);
    decision
}

/// Sends the e-mail of a week to these people.
pub fn weekly(clock: &dyn Clock, operator: TenantId, week: NaiveDate, to: &[StaffId]) -> Decision {
    let mut decision = Decision::new(operator);
    for staff in to {
        let id = weekly_mail(week, *staff);
        let delivery = NewDelivery {
            id,
            to: Recipient::Staff(*staff),
            channel: Channel::Email,
            news: News::Readiness,
            ticket: None,
            callback: None,
        };
        let job = NewJob {
            id: JobId::new(clock),
            lane: Lane::Normal,
            job: Job::Deliver { delivery: id },
            run_at: clock.now(),
        };
        decision = decision.and(Decision::carrying(operator, delivery, job));
    }
    decision
}

fn look_again(decision: &mut Decision, clock: &dyn Clock, zone: Tz) {
    let due = next_weekly(clock.now(), zone);
    decision.queue(NewJob { id: weekly_job(due), lane: Lane::Normal, job: Job::Readiness, run_at: due });
}

fn monday_of(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let today = calendar::local_date(now, zone);
    debug_assert!(today.year() > 1970, "identifiers are counted from there");
    today.week(Weekday::Mon).first_day()
}

fn due_at(monday: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let hour = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or(NaiveTime::MIN);
    calendar::moment(monday.and_time(hour), zone)
}
