//! When ordinary tickets are worked: hours of each weekday, and days on which nobody works. What is urgent does not wait for them.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::calendar::{TimeOfDay, local_date, moment};

/// Spans of a day at most.
pub const MOST_SPANS: usize = 4;
/// Holidays at most.
pub const MOST_HOLIDAYS: usize = 60;
/// Within so many days the next opening is looked for.
const LOOKED_AHEAD: u64 = 90;

/// From one time of a day until a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends.
    pub until: TimeOfDay,
}

/// A day on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Which.
    pub date: NaiveDate,
    /// As people call it; may be empty.
    pub name: String,
}

/// Hours of a week and days without any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// Monday to Sunday, each in order.
    pub week: [Vec<Span>; 7],
    /// In order.
    pub holidays: Vec<Holiday>,
}

/// What was typed is not a day's hours, or not a list of holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OfficeHoursRefusal {
    /// Not `09:00-12:30 14:00-18:00`.
    #[error("hours are written 09:00-12:30 14:00-18:00")]
    Hours,
    /// Not `2026-12-25 Noël`, a line each.
    #[error("a holiday is written 2026-12-25 and its name")]
    Holidays,
}

impl OfficeHoursRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hours => "hours-refused",
            Self::Holidays => "holidays-refused",
        }
    }
}

impl OfficeHours {
    /// Reads a day as it is typed: spans that follow each other. Nothing typed is a day without hours.
    pub fn parse_day(text: &str) -> Result<Vec<Span>, OfficeHoursRefusal> {
        let mut spans: Vec<Span> = Vec::new();
        for written in text.split([' ', ',', ';', '\t']).filter(|it| !it.is_empty()) {
            let (from, until) = written.split_once(['-', '–']).ok_or(OfficeHoursRefusal::Hours)?;
            let time = |text: &str| text.parse::<TimeOfDay>().map_err(|_| OfficeHoursRefusal::Hours);
            let span = Span { from: time(from)?, until: time(until)? };
            let follows = spans.last().is_none_or(|before| before.until < span.from);
            if span.from >= span.until || !follows || spans.len() == MOST_SPANS {
                return Err(OfficeHoursRefusal::Hours);
            }
            spans.push(span);
        }
        Ok(spans)
    }

    /// Reads holidays as they are typed, a line each; a day that is typed twice is one.
    pub fn parse_holidays(text: &str) -> Result<Vec<Holiday>, OfficeHoursRefusal> {
        let mut holidays: Vec<Holiday> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (date, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let date = date.parse().map_err(|_| OfficeHoursRefusal::Holidays)?;
            let name: String = name.trim().chars().filter(|c| !c.is_control()).take(80).collect();
            if holidays.iter().any(|it| it.date == date) {
                continue;
            }
            if holidays.len() == MOST_HOLIDAYS {
                return Err(OfficeHoursRefusal::Holidays);
            }
            holidays.push(Holiday { date, name });
        }
        holidays.sort_by_key(|it| it.date);
        Ok(holidays)
    }

    /// A day as it is typed.
    pub fn day_text(spans: &[Span]) -> String {
        spans.iter().map(|it| format!("{}-{}", it.from, it.until)).collect::<Vec<_>>().join(" ")
    }

    /// The holidays as they are typed.
    pub fn holidays_text(&self) -> String {
        let line = |it: &Holiday| format!("{} {}", it.date, it.name).trim_end().to_owned();
        self.holidays.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Whether any hours are said.
    pub fn says_any(&self) -> bool {
        self.week.iter().any(|day| !day.is_empty())
    }

    /// Hours of a weekday.
    pub fn of(&self, day: Weekday) -> &[Span] {
        &self.week[day.num_days_from_monday() as usize]
    }

    /// The holiday that a day is.
    pub fn holiday(&self, date: NaiveDate) -> Option<&Holiday> {
        self.holidays.iter().find(|it| it.date == date)
    }

    /// Whether tickets are worked at a moment, by the clocks of a zone.
    pub fn is_open(&self, now: DateTime<Utc>, zone: Tz) -> bool {
        self.spans_on(local_date(now, zone), zone).any(|(from, until)| from <= now && now < until)
    }

    /// From when on tickets are worked again; `None` while they are, or where that is not within some months.
    pub fn opens_at(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        if self.is_open(now, zone) {
            return None;
        }
        let today = local_date(now, zone);
        let days = (0..LOOKED_AHEAD).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
        days.flat_map(|date| self.spans_on(date, zone)).map(|(from, _)| from).find(|from| *from > now)
    }

    /// The next holidays of some days ahead, today's among them.
    pub fn coming(&self, now: DateTime<Utc>, zone: Tz, days: u64) -> impl Iterator<Item = &Holiday> {
        let today = local_date(now, zone);
        let end = today.checked_add_days(Days::new(days)).unwrap_or(today);
        self.holidays.iter().filter(move |it| today <= it.date && it.date <= end)
    }

    fn spans_on(&self, date: NaiveDate, zone: Tz) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let spans = if self.holiday(date).is_some() { &[] } else { self.of(date.weekday()) };
        let at = move |time: TimeOfDay| moment(date.and_time(time.time()), zone);
        spans.iter().map(move |it| (at(it.from), at(it.until)))
    }
}

#[cfg(test)]
mod tests;
