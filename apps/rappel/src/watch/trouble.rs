//! When trouble is told: after it has lasted a while, again now and then, and when it is over.

use std::time::Duration;

use tokio::time::Instant;

use super::telling::Taken;

/// What nobody took is told again after these; then as seldom as what somebody took.
const WAITS: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(30), Duration::from_mins(2)];

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
    /// What is being told, since when.
    telling: Option<(Tell, Instant)>,
    /// When it was last told.
    told: Option<Instant>,
    /// Whether anybody may have heard of it, who is then to hear of its end.
    was_heard: bool,
    /// How often in a row it was not taken, and when it may be told again.
    refused: usize,
    not_before: Option<Instant>,
}

impl Trouble {
    pub(super) const fn new(after: Duration, again: Duration) -> Self {
        Self {
            after,
            again,
            since: None,
            telling: None,
            told: None,
            was_heard: false,
            refused: 0,
            not_before: None,
        }
    }

    /// Notes what was found, `None` when all is well; answers what is to be told now, in place of whatever is being told.
    /// Nothing else is to be told until [`told`](Self::told) hears what became of it, or the trouble is over.
    pub(super) fn note(&mut self, wrong: Option<&str>, now: Instant) -> Option<Tell> {
        if wrong.is_some() != self.since.is_some() {
            self.forget_refusals();
        }
        if wrong.is_none() && matches!(self.telling, Some((Tell::Trouble(_), _))) {
            // Nobody needs it any more; who had it already is not known, so all hear of its end.
            self.telling = None;
            self.was_heard = true;
        }
        let what = match wrong {
            None => {
                self.since = None;
                self.was_heard.then_some(Tell::Over)
            }
            Some(wrong) => {
                let since = *self.since.get_or_insert(now);
                let is_due = match self.told {
                    None => now.duration_since(since) >= self.after,
                    Some(told) => now.duration_since(told) >= self.again,
                };
                is_due.then(|| Tell::Trouble(wrong.to_owned()))
            }
        };
        if self.telling.is_some() || self.not_before.is_some_and(|time| now < time) {
            return None;
        }
        self.telling = what.clone().map(|what| (what, now));
        what
    }

    /// What became of that which was being told.
    pub(super) fn told(&mut self, taken: Taken, now: Instant) {
        let Some((what, began)) = self.telling.take() else { return };
        let is_over = what == Tell::Over;
        match taken {
            Taken::Yes => {
                self.told = (!is_over).then_some(began);
                self.was_heard = !is_over;
                self.forget_refusals();
                return;
            }
            // Whoever read that it is over is told anew when it comes back.
            Taken::ByMail if is_over => self.told = None,
            Taken::ByMail => self.was_heard = true,
            Taken::No => {}
        }
        // Trouble that came back while its end was told is another matter.
        if is_over != self.since.is_none() {
            return;
        }
        // A mailbox is not told for ever that it is over because no phone hears it.
        if is_over && taken == Taken::ByMail && self.refused >= WAITS.len() {
            self.was_heard = false;
            return;
        }
        self.not_before = Some(now + WAITS.get(self.refused).copied().unwrap_or(self.again));
        self.refused += 1;
    }

    const fn forget_refusals(&mut self) {
        self.refused = 0;
        self.not_before = None;
    }
}

#[cfg(test)]
mod tests;
