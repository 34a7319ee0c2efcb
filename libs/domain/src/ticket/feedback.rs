//! What the client says once a ticket is closed: whether it is solved, and a few words.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{State, Ticket};
use crate::{
    Actor, Clock,
    decision::{Change, Decision},
    description::Description,
    event::Fact,
    refusal::Refusal,
    role::text_form,
};

/// How long after a close the client is asked.
pub const FEEDBACK_WINDOW: Duration = Duration::days(30);

/// Whether what the client asked for is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Solved {
    /// It is.
    Yes,
    /// It is not.
    No,
}
text_form!(Solved { Yes = "yes", No = "no" });

/// A few words: 1 to 500 characters, without control characters but the end of a line and the tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark(String);

/// The remark has more characters than are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the remark is longer than {} characters", Remark::LONGEST)]
pub struct RemarkTooLong;

impl RemarkTooLong {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        "remark-too-long"
    }
}

impl Remark {
    /// Characters at most.
    pub const LONGEST: usize = 500;

    /// Reads what somebody typed; `None` when there is nothing to see in it.
    pub fn parse(text: &str) -> Result<Option<Self>, RemarkTooLong> {
        use crate::description::DescriptionRefusal;
        match Description::parse(text) {
            Ok(text) if text.as_str().chars().count() > Self::LONGEST => Err(RemarkTooLong),
            Ok(text) => Ok(Some(Self(text.into()))),
            Err(DescriptionRefusal::Empty) => Ok(None),
            Err(DescriptionRefusal::TooLong { .. }) => Err(RemarkTooLong),
        }
    }

    /// The value of a row that was parsed when it was written.
    pub fn from_trusted(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody of the client said of a close. It belongs to that close: when the close is undone, it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Whether it is solved.
    pub solved: Solved,
    /// A few words.
    pub remark: Option<Remark>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether the client is asked now: of a closed ticket, for a while, until they have said it.
pub fn asks_for_feedback(state: &State, now: DateTime<Utc>) -> bool {
    matches!(state, State::Closed { at, feedback: None, .. } if now - *at < FEEDBACK_WINDOW)
}

/// The client says whether a closed ticket is solved, once.
pub fn give_feedback(
    clock: &dyn Clock,
    ticket: Ticket,
    by: Actor,
    solved: Solved,
    remark: Option<Remark>,
) -> Result<Decision, Refusal> {
    let mut ticket = ticket;
    let now = clock.now();
    let State::Closed { at, feedback, .. } = &mut ticket.state else {
        return Err(Refusal::TicketOpen);
    };
    if feedback.is_some() {
        return Err(Refusal::FeedbackGiven);
    }
    if now - *at >= FEEDBACK_WINDOW {
        return Err(Refusal::FeedbackOver);
    }
    *feedback = Some(Feedback { solved, remark, by, at: now });
    let mut decision = Decision::new(ticket.tenant);
    decision.fact(clock, ticket.id, None, by, Fact::FeedbackGiven { solved });
    decision.set_ticket(Change::Changed(ticket));
    Ok(decision)
}

#[cfg(test)]
mod tests;
