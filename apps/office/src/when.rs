//! Moments as `<input type="datetime-local">` sends and takes them.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::calendar;

/// The moment that was typed, on the clocks of a zone.
pub(crate) fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    in_this_century(local.date()).then(|| calendar::moment(local, zone))
}

/// The day that was typed, or stands in an address.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day| in_this_century(*day))
}

/// Years of six digits can be written too. Clocks of a zone are known for this century, and whoever adds a month to the end
/// of time panics.
fn in_this_century(day: NaiveDate) -> bool {
    (2000..2100).contains(&day.year())
}

/// A moment as it would be typed.
pub(crate) fn typed(moment: DateTime<Utc>, zone: Tz) -> String {
    moment.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests;
