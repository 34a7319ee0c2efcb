//! What a language's own file, `locales/*/language.ftl`, says of it: its name, and how it writes dates, times and numbers.
//!
//! To add a language: a variant of `rappel_domain::Locale` with its tag, and a folder of `locales` with the same keys. What the
//! compiler then asks for is what the operator writes in every language (categories, terms) and the voice of calls.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, NaiveDate};
use chrono_tz::Tz;
use rappel_domain::Locale;
use serde::Serialize;
use serde_json::Value;

use crate::text::say;

/// A language to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Language {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: String,
}

/// Every language, the first one first.
pub fn languages() -> Vec<Language> {
    let language = |locale: Locale| Language { tag: locale.tag(), name: rules(locale).name.clone() };
    Locale::ALL.into_iter().map(language).collect()
}

/// Every language but the one that is read.
pub fn others(locale: Locale) -> Vec<Language> {
    languages().into_iter().filter(|language| language.tag != locale.tag()).collect()
}

/// A day: `22/11/2026`, `22 Nov 2026`.
pub fn date(day: NaiveDate, locale: Locale) -> String {
    let Rules { date, months, .. } = rules(locale);
    let month = months.get(day.month0() as usize).map_or("", String::as_str);
    day.format(&date.replace("%b", month)).to_string()
}

/// The hour: `14:17`.
pub(crate) fn hour(at: DateTime<Tz>) -> String {
    at.format("%H:%M").to_string()
}

/// Day and hour: `22/11/2026 à 14:17`.
pub(crate) fn day_and_hour(day: &str, hour: &str, locale: Locale) -> String {
    let values = [("date", Value::from(day)), ("time", Value::from(hour))];
    say(locale, "language-date-time", values.into_iter()).unwrap_or_else(|_| format!("{day} {hour}"))
}

/// A number that was written with a point.
pub(crate) fn decimal(number: &str, locale: Locale) -> String {
    number.replace('.', &rules(locale).point)
}

struct Rules {
    name: String,
    /// As `strftime` writes it; `%b` is the month's name from the list below.
    date: String,
    months: Vec<String>,
    point: String,
}

fn rules(locale: Locale) -> &'static Rules {
    static RULES: LazyLock<Vec<Rules>> = LazyLock::new(|| Locale::ALL.into_iter().map(read).collect());
    static NONE: Rules =
        Rules { name: String::new(), date: String::new(), months: Vec::new(), point: String::new() };
    let place = Locale::ALL.into_iter().position(|known| known == locale);
    place.and_then(|place| RULES.get(place)).unwrap_or(&NONE)
}

/// Reads the rules of a language. A test sees to it that each has them all.
fn read(locale: Locale) -> Rules {
    let text = |key| say(locale, key, std::iter::empty()).unwrap_or_default();
    Rules {
        name: text("language-name"),
        date: text("language-date"),
        months: text("language-months").split_whitespace().map(str::to_owned).collect(),
        point: text("language-decimal-point"),
    }
}

#[cfg(test)]
mod tests;
