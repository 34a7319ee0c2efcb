//! Days and times of day as people in a time zone count them, across clock changes.
//!
//! A local time that the clocks skip means the first moment after the gap; one that they show
//! twice means the first of the two.

use std::{fmt, str::FromStr};

use chrono::{
    DateTime, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// No jump of a clock is longer (Samoa skipped a whole day in 2011).
const LONGEST_JUMP: Duration = Duration::hours(26);

/// The same time of day, `days` later in `zone`.
pub fn add_days(time: DateTime<Utc>, days: u16, zone: Tz) -> DateTime<Utc> {
    let local = time.with_timezone(&zone).naive_local();
    match local.checked_add_days(Days::new(u64::from(days))) {
        Some(_) if days == 0 => time,
        Some(later) => moment(later, zone),
        None => time,
    }
}

/// When a ticket that was answered at `answered_at` closes, and when the person is reminded of it: `reminder` days before,
/// 0 for never.
pub fn closing(answered_at: DateTime<Utc>, days: u16, reminder: u16, zone: Tz) -> Closing {
    let is_reminded = reminder > 0 && reminder < days;
    let reminder = days.saturating_sub(reminder);
    Closing {
        remind_at: is_reminded.then(|| add_days(answered_at, reminder, zone)),
        close_at: add_days(answered_at, days, zone),
    }
}

/// The two moments that end an answered ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// Some days before; none when the whole delay is not longer than that.
    pub remind_at: Option<DateTime<Utc>>,
    /// When the system closes it.
    pub close_at: DateTime<Utc>,
}

/// The date that a calendar in `zone` shows at `time`.
pub fn local_date(time: DateTime<Utc>, zone: Tz) -> NaiveDate {
    time.with_timezone(&zone).date_naive()
}

/// What a clock on the wall in `zone` shows at `time`.
pub fn time_of_day(time: DateTime<Utc>, zone: Tz) -> TimeOfDay {
    let local = time.with_timezone(&zone);
    TimeOfDay::of(local.time())
}

/// The moment at which a day begins in `zone`: midnight, or later where the clocks skip it.
pub fn start_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    moment(date.and_time(NaiveTime::MIN), zone)
}

/// The first moment at which the clocks of `zone` show `local` or later.
pub fn moment(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local).earliest() {
        Some(found) => found.with_timezone(&Utc),
        None => end_of_gap(local, zone),
    }
}

/// The moment at which the jump over `local` happens. Before it the clocks show less, from it on more.
fn end_of_gap(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let shows = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
    let middle = local.and_utc();
    let (mut before, mut after) = (middle - LONGEST_JUMP, middle + LONGEST_JUMP);
    while after - before > Duration::seconds(1) {
        let half = before + Duration::seconds((after - before).num_seconds() / 2);
        if shows(half) < local {
            before = half;
        } else {
            after = half;
        }
    }
    // Jumps happen on whole seconds; the search may have begun between two.
    after.with_nanosecond(0).unwrap_or(after)
}

/// Hour and minute on the clock: `14:32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

impl TimeOfDay {
    /// The start of the day.
    pub const MIDNIGHT: Self = Self { hour: 0, minute: 0 };

    /// Hour 0 to 23 and minute 0 to 59.
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if hour < 24 && minute < 60 { Some(Self { hour, minute }) } else { None }
    }

    /// The minute in which `time` lies.
    pub fn of(time: NaiveTime) -> Self {
        Self { hour: time.hour() as u8, minute: time.minute() as u8 }
    }

    /// Minutes since midnight, 0 to 1439.
    pub const fn minutes(self) -> u16 {
        self.hour as u16 * 60 + self.minute as u16
    }

    /// As a time of chrono.
    pub fn time(self) -> NaiveTime {
        NaiveTime::from_hms_opt(u32::from(self.hour), u32::from(self.minute), 0).unwrap_or(NaiveTime::MIN)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// The text is not a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time of day is written 08:30")]
pub struct InvalidTimeOfDay;

impl FromStr for TimeOfDay {
    type Err = InvalidTimeOfDay;

    /// Two digits, a colon, two digits: what `<input type="time">` sends.
    fn from_str(text: &str) -> Result<Self, InvalidTimeOfDay> {
        let digit = |at: usize| match text.as_bytes().get(at) {
            Some(byte @ b'0'..=b'9') => Ok(byte - b'0'),
            _ => Err(InvalidTimeOfDay),
        };
        if text.len() != 5 || text.as_bytes().get(2) != Some(&b':') {
            return Err(InvalidTimeOfDay);
        }
        Self::new(digit(0)? * 10 + digit(1)?, digit(3)? * 10 + digit(4)?).ok_or(InvalidTimeOfDay)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = InvalidTimeOfDay;
    fn try_from(text: String) -> Result<Self, InvalidTimeOfDay> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}

#[cfg(test)]
pub(crate) mod tests;
