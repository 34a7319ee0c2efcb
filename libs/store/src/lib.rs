//! Rows, and the three walls between tenants.
//!
//! 1. **Types.** Entities are private. A [`Scope`] is made only by the [`doors`], each time by reading a row;
//!    [`Store::read`] and [`Store::write`] demand one, and repositories borrow the unit of work.
//! 2. **Keys.** `(tenant_id, id)` everywhere, foreign keys carry `tenant_id`.
//! 3. **Row policies** on PostgreSQL, opened for one transaction by `SET LOCAL`.
//!
//! To add an aggregate: its entity in `entities/`, a file with a repository struct that borrows [`Tx`] and begins
//! each query with `tx.of::<Entity>()`, and an accessor on [`Tx`]. To change state: a rule in `rappel-domain` that
//! answers a `Decision`, and [`Tx::record`].

mod clock;
mod connect;
mod convert;
mod entities;
mod error;
mod glance;
mod leftovers;
mod record;
mod scope;
mod sweep;
mod taking_away;
#[cfg(test)]
mod tests;
mod ticket_lists;
mod told;
mod unit;
pub mod visible;
mod words;

pub mod audit;
pub mod callbacks;
pub mod categories;
pub mod chain;
pub mod company_exports;
pub mod deletions;
pub mod deliveries;
pub mod devices;
pub mod doors;
pub mod erasing;
pub mod exports;
pub mod factors;
pub mod followers;
pub mod hosts;
pub mod idempotency;
pub mod identities;
pub mod jobs;
pub mod keys;
mod languages;
pub mod links;
pub mod logos;
pub mod oncall;
pub mod own_sessions;
pub mod own_texts;
pub mod pacing;
pub mod passkeys;
pub mod persons;
pub mod phone_tests;
pub mod policies;
pub mod queue;
pub mod receipts;
pub mod refusals;
pub mod reports;
pub mod retention;
pub mod sessions;
pub mod staff;
pub mod stamps;
pub mod teams;
pub mod tenants;
pub mod tickets;
pub mod whole;
pub mod workers;

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use rappel_domain::{Clock, id::TenantId, job::Lane};
use sea_orm::DatabaseConnection;

pub use connect::{Options, RoleFault, migrate, pending_migrations};
pub use error::{Result, StoreError};
pub use glance::Glance;
pub use scope::{Rights, Scope, StaffScope};
pub use sessions::Sessions;
pub use unit::{OfficeTx, Tx};

/// Told after each commit which lanes have new jobs. A hint: losing it costs a poll.
pub type Wake = Arc<dyn Fn(Lane) + Send + Sync>;

/// The database behind the walls. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    pub(crate) clock: Arc<clock::DatabaseClock>,
    /// In tests, a clock that is set by hand.
    pub(crate) given_clock: Option<Arc<dyn Clock>>,
    pub(crate) sessions: Sessions,
    pub(crate) operator: Arc<OnceLock<TenantId>>,
    pub(crate) wake: Option<Wake>,
    pub(crate) trace: fn() -> Option<String>,
    pub(crate) filter: unit::Filter,
    /// Statements of units of work so far.
    pub(crate) sent: Arc<AtomicU64>,
    /// Whether reads of a tenant's rows are planned once for any value too: for those who run jobs.
    pub(crate) plans_once: bool,
    /// Whether the database can plan a statement once for any value.
    pub(crate) can_plan_once: bool,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({:?})", self.db.get_database_backend())
    }
}

impl Store {
    /// How many statements units of work have sent so far, to see that a page asks no more of them than it should.
    pub fn statements(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// The time that this store decides by: the database's, or the one given in tests.
    pub fn clock(&self) -> Arc<dyn Clock> {
        match &self.given_clock {
            Some(clock) => Arc::clone(clock),
            None => self.clock.clone(),
        }
    }
}
