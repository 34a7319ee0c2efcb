//! What a language's own file, `languages/{tag}.ftl`, says of it: its name, how it writes dates, times and numbers, its voice.
//!
//! To add a language, add that one file. It holds every text that `locales/{tag}` does not; whichever of the two is handier. While
//! texts are missing, its first line begins with `### draft`: what it lacks is said in English, it is offered to nobody, and only tests
//! read it. Without that line a test asks for every key, with the same variables, and SMS texts that fit; then it is listed in every
//! form, taken from browsers' wishes, and kept in rows by its tag. Nothing else knows which languages there are: `rappel_domain::Locale`
//! is written from the folder when the program is built, and Fluent knows plurals. A language that was offered is made a draft again
//! rather than deleted, since rows name it.
//!
//! What the operator writes itself in two languages (categories, terms) is read in English by whoever reads a third one.

use std::{collections::HashMap, sync::LazyLock};

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

/// The voice that reads a call out, as providers name it: `fr-FR`.
pub fn voice(locale: Locale) -> &'static str {
    &rules(locale).voice
}

struct Rules {
    name: String,
    /// As `strftime` writes it; `%b` is the month's name from the list below.
    date: String,
    months: Vec<String>,
    point: String,
    voice: String,
}

fn rules(locale: Locale) -> &'static Rules {
    static RULES: LazyLock<HashMap<Locale, Rules>> =
        LazyLock::new(|| Locale::ALL.into_iter().chain(Locale::DRAFTS).map(|it| (it, read(it))).collect());
    static NONE: Rules = Rules {
        name: String::new(),
        date: String::new(),
        months: Vec::new(),
        point: String::new(),
        voice: String::new(),
    };
    RULES.get(&locale).unwrap_or(&NONE)
}

/// Reads the rules of a language. A test sees to it that each has them all.
fn read(locale: Locale) -> Rules {
    let text = |key| say(locale, key, std::iter::empty()).unwrap_or_default();
    Rules {
        name: text("language-name"),
        date: text("language-date"),
        months: text("language-months").split_whitespace().map(str::to_owned).collect(),
        point: text("language-decimal-point"),
        voice: text("language-voice"),
    }
}

#[cfg(test)]
mod tests;
