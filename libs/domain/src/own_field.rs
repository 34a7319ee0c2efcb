//! What a category asks beside the description, in fields of its own, and what was answered.
//!
//! An answer keeps the words that asked for it: it means the same after the field has been renamed or taken away.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Locale,
    display_name::{DisplayName, DisplayNameRefusal},
    id::FieldId,
    text::{is_invisible, turns_text_around},
};

/// Fields of a category at most.
pub const MOST_FIELDS: usize = 5;
/// Choices of a field at most.
pub const MOST_CHOICES: usize = 30;
/// Characters of an answer in words at most.
pub const LONGEST_ANSWER: usize = 200;
/// Digits of a number before the comma, and after it, at most.
const DIGITS: (usize, usize) = (15, 6);
/// Days that somebody may mean.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// In a language.
    pub fn of(&self, locale: Locale) -> &str {
        locale.of_two(&self.fr, &self.en)
    }
}

/// A field of a category's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnField {
    /// Names it in forms and in the API; never used again for another.
    pub id: FieldId,
    /// What it asks.
    pub label: Words,
    /// Whether a ticket is refused without it.
    pub required: bool,
    /// What is answered.
    pub kind: Kind,
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A line of text.
    Text,
    /// One of these.
    Choice(Vec<Words>),
    /// A number, with a comma or a point.
    Number,
    /// A day.
    Date,
}

impl Kind {
    /// The word of a kind.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice(_) => "choice",
            Self::Number => "number",
            Self::Date => "date",
        }
    }

    /// Reads a kind and, where it needs some, its choices: one a line, in both languages with a bar between them or in one for
    /// both.
    pub fn parse(word: &str, choices: &str) -> Result<Self, KindRefusal> {
        match word {
            "text" => Ok(Self::Text),
            "number" => Ok(Self::Number),
            "date" => Ok(Self::Date),
            "choice" => choices_of(choices).map(Self::Choice),
            _ => Err(KindRefusal::Unknown),
        }
    }

    /// Its choices as they are typed.
    pub fn choices_text(&self) -> String {
        let Self::Choice(choices) = self else { return String::new() };
        let line = |it: &Words| if it.fr == it.en { it.fr.clone() } else { format!("{} | {}", it.fr, it.en) };
        choices.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn choices_of(typed: &str) -> Result<Vec<Words>, KindRefusal> {
    let mut choices: Vec<Words> = Vec::new();
    for line in typed.lines().filter(|line| !line.trim().is_empty()) {
        let (fr, en) = line.split_once('|').unwrap_or((line, line));
        let words =
            Words { fr: DisplayName::parse(fr)?.to_string(), en: DisplayName::parse(en)?.to_string() };
        let is_there = |it: &Words| it.fr == words.fr || it.en == words.en;
        if choices.iter().any(is_there) {
            return Err(KindRefusal::ChoiceTwice);
        }
        choices.push(words);
    }
    match choices.len() {
        0 | 1 => Err(KindRefusal::TooFewChoices),
        count if count > MOST_CHOICES => Err(KindRefusal::TooManyChoices),
        _ => Ok(choices),
    }
}

/// A field cannot be kept so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KindRefusal {
    /// None of the kinds.
    #[error("not one of the kinds of fields")]
    Unknown,
    /// Nothing to choose from.
    #[error("a choice has two lines at least")]
    TooFewChoices,
    /// More than anybody reads.
    #[error("a choice has at most {} lines", MOST_CHOICES)]
    TooManyChoices,
    /// Two lines say the same.
    #[error("two choices have the same words")]
    ChoiceTwice,
    /// A line that cannot be kept.
    #[error(transparent)]
    Words(#[from] DisplayNameRefusal),
}

impl KindRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unknown => "invalid-choice",
            Self::TooFewChoices => "field-choices-few",
            Self::TooManyChoices => "field-choices-many",
            Self::ChoiceTwice => "field-choices-twice",
            Self::Words(refusal) => refusal.key(),
        }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The field that asked.
    pub field: FieldId,
    /// What it asked, in the words of that day.
    pub label: Words,
    /// What was answered.
    pub value: Value,
}

