//! The obligation to ring a client back (the second table of states in ARCHITECTURE.md).
//!
//! It ends when the client has been reached, not when somebody acknowledges: taking it only
//! pauses the escalation.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Actor,
    delivery::{Channel, Recipient},
    id::{CallbackId, StaffId, SummonsId, TenantId, TicketId},
    phone::Phone,
    policy::{Policy, Step, StepChannel},
    role::text_form,
};

mod connecting;
mod evidence;
mod joining;
mod outcome;
mod paging;
mod reachable;
mod reason;
mod rehearsal;
mod roster;
mod taking;
mod witness;

pub use connecting::{Connection, called, connect};
pub use evidence::{ask_again, summons_failed};
pub use joining::{JOINING_TIME, is_repeat, join, rejoin, take_over};
pub(crate) use outcome::restore;
pub use outcome::{cancel, change_number, decline, late, no_answer, promise_passed, reached, wrong_number};
pub use paging::{Receipts, page, request, summon_again, summons_sent};
pub use reachable::{MailAlone, Reachable};
pub use reason::{Why, why};
pub use rehearsal::{Fallback, Moment, Told, next_told, rehearse};
pub use roster::{Colleague, Lack, Named, Roster, Standing, Team, supervisors};
pub use taking::{Via, accept};
pub use witness::{About, SentMessage, message_sent, pressed, receipt_came, replied};

/// Who takes a callback after its promise has this long at least to ring.
pub const SHORTEST_PROMISE: Duration = Duration::minutes(5);
/// How long after the announced next try an outcome is waited for.
pub const RETRY_GRACE: Duration = Duration::minutes(10);
/// How long a client has to correct a wrong number before people are paged again.
pub const CORRECTION_TIME: Duration = Duration::minutes(30);
/// Pause after the last resort, before the policy begins again: an obligation never sleeps.
pub const LAST_RESORT_PAUSE: Duration = Duration::minutes(15);
/// Somebody who did not answer a call of ours is called once more after this.
pub const CALL_AGAIN: Duration = Duration::minutes(2);
/// So often a client changes the number of one callback: each change is told to everybody who was paged.
pub const MOST_NUMBER_CHANGES: usize = 5;
/// So often a callback comes back when the close of its ticket is undone: each close is told to everybody who was paged, and
/// each undo pages them again.
pub const MOST_REVIVALS: usize = 2;
/// After so many calls in vain the client is written to and the ticket raised.
pub const TRIES_BEFORE_WRITING: i32 = 3;

/// What a callback is bound to: the operator's promise, and the policy as it was at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Whom to page, then after how long whom.
    pub policy: Policy,
    /// By when we call, in minutes after the request.
    pub promise_minutes: i32,
}

/// Where a callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Written; the first step is due.
    Requested,
    /// People are being paged.
    Paging,
    /// Somebody has it and rings until `until`; the escalation pauses.
    Accepted {
        /// Who.
        by: StaffId,
        /// Since when.
        at: DateTime<Utc>,
        /// By when an outcome is due.
        until: DateTime<Utc>,
    },
    /// The client was reached: the obligation has ended.
    Reached {
        /// Who reached them.
        by: StaffId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Nobody needs it any more.
    Cancelled {
        /// Who said so.
        by: Actor,
        /// When.
        at: DateTime<Utc>,
    },
}

/// The word for a state in tables, URLs and the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Written; the first step is due.
    Requested,
    /// People are being paged.
    Paging,
    /// Somebody has it.
    Accepted,
    /// The client was reached.
    Reached,
    /// Cancelled.
    Cancelled,
}
text_form!(Phase {
    Requested = "requested",
    Paging = "paging",
    Accepted = "accepted",
    Reached = "reached",
    Cancelled = "cancelled",
});

/// The obligation to ring a client back; belongs to an urgent ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Whose.
    pub tenant: TenantId,
    /// Its identifier.
    pub id: CallbackId,
    /// The urgent ticket.
    pub ticket: TicketId,
    /// The number to ring.
    pub phone: Phone,
    /// Whom to ask for.
    pub contact_name: String,
    /// The promise, and the policy as it was at the start.
    pub terms: Terms,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By when we promised the client to call.
    pub promised_by: DateTime<Utc>,
    /// The next position of the policy, counted from 0 through steps, repeats and last resort.
    pub position: i32,
    /// Moves on whenever a waiting job of the callback becomes stale.
    pub generation: i32,
    /// Calls in vain so far.
    pub tries: i32,
    /// Since when the number is known to be wrong.
    pub wrong_number_at: Option<DateTime<Utc>>,
    /// When the client was told that we are late.
    pub late_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub state: State,
    /// The version that was read; 0 for a new callback.
    pub version: i32,
}

