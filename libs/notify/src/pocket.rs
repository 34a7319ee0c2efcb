//! What the console transports "sent", for the demo's pocket phone and mailbox.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use rappel_domain::Clock;

use crate::{email, sms};

/// Remembers the newest messages, in memory. Clones share their content.
#[derive(Clone)]
pub struct Pocket {
    clock: Arc<dyn Clock>,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    next: u64,
    entries: VecDeque<Entry>,
}

/// One message that a console transport took.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Counts up from 1; newer is larger.
    pub number: u64,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// The message itself.
    pub content: Content,
}

/// What was sent.
#[derive(Debug, Clone)]
pub enum Content {
    /// A text message.
    Sms(sms::Message),
    /// An e-mail.
    Email(Box<email::Message>),
}

impl Pocket {
    /// How many messages are remembered.
    pub const CAPACITY: usize = 500;

    /// An empty pocket.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, held: Arc::default() }
    }

    /// Everything remembered, newest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.held().entries.iter().rev().cloned().collect()
    }

    /// The message with this number, while it is remembered.
    pub fn entry(&self, number: u64) -> Option<Entry> {
        self.held().entries.iter().find(|entry| entry.number == number).cloned()
    }

    pub(crate) fn put(&self, content: Content) -> u64 {
        let at = self.clock.now();
        let mut held = self.held();
        held.next += 1;
        let number = held.next;
        if held.entries.len() == Self::CAPACITY {
            held.entries.pop_front();
        }
        held.entries.push_back(Entry { number, at, content });
        number
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Pocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pocket").field("entries", &self.held().entries.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
