//! When ordinary tickets are worked, as people read it: days with the same hours in one line, and when it opens again.

use chrono::{DateTime, Utc, Weekday};
use chrono_tz::Tz;
use rappel_domain::{
    calendar::moment,
    office_hours::{OfficeHours, Span},
};
use serde::Serialize;

use crate::Text;

/// Holidays of so many days ahead are said.
const AHEAD: u64 = 21;

/// Days that follow each other with the same hours.
#[derive(Debug, Clone, Serialize)]
pub struct HoursLine {
    /// The first.
    pub from: Text,
    /// The last, when they are several.
    pub until: Option<Text>,
    /// The hours.
    pub hours: String,
}

/// A holiday that comes.
#[derive(Debug, Clone, Serialize)]
pub struct HolidayLine {
    /// Noon of it.
    pub at: DateTime<Utc>,
    /// As people call it.
    pub name: String,
}

/// Hours as people read them.
#[derive(Debug, Clone, Serialize)]
pub struct HoursShown {
    /// The week.
    pub lines: Vec<HoursLine>,
    /// Whose clocks they are by.
    pub zone: String,
    /// From when on tickets are worked again; none while they are.
    pub opens_at: Option<DateTime<Utc>>,
    /// Holidays that come.
    pub holidays: Vec<HolidayLine>,
}

impl HoursShown {
    /// What there is to say at a moment, by the clocks of a zone.
    pub fn at(now: DateTime<Utc>, hours: &OfficeHours, zone: Tz) -> Self {
        let holidays = hours.coming(now, zone, AHEAD).filter_map(|it| {
            let noon = it.date.and_hms_opt(12, 0, 0)?;
            Some(HolidayLine { at: moment(noon, zone), name: it.name.clone() })
        });
        Self {
            lines: lines(hours),
            zone: zone.name().to_owned(),
            opens_at: hours.opens_at(now, zone),
            holidays: holidays.collect(),
        }
    }

    pub(crate) fn sample(now: DateTime<Utc>) -> Self {
        let day = OfficeHours::parse_day("09:00-12:30 14:00-18:00").unwrap_or_default();
        let saturday = OfficeHours::parse_day("09:00-12:00").unwrap_or_default();
        let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, saturday, Vec::new()];
        let holidays = OfficeHours::parse_holidays("2026-12-08 Fête des Lumières").unwrap_or_default();
        Self::at(now, &OfficeHours { week, holidays }, chrono_tz::Europe::Paris)
    }
}

fn lines(hours: &OfficeHours) -> Vec<HoursLine> {
    static WEEK: [(Weekday, &str); 7] = [
        (Weekday::Mon, "day-mon"),
        (Weekday::Tue, "day-tue"),
        (Weekday::Wed, "day-wed"),
        (Weekday::Thu, "day-thu"),
        (Weekday::Fri, "day-fri"),
        (Weekday::Sat, "day-sat"),
        (Weekday::Sun, "day-sun"),
    ];
    let groups = WEEK.chunk_by(|(day, _), (next, _)| hours.of(*day) == hours.of(*next));
    groups
        .filter_map(|days| {
            let ((first, from), (last, until)) = (*days.first()?, *days.last()?);
            let spans = hours.of(first);
            let said = |span: &Span| format!("{} – {}", span.from, span.until);
            (!spans.is_empty()).then(|| HoursLine {
                from: from.into(),
                until: (first != last).then(|| until.into()),
                hours: spans.iter().map(said).collect::<Vec<_>>().join(", "),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
