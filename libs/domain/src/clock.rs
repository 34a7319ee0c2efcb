//! Time is passed in. The store measures the database's time; tests set it by hand.

use std::{fmt, sync::Mutex};

use chrono::{DateTime, Duration, DurationRound, Utc};

/// Tells the time, in whole microseconds (what PostgreSQL keeps, so that both databases agree).
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present moment, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// Cuts a time to whole microseconds.
pub fn to_microseconds(time: DateTime<Utc>) -> DateTime<Utc> {
    time.duration_trunc(Duration::microseconds(1)).unwrap_or(time)
}

/// A clock for tests and samples: stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// A clock that shows `time`.
    pub fn new(time: DateTime<Utc>) -> Self {
        Self(Mutex::new(to_microseconds(time)))
    }

    /// A clock that shows an RFC 3339 time; the epoch when the text is not one.
    pub fn at(rfc3339: &str) -> Self {
        Self::new(rfc3339.parse().unwrap_or(DateTime::UNIX_EPOCH))
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        let mut time = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *time = to_microseconds(*time + by);
    }

    /// Sets the clock.
    pub fn set(&self, time: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to_microseconds(time);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