/// The value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A line of text.
    Text(String),
    /// What was chosen, in the words of that day.
    Choice(Words),
    /// Digits, and a point before those of a fraction.
    Number(String),
    /// A day.
    Date(NaiveDate),
}

impl Answer {
    /// As programs read it: a number with a point, a day as in 2026-12-31.
    pub fn plain(&self, locale: Locale) -> String {
        match &self.value {
            Value::Text(text) | Value::Number(text) => text.clone(),
            Value::Choice(words) => words.of(locale).to_owned(),
            Value::Date(day) => day.to_string(),
        }
    }

    /// The word of its kind.
    pub const fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "text",
            Value::Choice(_) => "choice",
            Value::Number(_) => "number",
            Value::Date(_) => "date",
        }
    }
}

/// An answer cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefusal {
    /// Nothing, where something is needed.
    #[error("an answer is needed")]
    Missing,
    /// More than is kept.
    #[error("an answer has at most {} characters", LONGEST_ANSWER)]
    TooLong,
    /// Not one of the choices.
    #[error("not one of the choices")]
    NotAChoice,
    /// No number.
    #[error("not a number")]
    Number,
    /// No day.
    #[error("not a day")]
    Date,
}

impl AnswerRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "answer-missing",
            Self::TooLong => "answer-too-long",
            Self::NotAChoice => "answer-choice",
            Self::Number => "answer-number",
            Self::Date => "answer-date",
        }
    }
}

impl OwnField {
    /// Reads what somebody typed; `None` where nothing was, and nothing need be.
    pub fn answer(&self, typed: &str) -> Result<Option<Answer>, AnswerRefusal> {
        let typed = one_line(typed)?;
        if typed.is_empty() {
            return if self.required { Err(AnswerRefusal::Missing) } else { Ok(None) };
        }
        let value = match &self.kind {
            Kind::Text => Value::Text(typed),
            Kind::Choice(choices) => {
                let chosen = choices.iter().find(|it| it.fr == typed || it.en == typed);
                Value::Choice(chosen.cloned().ok_or(AnswerRefusal::NotAChoice)?)
            }
            Kind::Number => Value::Number(number(&typed).ok_or(AnswerRefusal::Number)?),
            Kind::Date => Value::Date(day(&typed).ok_or(AnswerRefusal::Date)?),
        };
        Ok(Some(Answer { field: self.id, label: self.label.clone(), value }))
    }
}

fn one_line(typed: &str) -> Result<String, AnswerRefusal> {
    // Bounded before it is worked on.
    if typed.len() > 16 * LONGEST_ANSWER {
        return Err(AnswerRefusal::TooLong);
    }
    let blank = |c: char| if c.is_control() || c.is_whitespace() { ' ' } else { c };
    let kept: String =
        typed.chars().filter(|c| !is_invisible(*c) && !turns_text_around(*c)).map(blank).collect();
    let line = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LONGEST_ANSWER { Err(AnswerRefusal::TooLong) } else { Ok(line) }
}

/// As people write it: `1 234,50`, `-3.5`. Zeros that say nothing are dropped.
fn number(typed: &str) -> Option<String> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, digits) = match bare.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", bare.as_str()),
    };
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = whole.len() <= DIGITS.0 && fraction.len() <= DIGITS.1;
    if whole.is_empty()
        || !all_digits(whole)
        || !all_digits(fraction)
        || !fits
        || digits.ends_with([',', '.'])
    {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let fraction = fraction.trim_end_matches('0');
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// As browsers send it, `2026-12-31`, or as people write it where they do not know such a field, `31/12/2026`.
fn day(typed: &str) -> Option<NaiveDate> {
    let written = |form| NaiveDate::parse_from_str(typed, form).ok();
    written("%Y-%m-%d").or_else(|| written("%d/%m/%Y")).filter(|day| YEARS.contains(&day.year()))
}

#[cfg(test)]
mod tests;
