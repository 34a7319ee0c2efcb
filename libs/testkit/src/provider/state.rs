//! What the fault server remembers.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use chrono::{DateTime, Utc};

use super::{Answer, ReceiptStep, Reply, Storm, calls::Ringing};

/// Which of the providers was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// The Messages API.
    Twilio,
    /// The Calls API.
    Call,
    /// OVHcloud's SMS API.
    Ovh,
    /// The generic HTTP provider.
    Generic,
}

/// One request that sends.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// When its first byte arrived.
    pub at: SystemTime,
    /// Which provider was asked.
    pub channel: Channel,
    /// The number.
    pub to: String,
    /// The text.
    pub body: String,
    /// Every field, as sent.
    pub fields: Vec<(String, String)>,
    /// What the server did.
    pub answer: Answer,
    /// The message's id when the server took it.
    pub sid: Option<String>,
}

impl Recorded {
    /// A field's value.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A message that the provider has.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) sid: String,
    pub(super) to: String,
    pub(super) from: String,
    pub(super) body: String,
    pub(super) status: String,
    pub(super) error_code: Option<u32>,
    pub(super) created: DateTime<Utc>,
    pub(super) status_callback: Option<String>,
    /// What the sender called it, at OVHcloud.
    pub(super) tag: Option<String>,
}

/// A text that came in at OVHcloud.
#[derive(Debug, Clone)]
pub(super) struct Incoming {
    pub(super) id: u64,
    pub(super) at: DateTime<Utc>,
    pub(super) from: String,
    pub(super) text: String,
}

/// What only OVHcloud has.
#[derive(Debug, Default)]
pub(super) struct Ovh {
    /// The account's one address for receipts.
    pub(super) callback: Option<String>,
    pub(super) incoming: Vec<Incoming>,
    /// Those of them that are shown as nobody can read them.
    pub(super) garbled: std::collections::BTreeSet<u64>,
    /// How far its clock is ahead of ours.
    pub(super) ahead_seconds: u64,
    pub(super) clock_is_broken: bool,
    ids: u64,
}

impl Ovh {
    pub(super) fn next_id(&mut self) -> u64 {
        self.ids += 1;
        700_000_000 + self.ids
    }
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) script: VecDeque<Answer>,
    pub(super) scripts_by_number: HashMap<String, VecDeque<Answer>>,
    pub(super) storm: Option<Storm>,
    pub(super) receipts: Vec<ReceiptStep>,
    pub(super) routes: Vec<(String, SocketAddr)>,
    pub(super) requests: Vec<Recorded>,
    pub(super) messages: Vec<Stored>,
    /// When the list was asked for about a number, and not given.
    pub(super) lists_failed: Vec<(SystemTime, String)>,
    pub(super) violations: Vec<String>,
    pub(super) replies: Vec<Reply>,
    pub(super) ovh: Ovh,
    pub(super) calls: Vec<Ringing>,
    pub(super) call_script: VecDeque<Answer>,
    sids: u64,
}

impl State {
    /// What to do with the next request to `to`.
    pub(super) fn next_answer(&mut self, to: &str) -> Answer {
        let by_number = self.scripts_by_number.get_mut(to).and_then(VecDeque::pop_front);
        by_number
            .or_else(|| self.script.pop_front())
            .or_else(|| self.storm.as_mut().map(Storm::next))
            .unwrap_or(Answer::Taken)
    }

    /// What to do with the next request to call.
    pub(super) fn next_call_answer(&mut self) -> Answer {
        self.call_script.pop_front().unwrap_or(Answer::Taken)
    }

    /// Whether the list is not given now to somebody who asks about `to`.
    pub(super) fn list_fails(&mut self, to: &str, at: SystemTime) -> bool {
        let fails = self.storm.as_mut().is_some_and(Storm::list_fails);
        if fails {
            self.lists_failed.push((at, to.to_owned()));
        }
        fails
    }

    pub(super) fn next_sid(&mut self) -> String {
        self.sids += 1;
        format!("SM{:032x}", self.sids)
    }

    pub(super) fn set_status(&mut self, sid: &str, status: &str, error_code: Option<u32>) {
        if let Some(message) = self.messages.iter_mut().find(|message| message.sid == sid) {
            status.clone_into(&mut message.status);
            message.error_code = error_code;
        }
    }
}

/// The state, shared by the server and its handle.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
