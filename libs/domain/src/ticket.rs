//! A ticket and what may happen to it (the first table of states in ARCHITECTURE.md).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Actor,
    id::{CallbackId, CategoryId, PersonId, StaffId, TenantId, TicketId},
    own_field,
    role::text_form,
};

mod feedback;
mod intake;
mod rules;

pub use feedback::{
    FEEDBACK_WINDOW, Feedback, Remark, RemarkTooLong, Solved, asks_for_feedback, give_feedback,
};
pub use intake::{Intake, Running, UrgentRequest, open};
pub use rules::{
    Answer, answer, assign, close, close_answered, note, release, remind_closing, reply, take, undo_close,
};

/// How long the one who closed a ticket may undo it.
pub const UNDO_WINDOW: Duration = Duration::minutes(10);

/// What a client sees of a ticket's state; the words of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// *Non traité*.
    Untreated,
    /// *En cours*.
    InProgress,
    /// *Répondu*.
    Answered,
    /// *Fermé*.
    Closed,
}
text_form!(Status {
    Untreated = "untreated",
    InProgress = "in_progress",
    Answered = "answered",
    Closed = "closed",
});

/// The state of a ticket that is not closed, with the data that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Nobody has it yet.
    Untreated,
    /// Somebody works on it.
    InProgress,
    /// We answered; the client has until `closes_at`.
    Answered {
        /// Our last answer.
        at: DateTime<Utc>,
        /// When the system closes the ticket.
        closes_at: DateTime<Utc>,
        /// Whether the client was told so.
        reminded: Reminded,
    },
}

/// Whether the client was told of the closing date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminded {
    /// Not yet.
    No,
    /// Yes.
    Yes,
}

/// The state of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Not closed.
    Open(Open),
    /// Closed; stays closed, but for ten minutes of undo.
    Closed {
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: Actor,
        /// What it was before, for the undo.
        was: Open,
        /// What the client said since.
        feedback: Option<Feedback>,
    },
}

impl State {
    /// What the client sees.
    pub const fn status(&self) -> Status {
        match self {
            Self::Open(Open::Untreated) => Status::Untreated,
            Self::Open(Open::InProgress) => Status::InProgress,
            Self::Open(Open::Answered { .. }) => Status::Answered,
            Self::Closed { .. } => Status::Closed,
        }
    }
}

/// One request, numbered per tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Whose.
    pub tenant: TenantId,
    /// Its identifier.
    pub id: TicketId,
    /// Its number within the tenant, as in #1043.
    pub number: i64,
    /// What it is about.
    pub category: CategoryId,
    /// Whether its category was marked urgent when it was opened.
    pub urgent: bool,
    /// Who asked.
    pub requester: PersonId,
    /// The first line of the description, at most 120 characters.
    pub excerpt: String,
    /// What was answered to the fields of its category, in their order.
    pub answers: Vec<own_field::Answer>,
    /// The closed ticket that this one continues.
    pub continues: Option<TicketId>,
    /// The callback of an earlier ticket that this one waits for too, instead of one of its own.
    pub joined: Option<CallbackId>,
    /// The staff member who has it.
    pub assignee: Option<StaffId>,
    /// Where it stands.
    pub state: State,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Since when the client waits for us; `None` while we wait for the client or it is closed.
    pub waiting_since: Option<DateTime<Utc>>,
    /// Raised to the top of the queue (a client whom we could not reach).
    pub raised: bool,
    /// Counts messages; a writer says how many they have seen.
    pub messages: i32,
    /// The version that was read; 0 for a new ticket.
    pub version: i32,
}

impl Ticket {
    /// What the client sees of the state.
    pub const fn status(&self) -> Status {
        self.state.status()
    }
}
