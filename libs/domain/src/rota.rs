//! Who is on call when: layers of rotations over weekly shifts, in local time, and exceptions over all of them.
//!
//! A shift begins and ends when the clocks of its zone first reach its times, so that a handover
//! happens once, even in the night in which they go back and show the hour twice.

mod change;
mod layer;
mod rules;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{self, TimeOfDay},
    id::{OverrideId, RotaId, StaffId},
};

pub(crate) use change::put;
pub use change::{HORIZON, ShiftNotice, add_override, begin_notices, notices, remove_override, save};
pub use layer::{Hours, Layer, Rotation, Turn};
pub use rules::{RotaPart, RotaRefusal};

/// How far back the beginning of a shift is looked for.
const WEEKS_BACK: usize = 52;

/// Who is on call when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// The zone whose clocks everything follows.
    pub time_zone: Tz,
    /// What is the same every week, below the layers; shifts may overlap, then several people are on call.
    pub shifts: Vec<WeeklyShift>,
    /// Rotations, each over those before it: where a later one names somebody, nobody else is on call.
    #[serde(default)]
    pub layers: Vec<Layer>,
    /// Exceptions, over everything.
    pub overrides: Vec<Override>,
}

/// A rota as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRota {
    /// Its identifier.
    pub id: RotaId,
    /// What people call it.
    pub name: String,
    /// Who is on call when; its overrides are those that are not over.
    pub rota: Rota,
    /// The version that was read; 0 for a new one.
    pub version: i32,
}

/// A shift that repeats each week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyShift {
    /// When it begins.
    pub from: WeekTime,
    /// When it ends; past midnight and past the week's end when that is earlier in the week than
    /// `from`. Equal times mean the whole week.
    pub until: WeekTime,
    /// Who is on call.
    pub staff: StaffId,
}

/// A day of the week and a time of day on the local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekTime {
    /// Day of the week; `Mon` in JSON.
    pub day: Weekday,
    /// `HH:MM` in JSON.
    pub time: TimeOfDay,
}

/// Somebody is on call instead of whoever the layers name, or instead of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Its identifier.
    pub id: OverrideId,
    /// Who is on call instead.
    pub staff: StaffId,
    /// Whom they replace: that person wherever they are on call, or everybody. Several that replace
    /// everybody add up; those that replace one person come after, each over those before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<StaffId>,
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment after.
    pub to: DateTime<Utc>,
}

/// From one moment until another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment after.
    pub to: DateTime<Utc>,
}

/// The same people on call from one moment until another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment after.
    pub to: DateTime<Utc>,
    /// Who is on call, in the order of the rota; nobody in a hole.
    pub staff: Vec<StaffId>,
}

/// What repeats, as moments.
struct Occurrences {
    shifts: Vec<(Period, StaffId)>,
    /// For each layer the hours to which it is restricted; `None` for one that always applies.
    hours: Vec<Option<Vec<Period>>>,
}

impl Rota {
    /// A rota with nobody on it.
    pub const fn new(time_zone: Tz) -> Self {
        Self { time_zone, shifts: Vec::new(), layers: Vec::new(), overrides: Vec::new() }
    }

    /// Who is on call at `time`, each once, in the order of the rota.
    pub fn on_call_at(&self, time: DateTime<Utc>) -> Vec<StaffId> {
        let day = calendar::local_date(time, self.time_zone);
        self.staff_at(time, &self.occurrences(day, day))
    }

