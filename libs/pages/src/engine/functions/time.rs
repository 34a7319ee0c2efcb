//! Times: absolute, in the tenant's time zone, as `<time>` elements.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::Locale;

use super::{Answer, Call};
use crate::language::{date as date_of, day_and_hour, hour};

/// `{{time at}}`: day and hour.
pub(super) fn time(call: &Call<'_, '_>) -> Result<Answer, String> {
    element(call, whole)
}

/// `{{instant at}}`: day, hour and second, for proofs.
pub(super) fn instant(call: &Call<'_, '_>) -> Result<Answer, String> {
    element(call, |at, locale| day_and_hour(&day(at, locale), &at.format("%H:%M:%S").to_string(), locale))
}

/// `{{date at}}`: the day.
pub(super) fn date(call: &Call<'_, '_>) -> Result<Answer, String> {
    element(call, day)
}

/// `{{clock at}}`: the hour.
pub(super) fn clock(call: &Call<'_, '_>) -> Result<Answer, String> {
    element(call, |at, _| hour(at))
}

/// `{{moment at}}`: the hour when it is today, else day and hour.
pub(super) fn moment(call: &Call<'_, '_>) -> Result<Answer, String> {
    let today = call.now().map(|now| now.with_timezone(&call.zone()).date_naive());
    element(call, |at, locale| if Some(at.date_naive()) == today { hour(at) } else { whole(at, locale) })
}

/// `(time-text at)`: day and hour without markup.
pub(super) fn time_text(call: &Call<'_, '_>) -> Result<Answer, String> {
    plain(call, whole)
}

/// `(date-text at)`: the day without markup.
pub(super) fn date_text(call: &Call<'_, '_>) -> Result<Answer, String> {
    plain(call, day)
}

/// `(clock-text at)`: the hour without markup.
pub(super) fn clock_text(call: &Call<'_, '_>) -> Result<Answer, String> {
    plain(call, |at, _| hour(at))
}

type Format = fn(DateTime<Tz>, Locale) -> String;

fn plain(call: &Call<'_, '_>, format: Format) -> Result<Answer, String> {
    Ok(Answer::Value(format(at(call)?, call.locale()).into()))
}

fn element(call: &Call<'_, '_>, format: impl Fn(DateTime<Tz>, Locale) -> String) -> Result<Answer, String> {
    let at = at(call)?;
    let machine = at.format("%Y-%m-%dT%H:%M:%S%:z");
    Ok(Answer::Markup(format!("<time datetime=\"{machine}\">{}</time>", format(at, call.locale()))))
}

fn at(call: &Call<'_, '_>) -> Result<DateTime<Tz>, String> {
    let text = call.text(0)?;
    let utc: DateTime<Utc> = text.parse().map_err(|_| format!("{text} is not a time"))?;
    Ok(utc.with_timezone(&call.zone()))
}

/// The day: `22/11/2026`, `22 Nov 2026`.
pub(crate) fn day(at: DateTime<Tz>, locale: Locale) -> String {
    date_of(at.date_naive(), locale)
}

fn whole(at: DateTime<Tz>, locale: Locale) -> String {
    day_and_hour(&day(at, locale), &hour(at), locale)
}
