//! When trouble is told: after it has lasted a while, again now and then, and when it is over.

use std::time::Duration;

use tokio::time::Instant;

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

    /// Notes what was found, `None` when all is well; answers what is to be told. It is asked for again until
    /// [`told`](Self::told) hears that somebody has it.
    pub(super) fn note(&mut self, wrong: Option<&str>, now: Instant) -> Option<Tell> {
        let Some(wrong) = wrong else {
            self.since = None;
            return self.told.map(|_| Tell::Over);
        };
        let since = *self.since.get_or_insert(now);
        let due = match self.told {
            None => now.duration_since(since) >= self.after,
            Some(told) => now.duration_since(told) >= self.again,
        };
        due.then(|| Tell::Trouble(wrong.to_owned()))
    }

    /// Somebody was told.
    pub(super) fn told(&mut self, what: &Tell, now: Instant) {
        self.told = match what {
            Tell::Trouble(_) => Some(now),
            Tell::Over => None,
        };
    }
}

#[cfg(test)]
mod tests;
