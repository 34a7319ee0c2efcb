//! Whether a host is proved, and what becomes of it when its record is gone.

use chrono::{DateTime, Duration, Utc};

use super::{HostName, record_value};
use crate::{
    Clock, Decision,
    id::TenantId,
    job::{Job, Lane},
};

/// So long a host is served after its record was first found missing: who deletes it by mistake, or moves to another name
/// server, has time to put it back. Links do not carry it meanwhile: whoever else has the name by now would receive them.
pub const TOLERANCE: Duration = Duration::days(3);

/// How often a record that was there is looked for again.
const DAILY: Duration = Duration::days(1);
/// How often, while something is about to change or nobody answered.
const SOON: Duration = Duration::hours(1);
/// So much too early is in time.
const EARLY: Duration = Duration::minutes(1);

/// A host that a company says is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHost {
    /// Its name.
    pub host: HostName,
    /// What its record says; for this host of this company alone.
    pub token: String,
    /// Whether links are to carry it.
    pub is_primary: bool,
    /// Whether it is proved.
    pub standing: Standing,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// When its record was last looked for; never, so far, if nothing.
    pub asked_at: Option<DateTime<Utc>>,
    /// When there was last an answer, whatever it said.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it is looked for again.
    pub next_check_at: DateTime<Utc>,
}

/// Whether a host is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its record was never seen: nothing is served there.
    Waiting,
    /// Its record was there when there was last an answer.
    Proved {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Its record is gone.
    Missing {
        /// Since when it was proved.
        since: DateTime<Utc>,
        /// When it was first found missing.
        gone_at: DateTime<Utc>,
    },
    /// Its record was gone for longer than is tolerated: nothing is served there.
    Off {
        /// Since when.
        at: DateTime<Utc>,
    },
}

/// What was seen of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It is there.
    There,
    /// The name server says that it is not, or that there is another one.
    Gone,
    /// Nobody answered, or with a fault: that says nothing of the record.
    NoAnswer,
}

/// What a look at a record changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// The host is served from now on.
    Proved,
    /// The record is gone: the host is switched off at `until` unless it comes back.
    Missing {
        /// When.
        until: DateTime<Utc>,
    },
    /// The record is back in time.
    Back,
    /// The host is served no more.
    Off,
}

impl OwnHost {
    /// A host that somebody adds.
    pub const fn new(host: HostName, token: String, now: DateTime<Utc>) -> Self {
        Self {
            host,
            token,
            is_primary: false,
            standing: Standing::Waiting,
            added_at: now,
            asked_at: None,
            answered_at: None,
            next_check_at: now,
        }
    }

    /// Whether the portal is served there.
    pub const fn is_served(&self) -> bool {
        matches!(self.standing, Standing::Proved { .. } | Standing::Missing { .. })
    }

    /// Whether links carry it now.
    pub const fn carries_links(&self) -> bool {
        self.is_primary && matches!(self.standing, Standing::Proved { .. })
    }

    /// Whether its record is to be looked for. Clocks differ by a little, and a job that comes too early would be the last one.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.next_check_at <= now + EARLY
    }

    /// Until when it is served, when that ends.
    pub fn served_until(&self) -> Option<DateTime<Utc>> {
        match self.standing {
            Standing::Missing { gone_at, .. } => Some(gone_at + TOLERANCE),
            _ => None,
        }
    }

    /// What was seen, from the texts that DNS answered.
    pub fn seen_in(&self, texts: &[String]) -> Seen {
        let value = record_value(&self.token);
        if texts.iter().any(|text| text.trim() == value) { Seen::There } else { Seen::Gone }
    }

    /// The host after a look at its record, and what that changed.
    #[must_use]
    pub fn looked(self, seen: Seen, now: DateTime<Utc>) -> (Self, Option<Happened>) {
        let (standing, happened) = self.after(seen, now);
        let answered_at = if seen == Seen::NoAnswer { self.answered_at } else { Some(now) };
        let wait = match (standing, seen) {
            (_, Seen::NoAnswer) | (Standing::Missing { .. }, _) => SOON,
            // Whoever has just asked for it watches, or has forgotten it by now.
            (Standing::Waiting, _) if now - self.added_at < TOLERANCE => SOON,
            (Standing::Proved { .. } | Standing::Waiting | Standing::Off { .. }, _) => DAILY,
        };
        let next_check_at = now + wait;
        // A host that comes back does not take the links by itself.
        let is_primary = self.is_primary && !matches!(standing, Standing::Off { .. });
        (Self { standing, is_primary, asked_at: Some(now), answered_at, next_check_at, ..self }, happened)
    }

    fn after(&self, seen: Seen, now: DateTime<Utc>) -> (Standing, Option<Happened>) {
        match (self.standing, seen) {
            (Standing::Waiting | Standing::Off { .. }, Seen::There) => {
                (Standing::Proved { since: now }, Some(Happened::Proved))
            }
            (Standing::Missing { since, .. }, Seen::There) => {
                (Standing::Proved { since }, Some(Happened::Back))
            }
            (Standing::Proved { since }, Seen::Gone) => {
                let until = now + TOLERANCE;
                (Standing::Missing { since, gone_at: now }, Some(Happened::Missing { until }))
            }
            (Standing::Missing { gone_at, .. }, Seen::Gone) if now - gone_at >= TOLERANCE => {
                (Standing::Off { at: now }, Some(Happened::Off))
            }
            // As it was: no answer above all, for however long.
            (standing, Seen::There | Seen::Gone | Seen::NoAnswer) => (standing, None),
        }
    }
}

/// The next look at the record of a host.
pub fn look_again(clock: &dyn Clock, tenant: TenantId, host: &OwnHost) -> Decision {
    let mut decision = Decision::new(tenant);
    let job = Job::CheckHost { host: host.host.clone() };
    decision.later(clock, Lane::Normal, host.next_check_at, job);
    decision
}
