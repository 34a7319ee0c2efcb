//! How long it took until somebody had a callback, until the client was rung, and until they were reached: by week, client,
//! category and person, with the median and the slowest tenth.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::id::{CategoryId, StaffId, TenantId};

/// What is measured, from the request on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Until somebody took it.
    Take,
    /// Until the client was rung for the first time.
    Call,
    /// Until the client was reached.
    Reach,
}

impl Measure {
    /// Every measure, in the order of a callback.
    pub const ALL: [Self; 3] = [Self::Take, Self::Call, Self::Reach];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Call => "call",
            Self::Reach => "reach",
        }
    }

    /// The measure of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// Something done for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, if one of staff.
    pub by: Option<StaffId>,
}

/// What is measured of one callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Whose.
    pub tenant: TenantId,
    /// What its ticket is about.
    pub category: CategoryId,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By when we promised to ring.
    pub promised_by: DateTime<Utc>,
    /// Whether nobody needs it any more and nobody had rung.
    pub cancelled: bool,
    /// When somebody took it.
    pub taken: Option<Done>,
    /// When the client was rung: whoever says what came of a call has made it.
    pub called: Option<Done>,
    /// When the client was reached.
    pub reached: Option<Done>,
}

impl Call {
    /// What was done, by measure.
    pub const fn done(&self, measure: Measure) -> Option<Done> {
        match measure {
            Measure::Take => self.taken,
            Measure::Call => self.called,
            Measure::Reach => self.reached,
        }
    }

    /// After how many seconds.
    pub fn seconds(&self, measure: Measure) -> Option<i64> {
        self.done(measure).map(|done| (done.at - self.requested_at).num_seconds().max(0))
    }

    /// Whether the client was rung by the promised time; `None` while that is open, or when they no longer needed it.
    pub fn kept(&self, now: DateTime<Utc>) -> Option<bool> {
        match self.called {
            Some(done) => Some(done.at <= self.promised_by),
            None if self.cancelled || now <= self.promised_by => None,
            None => Some(false),
        }
    }
}

/// What callbacks are gathered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The week that begins on this Monday, by the operator's clocks.
    Week(NaiveDate),
    /// A client.
    Tenant(TenantId),
    /// A category of a client.
    Category(TenantId, CategoryId),
    /// Somebody of staff.
    Person(StaffId),
}

/// Median and slowest tenth of some times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many times.
    pub count: usize,
    /// Half of them took at most so many seconds: the middle one, or half-way between the two in the middle.
    pub median: Option<i64>,
    /// Nine of ten took at most so many seconds: the slowest tenth begins here.
    pub slowest_tenth: Option<i64>,
}

impl Figures {
    /// Of seconds in any order.
    pub fn of(mut seconds: Vec<i64>) -> Self {
        seconds.sort_unstable();
        let count = seconds.len();
        let (upper, lower) = (seconds.get(count / 2), seconds.get(count.saturating_sub(1) / 2));
        let median = upper.zip(lower).map(|(upper, lower)| lower + (upper - lower) / 2);
        let place = (count * 9).div_ceil(10).saturating_sub(1);
        Self { count, median, slowest_tenth: seconds.get(place).copied() }
    }
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub group: Group,
    /// Callbacks; of a person, those in which they did something.
    pub calls: usize,
    /// Until somebody had it.
    pub take: Figures,
    /// Until the client was rung.
    pub call: Figures,
    /// Until the client was reached.
    pub reach: Figures,
    /// Rung by the promised time.
    pub kept: usize,
    /// Rung, or late: those of which we know.
    pub due: usize,
}

impl Line {
    /// The figures of a measure.
    pub const fn figures(&self, measure: Measure) -> Figures {
        match measure {
            Measure::Take => self.take,
            Measure::Call => self.call,
            Measure::Reach => self.reach,
        }
    }
}

/// What the clients said of the tickets that were closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// Whose.
    pub tenant: TenantId,
    /// Tickets that were closed, and are.
    pub closed: usize,
    /// Of how many of them it was said whether they are solved.
    pub answered: usize,
    /// Of how many it was said that they are.
    pub solved: usize,
}

impl Answers {
    /// How many of a hundred answers say that it is solved; `None` without answers.
    pub const fn percent(&self) -> Option<usize> {
        (self.solved * 100).checked_div(self.answered)
    }
}

#[derive(Debug, Default)]
struct Gathered {
    calls: usize,
    seconds: [Vec<i64>; 3],
    kept: usize,
    due: usize,
}

/// A report that is being counted, one callback after the other.
#[derive(Debug)]
pub struct Report {
    zone: Tz,
    now: DateTime<Utc>,
    all: Gathered,
    groups: BTreeMap<Group, Gathered>,
}

/// A report that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// Every callback.
    pub calls: usize,
    /// Figures over all, in the order of [`Measure::ALL`].
    pub all: [Figures; 3],
    /// Rung by the promised time, of all.
    pub kept: usize,
    /// Rung, or late.
    pub due: usize,
    /// Weeks, then clients, categories and people.
    pub lines: Vec<Line>,
}

impl Report {
    /// Nothing counted yet; weeks begin on Mondays of this zone.
    pub fn new(zone: Tz, now: DateTime<Utc>) -> Self {
        Self { zone, now, all: Gathered::default(), groups: BTreeMap::new() }
    }

    /// Counts a callback.
    pub fn add(&mut self, call: &Call) {
        let kept = call.kept(self.now);
        self.all.add(call, kept, |_| true);
        let groups = [
            Group::Week(week_of(call.requested_at, self.zone)),
            Group::Tenant(call.tenant),
            Group::Category(call.tenant, call.category),
        ];
        for group in groups {
            self.groups.entry(group).or_default().add(call, kept, |_| true);
        }
        let mut people: Vec<StaffId> =
            Measure::ALL.into_iter().filter_map(|measure| call.done(measure)?.by).collect();
        people.sort_unstable();
        people.dedup();
        for staff in people {
            let own = |done: Done| done.by == Some(staff);
            // A promise is kept, or not, by whoever rang.
            let kept = kept.filter(|_| call.called.is_some_and(own));
            self.groups.entry(Group::Person(staff)).or_default().add(call, kept, own);
        }
    }

    /// The figures.
    pub fn count(self) -> Counted {
        let lines = self.groups.into_iter().map(|(group, gathered)| {
            let Gathered { calls, seconds, kept, due } = gathered;
            let [take, call, reach] = seconds.map(Figures::of);
            Line { group, calls, take, call, reach, kept, due }
        });
        let Gathered { calls, seconds, kept, due } = self.all;
        Counted { calls, all: seconds.map(Figures::of), kept, due, lines: lines.collect() }
    }
}

impl Gathered {
    fn add(&mut self, call: &Call, kept: Option<bool>, counts: impl Fn(Done) -> bool) {
        self.calls += 1;
        self.due += usize::from(kept.is_some());
        self.kept += usize::from(kept == Some(true));
        for (measure, seconds) in Measure::ALL.into_iter().zip(&mut self.seconds) {
            if call.done(measure).is_some_and(&counts) {
                seconds.extend(call.seconds(measure));
            }
        }
    }
}

/// The Monday of a moment, on the clocks of a zone.
pub fn week_of(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let date = at.with_timezone(&zone).date_naive();
    let since = Days::new(u64::from(date.weekday().num_days_from_monday()));
    date.checked_sub_days(since).unwrap_or(date)
}

#[cfg(test)]
mod tests;
