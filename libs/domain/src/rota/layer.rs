//! Rotations: people who take turns, and the hours to which a layer is restricted.
//!
//! Turns are counted on the clock on the wall: a day that lacks an hour makes one turn an hour shorter, and the
//! next begins at the same local hour as ever.

use chrono::{DateTime, Datelike as _, Days, Duration, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Period, WeekTime};
use crate::{
    calendar::{self, TimeOfDay},
    id::{LayerId, StaffId},
};

/// A rotation, and when it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its identifier, within the rota.
    pub id: LayerId,
    /// What people call it.
    pub name: String,
    /// Who takes turns.
    pub rotation: Rotation,
    /// When it applies, such as nights and weekends; at any time when nothing is said. Turns go on outside them.
    #[serde(default)]
    pub hours: Vec<Hours>,
}

/// People who take turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// How long a turn lasts.
    pub turn: Turn,
    /// The local time at which the first turn begins, and each one after that unless turns are counted in hours.
    pub at: TimeOfDay,
    /// The day on which the first turn begins; nobody is on call before.
    pub starts_on: NaiveDate,
    /// Who, in the order of their turns.
    pub people: Vec<StaffId>,
}

/// How long a turn lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// From one such day of the week to the next. The first turn is shorter when it begins on another day.
    Weekly(Weekday),
    /// So many days.
    Days(u16),
    /// So many hours of the clock on the wall.
    Hours(u16),
}

/// Hours of the local clock. Past midnight, or past the week's end, when they end before they begin; equal times
/// mean the whole day, or week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "every", rename_all = "snake_case")]
pub enum Hours {
    /// The same every day.
    Day {
        /// When they begin.
        from: TimeOfDay,
        /// When they end.
        until: TimeOfDay,
    },
    /// The same every week.
    Week {
        /// When they begin.
        from: WeekTime,
        /// When they end.
        until: WeekTime,
    },
}

impl Rotation {
    /// Whose turn it is.
    pub fn person_at(&self, time: DateTime<Utc>, zone: Tz) -> Option<StaffId> {
        let count = i64::try_from(self.people.len()).ok()?;
        let turn = self.turn_at(time, zone)?;
        let index = usize::try_from(turn.checked_rem_euclid(count)?).ok()?;
        self.people.get(index).copied()
    }

    /// When turns begin within a period.
    pub fn handovers(&self, within: Period, zone: Tz) -> Vec<DateTime<Utc>> {
        let first = self.turn_at(within.from, zone).unwrap_or(0);
        let begin = |turn: i64| self.begins(turn, zone);
        let each = (first..).map(begin).take_while(|moment| *moment < within.to);
        each.filter(|moment| within.covers(*moment)).collect()
    }

    /// Counts from 0; `None` before the first.
    fn turn_at(&self, time: DateTime<Utc>, zone: Tz) -> Option<i64> {
        if time < self.begins(0, zone) {
            return None;
        }
        // The wall clock says about which turn it is. In an hour that it shows twice it may say one too few.
        let shows = time.with_timezone(&zone).naive_local();
        let length = self.length().num_minutes();
        let mut turn = ((shows - self.zero()).num_minutes().div_euclid(length)).max(0);
        while turn > 0 && time < self.begins(turn, zone) {
            turn -= 1;
        }
        while self.begins(turn + 1, zone) <= time {
            turn += 1;
        }
        Some(turn)
    }

    fn begins(&self, turn: i64, zone: Tz) -> DateTime<Utc> {
        calendar::moment(self.shows(turn), zone)
    }

    /// What the clock on the wall shows when a turn begins.
    fn shows(&self, turn: i64) -> NaiveDateTime {
        let first = self.starts_on.and_time(self.at.time());
        if turn == 0 {
            return first;
        }
        let later = i32::try_from(turn).ok().and_then(|turn| self.length().checked_mul(turn));
        later.and_then(|later| self.zero().checked_add_signed(later)).unwrap_or(NaiveDateTime::MAX)
    }

    /// From where turns are counted: the first hand-over, or for weeks the last such day until then.
    fn zero(&self) -> NaiveDateTime {
        let days = match self.turn {
            Turn::Weekly(day) => self.starts_on.weekday().days_since(day),
            Turn::Days(_) | Turn::Hours(_) => 0,
        };
        let day = self.starts_on.checked_sub_days(Days::new(days.into())).unwrap_or(self.starts_on);
        day.and_time(self.at.time())
    }

    /// Never nothing, whatever a row says.
    fn length(&self) -> Duration {
        match self.turn {
            Turn::Weekly(_) => Duration::weeks(1),
            Turn::Days(days) => Duration::days(days.max(1).into()),
            Turn::Hours(hours) => Duration::hours(hours.max(1).into()),
        }
    }
}

impl Hours {
    /// The hours that begin on some days.
    pub(super) fn on(self, days: &[NaiveDate], zone: Tz) -> Vec<Period> {
        let begins = |day: &&NaiveDate| match self {
            Self::Day { .. } => true,
            Self::Week { from, .. } => day.weekday() == from.day,
        };
        days.iter().filter(begins).map(|day| self.starting(*day, zone)).collect()
    }

    fn starting(self, day: NaiveDate, zone: Tz) -> Period {
        let (from, until, days) = match self {
            Self::Day { from, until } => (from, until, u32::from(until <= from)),
            Self::Week { from, until } => {
                let days = until.day.days_since(from.day);
                let whole = days == 0 && until.time <= from.time;
                (from.time, until.time, if whole { 7 } else { days })
            }
        };
        let last = day.checked_add_days(Days::new(days.into())).unwrap_or(day);
        Period {
            from: calendar::moment(day.and_time(from.time()), zone),
            to: calendar::moment(last.and_time(until.time()), zone),
        }
    }
}

#[cfg(test)]
mod tests;