/// What is due at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due<'a> {
    /// A step of the policy.
    Step {
        /// The step with its targets.
        step: &'a Step,
        /// Counts repeats, from 0.
        round: i32,
        /// Counts steps, from 0.
        index: i32,
    },
    /// Supervisors and the operator's fallback.
    LastResort,
}

impl<'a> Due<'a> {
    /// By what people are paged; none is the usual.
    pub fn channels(self) -> &'a [StepChannel] {
        match self {
            Self::Step { step, .. } => &step.channels,
            Self::LastResort => &[],
        }
    }
}

impl Callback {
    /// The word for its state.
    pub const fn phase(&self) -> Phase {
        match self.state {
            State::Requested => Phase::Requested,
            State::Paging => Phase::Paging,
            State::Accepted { .. } => Phase::Accepted,
            State::Reached { .. } => Phase::Reached,
            State::Cancelled { .. } => Phase::Cancelled,
        }
    }

    /// Whether the obligation stands.
    pub const fn is_open(&self) -> bool {
        !matches!(self.state, State::Reached { .. } | State::Cancelled { .. })
    }

    /// What the next position of the policy asks for.
    pub fn due(&self) -> Due<'_> {
        self.at_position(self.position)
    }

    /// What a position asks for: each step, as often as the policy repeats, then the last resort, then again.
    pub fn at_position(&self, position: i32) -> Due<'_> {
        let policy = &self.terms.policy;
        let steps = i32::try_from(policy.steps.len()).unwrap_or(i32::MAX);
        let rounds = i32::from(policy.repeat) + 1;
        let place = position.rem_euclid(steps.saturating_mul(rounds).saturating_add(1));
        if steps == 0 || place >= steps * rounds {
            return Due::LastResort;
        }
        let (round, index) = (place / steps, place % steps);
        match policy.steps.get(index as usize) {
            Some(step) => Due::Step { step, round, index },
            None => Due::LastResort,
        }
    }
}

/// Where a summons stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SummonsState {
    /// Waits to be sent.
    Pending,
    /// A provider accepted it.
    Sent,
    /// It did not get through.
    Failed,
    /// Nobody needs it any more; not sent.
    Dead,
}
text_form!(SummonsState { Pending = "pending", Sent = "sent", Failed = "failed", Dead = "dead" });

/// One attempt to reach one on-call person by one channel for one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summons {
    /// Its identifier.
    pub id: SummonsId,
    /// For which obligation.
    pub callback: CallbackId,
    /// Whom; `None` for the operator's fallback number or mailbox.
    pub staff: Option<StaffId>,
    /// By what.
    pub channel: Channel,
    /// For which position of the policy.
    pub position: i32,
    /// Where it stands.
    pub state: SummonsState,
    /// When it was decided.
    pub at: DateTime<Utc>,
}

impl Summons {
    /// Whether it may still bring somebody: not yet sent, or sent and not known to be lost.
    pub const fn is_live(&self) -> bool {
        matches!(self.state, SummonsState::Pending | SummonsState::Sent)
    }

    /// Whether somebody of staff may still take the callback because of it. E-mail is no hope: nobody reads it at
    /// three in the morning.
    fn is_hope_at(&self, position: i32) -> bool {
        self.is_live()
            && self.position == position
            && self.staff.is_some()
            && !matches!(self.channel, Channel::Email)
    }
}

/// A callback that stands, and whom a decision about it must tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall {
    /// The obligation.
    pub callback: Callback,
    /// Who was paged so far.
    pub paged: Vec<Paged>,
}

/// The latest callback of a ticket, with what its coming back depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCall {
    /// The obligation, open or over.
    pub callback: Callback,
    /// Every summons of it so far.
    pub summons: Vec<Summons>,
    /// How often it came back so far.
    pub revivals: usize,
}

/// Somebody who was paged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged {
    /// Who.
    pub to: Recipient,
    /// By what.
    pub channel: Channel,
}
