//! What narrows the list down: read from the address, written into it again, and shown as fields.

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    calendar::{local_date, start_of_day},
    ticket::Status,
};
use rappel_pages::{
    Text,
    form::{Choice, Field},
    language,
    portal::{Narrowed, Tab},
};
use rappel_service::tickets::{List, Narrow};

use super::Asked;
use crate::present;

/// States that tickets have within the tab of open ones.
const OPEN: [Status; 3] = [Status::Untreated, Status::InProgress, Status::Answered];
/// Years of tickets, and some more: a database that compares times as texts knows years of four digits.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

/// What was asked for, and what of it cannot be read: that narrows nothing down.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    pub(super) narrow: Narrow,
    category: Option<Text>,
    person: Option<Text>,
    status: Option<Text>,
    from: Option<Text>,
    to: Option<Text>,
}

impl Read {
    pub(super) fn of(asked: &Asked, locale: Locale, zone: Tz) -> Self {
        let mut read = Self::default();
        read.narrow.category =
            or_wrong(&asked.category, "tickets-wrong-category", &mut read.category, |it| it.parse().ok());
        read.narrow.requester =
            or_wrong(&asked.person, "tickets-wrong-person", &mut read.person, |it| it.parse().ok());
        // Closed tickets are all closed.
        if asked.tab() == Tab::Open {
            let of_tab = |word: &str| OPEN.into_iter().find(|status| status.as_str() == word);
            read.narrow.status = or_wrong(&asked.status, "tickets-wrong-status", &mut read.status, of_tab);
        }
        let from = or_wrong(&asked.from, "tickets-wrong-day", &mut read.from, day);
        let to = or_wrong(&asked.to, "tickets-wrong-day", &mut read.to, day);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            read.to = Some(Text::key("tickets-wrong-order").with("day", language::date(from, locale)));
            return read;
        }
        read.narrow.from = from.map(|day| start_of_day(day, zone));
        read.narrow.before = to.and_then(|day| day.succ_opt()).map(|day| start_of_day(day, zone));
        read
    }

    /// Whether something cannot be read.
    pub(super) fn is_wrong(&self) -> bool {
        [&self.category, &self.person, &self.status, &self.from, &self.to].into_iter().any(Option::is_some)
    }

    /// What narrowed the list down, and what the reader does not have to choose from.
    pub(super) fn listed(mut self, list: &List) -> Self {
        if self.narrow.category != list.narrow.category {
            self.category = Some("tickets-wrong-category".into());
        }
        if self.narrow.requester != list.narrow.requester {
            self.person = Some("tickets-wrong-person".into());
        }
        self.narrow = list.narrow.clone();
        self
    }

    /// The fields with what was typed, and what was wrong with it.
    pub(super) fn fields(&self, asked: &Asked, list: &List, locale: Locale) -> Narrowed {
        let categories =
            list.categories.iter().map(|it| Choice::new(it.id.to_string(), Text::plain(it.name(locale))));
        let people =
            list.people.iter().map(|(id, name)| Choice::new(id.to_string(), Text::plain(name.as_str())));
        let statuses = OPEN.into_iter().map(|it| Choice::new(it.as_str(), present::status(it).key()));
        let error = |field: Field, error: &Option<Text>| field.error_if(error.clone());
        let fields = Narrowed::new(asked.tab(), categories.collect(), people.collect(), statuses.collect());
        Narrowed {
            category: error(fields.category.value(asked.category.as_str()), &self.category),
            person: fields.person.map(|field| error(field.value(asked.person.as_str()), &self.person)),
            status: fields.status.map(|field| error(field.value(asked.status.as_str()), &self.status)),
            from: error(typed(fields.from, &asked.from), &self.from),
            to: error(typed(fields.to, &asked.to), &self.to),
            open: self.is_wrong() || self.narrow != Narrow::NOT,
        }
    }
}

/// The pairs of an address in which the same narrows a tab down.
pub(super) fn pairs(narrow: &Narrow, tab: Tab, zone: Tz) -> [(&'static str, String); 5] {
    let day = |day: Option<NaiveDate>| day.map(|it| it.to_string()).unwrap_or_default();
    let last = narrow.before.map(|before| local_date(before, zone)).and_then(|it| it.pred_opt());
    [
        ("category", narrow.category.map(|it| it.to_string()).unwrap_or_default()),
        ("person", narrow.requester.map(|it| it.to_string()).unwrap_or_default()),
        (
            "status",
            narrow.status.filter(|_| tab == Tab::Open).map(|it| it.as_str().to_owned()).unwrap_or_default(),
        ),
        ("from", day(narrow.from.map(|from| local_date(from, zone)))),
        ("to", day(last)),
    ]
}

/// A day as it was typed. A browser shows nothing in a field for a date that is none.
fn typed(field: Field, value: &str) -> Field {
    let kind = if value.is_empty() || day(value.trim()).is_some() { field.kind } else { "text" };
    Field { kind, ..field.value(value) }
}

fn or_wrong<T>(
    typed: &str,
    wrong: &'static str,
    error: &mut Option<Text>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let value = read(typed);
    if value.is_none() {
        *error = Some(wrong.into());
    }
    value
}

fn day(typed: &str) -> Option<NaiveDate> {
    typed.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}

#[cfg(test)]
mod tests;
