//! How long closed tickets are kept, and what happens when that becomes shorter.
//!
//! What is set is a wish; what counts follows it. A longer time counts at once. A shorter one is announced, and counts after
//! [`NOTICE`]: until then whoever did not mean it takes it back, and nothing has gone.

use chrono::{DateTime, Duration, Months, Utc};
use serde_json::json;

use crate::{
    Clock, Decision,
    chain::Hash,
    id::{JobId, TenantId, TicketId},
    job::{Job, Lane, NewJob},
};

/// The shortest time that can be set: what came of a request is still asked for half a year later, in the yearly count as much
/// as by whoever has the same fault again.
pub const LEAST_MONTHS: i32 = 6;

/// The longest time that can be set, but for ever.
pub const MOST_MONTHS: i32 = 120;

/// A shorter time counts after so long.
pub const NOTICE: Duration = Duration::days(7);

/// How often it is looked at what goes.
pub const EVERY: Duration = Duration::days(1);

/// A preview says what goes now, and what within this time.
pub const AHEAD: Duration = Duration::days(30);

/// How long closed tickets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// For ever.
    Always,
    /// So many months from their closing on.
    Months(i32),
}

impl Keep {
    /// What a setting says: nothing, or 0, is for ever.
    pub fn of(months: Option<i32>) -> Self {
        months.filter(|months| *months > 0).map_or(Self::Always, Self::Months)
    }

    /// Months; nothing for ever.
    pub const fn months(self) -> Option<i32> {
        match self {
            Self::Always => None,
            Self::Months(months) => Some(months),
        }
    }

    /// Whether more goes than by `other`.
    pub const fn is_shorter_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Months(mine), Self::Months(others)) => mine < others,
            (Self::Months(_), Self::Always) => true,
            (Self::Always, _) => false,
        }
    }

    /// Tickets that were closed before this time go at `now`, in months of the calendar; nothing when none goes. Whatever a row
    /// says, nothing younger than [`LEAST_MONTHS`] goes.
    pub fn closed_before(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = u32::try_from(Ord::max(self.months()?, LEAST_MONTHS)).ok()?;
        now.checked_sub_months(Months::new(months))
    }
}

/// A shorter time that was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// Which.
    pub months: i32,
    /// From when on it counts.
    pub from: DateTime<Utc>,
}

/// What counts for a company, and what will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What counts.
    pub keep: Keep,
    /// What was announced.
    pub next: Option<Next>,
}

impl Standing {
    /// That of a company for which nothing was ever set.
    pub const FIRST: Self = Self { keep: Keep::Always, next: None };
}

/// What came of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is as it was.
    AsItWas,
    /// Another time counts, or none is announced any more.
    Changed(Standing),
    /// A shorter time is announced: people are told.
    Announced(Standing),
}

/// What follows from a wish at a time.
pub fn settle(now: DateTime<Utc>, standing: Standing, wish: Keep) -> Settled {
    let Keep::Months(months) = wish else { return changed(standing, wish) };
    if !wish.is_shorter_than(standing.keep) {
        return changed(standing, wish);
    }
    match standing.next {
        Some(next) if next.months == months && next.from <= now => changed(standing, wish),
        Some(next) if next.months == months => Settled::AsItWas,
        _ => Settled::Announced(Standing { next: Some(Next { months, from: now + NOTICE }), ..standing }),
    }
}

fn changed(standing: Standing, keep: Keep) -> Settled {
    let then = Standing { keep, next: None };
    if then == standing { Settled::AsItWas } else { Settled::Changed(then) }
}

/// The closed tickets of a company are looked at from a time on.
pub fn look(clock: &dyn Clock, tenant: TenantId, run_at: DateTime<Utc>) -> Decision {
    Decision::doing(tenant, NewJob { id: JobId::new(clock), lane: Lane::Normal, job: Job::Retain, run_at })
}

/// Adds where the chain of a ticket that goes ended to a hash over all that went before, which begins with [`Hash::default`]. Whoever
/// kept the tickets can make the same.
pub fn chained(before: Hash, ticket: TicketId, length: i32, end: Option<Hash>) -> Hash {
    let end = end.map(|hash| hash.to_string());
    Hash::of(&json!(["rappel-retention/1", before.to_string(), ticket.uuid().to_string(), length, end]))
}

#[cfg(test)]
mod tests;
