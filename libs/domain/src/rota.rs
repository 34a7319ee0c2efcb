//! Who is on call when: weekly shifts in local time, and overrides.
//!
//! A shift begins and ends when the clocks of its zone first reach its times, so that a handover
//! happens once, even in the night in which they go back and show the hour twice.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{self, TimeOfDay},
    id::StaffId,
};

/// Who is on call when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// The zone whose clocks the shifts follow.
    pub time_zone: Tz,
    /// What repeats each week; shifts may overlap, then several people are on call.
    pub shifts: Vec<WeeklyShift>,
    /// Exceptions.
    pub overrides: Vec<Override>,
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

/// Somebody replaces whoever the shifts name. Overrides that overlap add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Who is on call instead.
    pub staff: StaffId,
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

impl Rota {
    /// Who is on call at `time`, each once, in the order of the rota.
    pub fn on_call_at(&self, time: DateTime<Utc>) -> Vec<StaffId> {
        let day = calendar::local_date(time, self.time_zone);
        staff_at(time, &self.overrides, &self.occurrences(day, day))
    }

    /// Who is on call from `from` until `to`, without gaps: each span begins where the one before ends.
    pub fn spans(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Span> {
        let first = calendar::local_date(from, self.time_zone);
        let last = calendar::local_date(to, self.time_zone);
        let occurrences = self.occurrences(first, last);
        let changes = occurrences.iter().flat_map(|shift| [shift.from, shift.to]);
        let changes =
            changes.chain(self.overrides.iter().flat_map(|exception| [exception.from, exception.to]));
        let mut moments: Vec<_> = changes.filter(|moment| from < *moment && *moment < to).collect();
        moments.extend([from, to]);
        moments.sort_unstable();
        moments.dedup();

        let mut spans: Vec<Span> = Vec::new();
        for (from, to) in moments.iter().zip(moments.iter().skip(1)) {
            let staff = staff_at(*from, &self.overrides, &occurrences);
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

    /// Every shift that may touch a day from `first` to `last`, as moments.
    fn occurrences(&self, first: NaiveDate, last: NaiveDate) -> Vec<Span> {
        // A shift lasts up to a week; one day more on both sides for zones that jump over a day.
        let begin = first.checked_sub_days(Days::new(8)).unwrap_or(first);
        let end = last.checked_add_days(Days::new(1)).unwrap_or(last);
        let days: Vec<_> = begin.iter_days().take_while(|day| *day <= end).collect();
        let of = |shift: &WeeklyShift| {
            let starts = days.iter().filter(|day| day.weekday() == shift.from.day);
            starts.map(|day| shift.starting(*day, self.time_zone)).collect::<Vec<_>>()
        };
        self.shifts.iter().flat_map(of).collect()
    }
}

impl WeeklyShift {
    /// The shift that begins on `day`.
    fn starting(&self, day: NaiveDate, zone: Tz) -> Span {
        let days = self.until.day.days_since(self.from.day);
        let days = if days == 0 && self.until.time <= self.from.time { 7 } else { days };
        let last = day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
        let from = calendar::moment(day.and_time(self.from.time.time()), zone);
        let to = calendar::moment(last.and_time(self.until.time.time()), zone);
        Span { from, to, staff: vec![self.staff] }
    }
}

impl Override {
    fn covers(&self, time: DateTime<Utc>) -> bool {
        self.from <= time && time < self.to
    }
}

fn staff_at(time: DateTime<Utc>, overrides: &[Override], occurrences: &[Span]) -> Vec<StaffId> {
    let mut staff = Vec::new();
    let mut add = |who: StaffId| {
        if !staff.contains(&who) {
            staff.push(who);
        }
    };
    if overrides.iter().any(|exception| exception.covers(time)) {
        overrides
            .iter()
            .filter(|exception| exception.covers(time))
            .for_each(|exception| add(exception.staff));
    } else {
        let on = occurrences.iter().filter(|shift| shift.from <= time && time < shift.to);
        on.flat_map(|shift| &shift.staff).for_each(|who| add(*who));
    }
    staff
}

#[cfg(test)]
mod tests;
