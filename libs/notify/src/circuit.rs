//! Keeps away from a provider that is down: open after 5 failures in 30 s, a probe after 30 s.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Class, Outcome};

const FAILURES: usize = 5;
const WINDOW: TimeDelta = TimeDelta::seconds(30);
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// What is known of a provider's health.
#[derive(Debug, Default)]
pub struct Circuit(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: VecDeque<DateTime<Utc>>,
    /// When the next request may probe; the circuit is open while this is set.
    probe_at: Option<DateTime<Utc>>,
}

impl Circuit {
    /// Whether a request may go there now. Of an open circuit one may, each pause, to probe.
    pub fn lets_through(&self, now: DateTime<Utc>) -> bool {
        let mut state = self.state();
        match state.probe_at {
            None => true,
            Some(at) if now >= at => {
                state.probe_at = Some(now + PAUSE);
                true
            }
            Some(_) => false,
        }
    }

    /// Learns from a request. A refusal is an answer: only trouble of the provider itself counts.
    pub fn learn(&self, outcome: &Outcome, now: DateTime<Utc>) {
        let mut state = self.state();
        let down =
            matches!(outcome, Err(failure) if matches!(failure.class, Class::NotProcessed | Class::Unknown));
        if !down {
            *state = State::default();
            return;
        }
        state.failures.push_back(now);
        while state.failures.front().is_some_and(|first| now - *first > WINDOW) {
            state.failures.pop_front();
        }
        if state.failures.len() >= FAILURES {
            state.probe_at = Some(now + PAUSE);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
