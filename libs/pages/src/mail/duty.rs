//! E-mails to staff about their shifts.

use chrono::{DateTime, Datelike as _, Utc};
use rappel_domain::{rota::Period, swap::SwapState};

use super::Letter;
use crate::{Reader, Text, office::day_key};

/// A shift begins soon.
pub fn shift_soon(reader: Reader, name: &str, rota: &str, shift: Period, href: &str) -> Letter {
    let values = |key| period(reader, key, shift).with("rota", rota);
    Letter::new(values("mail-shift-soon-subject"), Some(name))
        .say(values("mail-shift-soon"))
        .button("mail-shift-look", href)
}

/// The reader is on call at other times than they knew: at which they now are, at which they no longer are, and
/// how many periods are not listed.
pub fn shifts_changed(
    reader: Reader,
    name: &str,
    rota: &str,
    (gained, lost, more): (&[Period], &[Period], usize),
    href: &str,
) -> Letter {
    let subject = Text::key("mail-shifts-changed-subject").with("rota", rota);
    let mut letter =
        Letter::new(subject, Some(name)).say(Text::key("mail-shifts-changed").with("rota", rota));
    for (key, periods) in [("mail-shift-gained", gained), ("mail-shift-lost", lost)] {
        letter = periods.iter().fold(letter, |letter, it| letter.say(period(reader, key, *it)));
    }
    if more > 0 {
        letter = letter.say(Text::key("mail-shifts-more").with("count", more));
    }
    letter.button("mail-shift-look", href)
}

/// A swap with what people are called.
#[derive(Debug, Clone, Copy)]
pub struct SwapNews<'a> {
    /// Name of the reader.
    pub name: &'a str,
    /// Of which rota.
    pub rota: &'a str,
    /// Who asks.
    pub asker: &'a str,
    /// Who is asked.
    pub asked: &'a str,
    /// Who answered.
    pub ended_by: &'a str,
    /// When the other stands in for the asker.
    pub gives: Period,
    /// When the asker stands in, in return.
    pub takes: Option<Period>,
    /// Where it is answered.
    pub href: &'a str,
}

/// A swap was asked for, answered or withdrawn; the same letter to both.
pub fn swap(reader: Reader, news: &SwapNews<'_>, state: SwapState) -> Letter {
    let (subject, text) = match state {
        SwapState::Asked => ("mail-swap-asked-subject", "mail-swap-asked"),
        SwapState::Accepted => ("mail-swap-accepted-subject", "mail-swap-accepted"),
        SwapState::Refused => ("mail-swap-refused-subject", "mail-swap-refused"),
        SwapState::Withdrawn => ("mail-swap-withdrawn-subject", "mail-swap-withdrawn"),
    };
    let values = |text: Text| {
        text.with("asker", news.asker)
            .with("asked", news.asked)
            .with("rota", news.rota)
            .with("by", news.ended_by)
    };
    let letter = Letter::new(values(Text::key(subject)), Some(news.name))
        .say(values(Text::key(text)))
        .say(values(period(reader, "mail-swap-gives", news.gives)));
    let letter = match news.takes {
        Some(takes) => letter.say(values(period(reader, "mail-swap-takes", takes))),
        None => letter,
    };
    let button = if state == SwapState::Asked { "mail-swap-answer" } else { "mail-shift-look" };
    letter.button(button, news.href)
}

/// A text with the beginning and the end of a period.
fn period(reader: Reader, key: &'static str, period: Period) -> Text {
    Text::key(key).with("from", when(reader, period.from)).with("to", when(reader, period.to))
}

/// `lundi 30/11/2026 08:00`.
pub(crate) fn when(reader: Reader, at: DateTime<Utc>) -> String {
    let day = Text::key(day_key(at.with_timezone(&reader.zone).weekday())).say(reader.locale);
    format!("{} {} {}", day.unwrap_or_default(), reader.date(at), reader.clock(at))
}
