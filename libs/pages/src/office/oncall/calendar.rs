//! Days of a calendar, each with who is on call when.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use rappel_domain::{calendar, rota::Period};
use serde::Serialize;

use super::day_key;
use crate::Text;

/// A day of the calendar.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    /// When it begins.
    pub date: DateTime<Utc>,
    /// Its day of the week.
    pub day: Text,
    /// Whether it is today.
    pub today: bool,
    /// Who, from its beginning to its end.
    pub turns: Vec<DayTurn>,
}

/// Part of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayTurn {
    /// When it begins and ends, as `08:00` and `24:00`; nothing when it is the whole day.
    pub hours: Option<(String, String)>,
    /// Who, by name; nothing in a hole.
    pub names: Option<String>,
    /// Whether it is now.
    pub now: bool,
}

impl Day {
    /// So many days from `first` on, as a calendar in `zone` shows them.
    pub fn row(
        spans: &[(Period, Option<String>)],
        (first, count): (NaiveDate, u64),
        now: DateTime<Utc>,
        zone: Tz,
    ) -> Vec<Self> {
        let dates = (0..count).filter_map(|later| first.checked_add_days(Days::new(later)));
        dates.map(|date| Self::new(spans, date, now, zone)).collect()
    }

    fn new(spans: &[(Period, Option<String>)], date: NaiveDate, now: DateTime<Utc>, zone: Tz) -> Self {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        let whole =
            Period { from: calendar::start_of_day(date, zone), to: calendar::start_of_day(next, zone) };
        let clock = |at: DateTime<Utc>| {
            let time = calendar::time_of_day(at, zone).to_string();
            if at == whole.to { "24:00".to_owned() } else { time }
        };
        let turn = |(span, names): &(Period, Option<String>)| {
            let part = Period { from: span.from.max(whole.from), to: span.to.min(whole.to) };
            let hours = (part != whole).then(|| (clock(part.from), clock(part.to)));
            DayTurn { hours, names: names.clone(), now: part.covers(now) }
        };
        Self {
            date: whole.from,
            day: Text::key(day_key(date.weekday())),
            today: whole.covers(now),
            turns: spans.iter().filter(|(span, _)| span.overlaps(&whole)).map(turn).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
