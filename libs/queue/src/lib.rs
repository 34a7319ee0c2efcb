//! Runs jobs: claims them tenant by tenant, holds their lease while they run, and puts back what failed.
//!
//! It knows rows, not what is in them: a [`Handler`] does the job and settles it in the transaction
//! of its effects. The database is the only truth; a [`Waker`] is a hint that saves the next poll.
//!
//! **Invariants.** A job is never run by two runners that could both write: every write of a runner
//! is valid only under its fence. A job whose runner died is due again when its lease ends. One
//! tenant never has all the slots of a lane. Nothing that fails is forgotten: it is put back or dead.
//!
//! To add a lane: a variant of `rappel_domain::job::Lane`, and its numbers in [`Options`]. To add a
//! point at which the crash tests kill the process: a name in [`crash`].

mod backoff;
pub mod crash;
mod execute;
mod gauges;
mod heartbeat;
mod lane;
mod runner;
mod turns;
mod wake;

use std::{future::Future, time::Duration};

pub use backoff::wait as wait_before_retry;
pub use execute::{LastTry, last_try};
pub use heartbeat::TURN_NOTED_EVERY;
pub use rappel_store::jobs::Claimed;
pub use runner::{Options, Runner};
pub use wake::{Waker, WakerError};

/// Does jobs.
pub trait Handler: Send + Sync + 'static {
    /// Does a job and settles it, in one transaction with what it changes. An error leaves it to the
    /// runner to put the job back. Dropped at any await when the lease is lost.
    fn run(&self, job: Claimed) -> impl Future<Output = Result<(), Failed>> + Send;
}

/// A job that was not settled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Failed {
    /// For the row and the log: never a name, a number or a text.
    pub why: String,
    /// What happens to the job.
    pub then: Then,
}

/// What happens to a job that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Again, later and later, and dead after its lane's number of attempts.
    BackOff,
    /// Again after a given time, as a provider asked.
    Wait(Duration),
    /// Dead: trying again cannot help.
    GiveUp,
}

impl Failed {
    /// To be tried again, later and later.
    pub fn later(why: impl Into<String>) -> Self {
        Self { why: why.into(), then: Then::BackOff }
    }

    /// To be tried again after a given time.
    pub fn after(wait: Duration, why: impl Into<String>) -> Self {
        Self { why: why.into(), then: Then::Wait(wait) }
    }

    /// Not to be tried again.
    pub fn for_ever(why: impl Into<String>) -> Self {
        Self { why: why.into(), then: Then::GiveUp }
    }
}
