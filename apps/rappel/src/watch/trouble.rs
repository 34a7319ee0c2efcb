//! When trouble is told: after it has lasted a while, again now and then, and when it is over.

use std::time::{Duration, Instant};

/// What is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tell {
    /// What is wrong.
    Trouble(String),
    /// It is over.
    Over,
}

/// What is known so far.
#[derive(Debug)]
pub(super) struct Trouble {
    after: Duration,
    again: Duration,
    since: Option<Instant>,
    told: Option<Instant>,
}

impl Trouble {
    pub(super) const fn new(after: Duration, again: Duration) -> Self {
        Self { after, again, since: None, told: None }
    }

    /// Notes what was found; `None` when all is well.
    pub(super) fn note(&mut self, wrong: Option<&str>, now: Instant) -> Option<Tell> {
        let Some(wrong) = wrong else {
            self.since = None;
            return self.told.take().map(|_| Tell::Over);
        };
        let since = *self.since.get_or_insert(now);
        let due = match self.told {
            None => now.duration_since(since) >= self.after,
            Some(told) => now.duration_since(told) >= self.again,
        };
        due.then(|| {
            self.told = Some(now);
            Tell::Trouble(wrong.to_owned())
        })
    }
}

#[cfg(test)]
mod tests;
