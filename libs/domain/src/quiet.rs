//! Hours in which somebody does not want to be disturbed by what is not urgent.

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use crate::calendar::{TimeOfDay, local_date, moment};

/// Every day from one time of day until the next moment at which another one comes, by the clocks of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: TimeOfDay,
    until: TimeOfDay,
}

impl QuietHours {
    /// From a time of day until another one, over midnight where that is the earlier one. Nothing when they are the same.
    pub fn new(from: TimeOfDay, until: TimeOfDay) -> Option<Self> {
        (from != until).then_some(Self { from, until })
    }

    /// When they begin.
    pub const fn from(self) -> TimeOfDay {
        self.from
    }

    /// When they end.
    pub const fn until(self) -> TimeOfDay {
        self.until
    }

    /// When the quiet hours end in which `now` lies; nothing when it lies in none.
    pub fn end(self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let today = local_date(now, zone);
        // Those of the evening before may still last.
        let evenings = [today.checked_sub_days(Days::new(1)), Some(today)];
        evenings.into_iter().flatten().find_map(|evening| {
            let over_midnight = u64::from(self.until < self.from);
            let morning = evening.checked_add_days(Days::new(over_midnight))?;
            let begin = moment(evening.and_time(self.from.time()), zone);
            let end = moment(morning.and_time(self.until.time()), zone);
            (begin <= now && now < end).then_some(end)
        })
    }
}

#[cfg(test)]
mod tests;
