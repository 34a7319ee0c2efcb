//! What time it is at the provider: a request that is signed for another time is refused.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// After so long the time is asked for again: quartz drifts by seconds a day.
const FRESH: Duration = Duration::from_hours(1);

/// The provider's time, counted on by ours since it was told. The machine's own date plays no part.
#[derive(Debug, Default)]
pub(super) struct ProviderClock(Mutex<Option<Told>>);

#[derive(Debug, Clone, Copy)]
struct Told {
    seconds: u64,
    at: Instant,
}

/// What is known of the provider's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It is this.
    Fresh(u64),
    /// It should be this; ask again when that is possible.
    Old(u64),
    /// Nothing.
    Unknown,
}

impl ProviderClock {
    pub(super) fn read(&self, now: Instant) -> Reading {
        match *self.told() {
            None => Reading::Unknown,
            Some(Told { seconds, at }) => {
                let since = now.saturating_duration_since(at);
                let time = seconds + since.as_secs();
                if since < FRESH { Reading::Fresh(time) } else { Reading::Old(time) }
            }
        }
    }

    /// The provider said `seconds`; `at` is when it was asked, so that we are never ahead of it.
    pub(super) fn set(&self, seconds: u64, at: Instant) {
        *self.told() = Some(Told { seconds, at });
    }

    /// The provider calls our time wrong.
    pub(super) fn forget(&self) {
        *self.told() = None;
    }

    fn told(&self) -> MutexGuard<'_, Option<Told>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