    /// Who is on call from `from` until `to`, without gaps: each span begins where the one before ends.
    pub fn spans(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Span> {
        let first = calendar::local_date(from, self.time_zone);
        let last = calendar::local_date(to, self.time_zone);
        let occurrences = self.occurrences(first, last);
        let ends = |period: Period| [period.from, period.to];
        let mut moments: Vec<_> = occurrences.shifts.iter().flat_map(|(period, _)| ends(*period)).collect();
        moments.extend(occurrences.hours.iter().flatten().flatten().flat_map(|period| ends(*period)));
        moments.extend(self.overrides.iter().flat_map(|exception| [exception.from, exception.to]));
        for layer in &self.layers {
            moments.extend(layer.rotation.handovers(Period { from, to }, self.time_zone));
        }
        moments.retain(|moment| from < *moment && *moment < to);
        moments.extend([from, to]);
        moments.sort_unstable();
        moments.dedup();

        let mut spans: Vec<Span> = Vec::new();
        for (from, to) in moments.iter().zip(moments.iter().skip(1)) {
            let staff = self.staff_at(*from, &occurrences);
            match spans.last_mut() {
                Some(last) if last.staff == staff => last.to = *to,
                _ => spans.push(Span { from: *from, to: *to, staff }),
            }
        }
        spans
    }

    /// When nobody is on call between `from` and `to`.
    pub fn holes(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Span> {
        self.spans(from, to).into_iter().filter(|span| span.staff.is_empty()).collect()
    }

    /// When one person is on call between `from` and `to`; a change of those beside them does not end a period.
    pub fn periods_of(&self, staff: StaffId, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Period> {
        let mut periods: Vec<Period> = Vec::new();
        for span in self.spans(from, to).into_iter().filter(|span| span.staff.contains(&staff)) {
            match periods.last_mut() {
                Some(last) if last.to == span.from => last.to = span.to,
                _ => periods.push(Period { from: span.from, to: span.to }),
            }
        }
        periods
    }

    /// Since when the shift lasts that one person has from `time` on: `time` itself when it begins there. `None` for longer
    /// than a year, which is as far as this looks, week by week.
    pub fn on_call_since(&self, staff: StaffId, time: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut since = time;
        for _ in 0..WEEKS_BACK {
            let from = since - Duration::weeks(1);
            match self.periods_of(staff, from, since).last() {
                Some(period) if period.to == since && period.from == from => since = from,
                Some(period) if period.to == since => return Some(period.from),
                _ => return Some(since),
            }
        }
        None
    }

    /// Whether one person is on call at some moment of a period. Looks week by week and stops at the first: the work for
    /// a span grows with the square of its length.
    pub fn is_on_call_within(&self, staff: StaffId, period: Period) -> bool {
        let mut from = period.from;
        while from < period.to {
            let to = (from + Duration::weeks(1)).min(period.to);
            if self.spans(from, to).iter().any(|span| span.staff.contains(&staff)) {
                return true;
            }
            from = to;
        }
        false
    }

    /// Everybody whom the rota names, each once.
    pub fn people(&self) -> Vec<StaffId> {
        let mut people: Vec<StaffId> = self.shifts.iter().map(|shift| shift.staff).collect();
        people.extend(self.layers.iter().flat_map(|layer| &layer.rotation.people));
        people.extend(self.overrides.iter().map(|exception| exception.staff));
        people.sort_unstable();
        people.dedup();
        people
    }

    fn staff_at(&self, time: DateTime<Utc>, occurrences: &Occurrences) -> Vec<StaffId> {
        let on = occurrences.shifts.iter().filter(|(period, _)| period.covers(time));
        let mut staff: Vec<StaffId> = on.map(|(_, staff)| *staff).collect();
        for (layer, hours) in self.layers.iter().zip(&occurrences.hours) {
            let applies = hours.as_ref().is_none_or(|hours| hours.iter().any(|it| it.covers(time)));
            if applies && let Some(person) = layer.rotation.person_at(time, self.time_zone) {
                staff = vec![person];
            }
        }
        let now = || self.overrides.iter().filter(|exception| exception.covers(time));
        if now().any(|exception| exception.instead_of.is_none()) {
            staff = now().filter(|it| it.instead_of.is_none()).map(|it| it.staff).collect();
        }
        for exception in now() {
            for person in staff.iter_mut().filter(|person| exception.instead_of == Some(**person)) {
                *person = exception.staff;
            }
        }
        let mut each: Vec<StaffId> = Vec::new();
        for person in staff {
            if !each.contains(&person) {
                each.push(person);
            }
        }
        each
    }

    /// Everything that repeats and may touch a day from `first` to `last`.
    fn occurrences(&self, first: NaiveDate, last: NaiveDate) -> Occurrences {
        // A shift lasts up to a week; one day more on both sides for zones that jump over a day.
        let begin = first.checked_sub_days(Days::new(8)).unwrap_or(first);
        let end = last.checked_add_days(Days::new(1)).unwrap_or(last);
        let days: Vec<_> = begin.iter_days().take_while(|day| *day <= end).collect();
        let of = |shift: &WeeklyShift| {
            let hours = Hours::Week { from: shift.from, until: shift.until };
            let staff = shift.staff;
            hours.on(&days, self.time_zone).into_iter().map(move |period| (period, staff))
        };
        let restricted = |layer: &Layer| {
            let each = layer.hours.iter().flat_map(|hours| hours.on(&days, self.time_zone));
            (!layer.hours.is_empty()).then(|| each.collect())
        };
        Occurrences {
            shifts: self.shifts.iter().flat_map(of).collect(),
            hours: self.layers.iter().map(restricted).collect(),
        }
    }
}

impl Period {
    /// Whether `time` lies in it.
    pub fn covers(&self, time: DateTime<Utc>) -> bool {
        self.from <= time && time < self.to
    }

    /// Whether both have a moment in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl Override {
    /// When it applies.
    pub const fn period(&self) -> Period {
        Period { from: self.from, to: self.to }
    }

    fn covers(&self, time: DateTime<Utc>) -> bool {
        self.period().covers(time)
    }
}

#[cfg(test)]
mod tests;
