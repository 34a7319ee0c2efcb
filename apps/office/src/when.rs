//! Moments as `<input type="datetime-local">` sends and takes them.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::calendar;

/// The moment that was typed, on the clocks of a zone.
pub(crate) fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    Some(calendar::moment(local, zone))
}

/// A moment as it would be typed.
pub(crate) fn typed(moment: DateTime<Utc>, zone: Tz) -> String {
    moment.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests;
