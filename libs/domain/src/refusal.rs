//! Why a rule said no.

use crate::id::StaffId;

/// Why a rule said no; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The ticket is closed, and a closed ticket stays closed.
    #[error("the ticket is closed")]
    TicketClosed,
    /// The ticket is open already.
    #[error("the ticket is open")]
    TicketOpen,
    /// The client has said already whether the ticket is solved.
    #[error("it was said already whether the ticket is solved")]
    FeedbackGiven,
    /// The time in which the client may say whether the ticket is solved is over.
    #[error("it can no longer be said whether the ticket is solved")]
    FeedbackOver,
    /// The ten minutes in which a close may be undone are over, or somebody else closed it.
    #[error("the close can no longer be undone")]
    UndoOver,
    /// A message arrived that the writer had not seen.
    #[error("there is a message that the writer has not seen")]
    UnseenMessage,
    /// The text is empty.
    #[error("the text is empty")]
    EmptyText,
    /// Somebody took the callback first.
    #[error("the callback was taken by {by}")]
    AlreadyTaken {
        /// Who has it.
        by: StaffId,
    },
    /// The callback is not held by the person who speaks.
    #[error("the callback is not held by this person")]
    NotYours,
    /// The callback is over: reached or cancelled.
    #[error("the callback is over")]
    CallbackOver,
    /// The time given lies in the past or more than a day ahead.
    #[error("the time is not within the next day")]
    TimeOutOfRange,
    /// The actor's role or tenants do not allow it.
    #[error("not allowed")]
    NotAllowed,
    /// The number given is the one that is rung already.
    #[error("this is the number that is rung already")]
    SameNumber,
    /// The number of the callback was changed too often.
    #[error("the number was changed too often")]
    NumberChangedTooOften,
    /// Closes of this ticket that stopped its callback were taken back too often.
    #[error("closes that stopped the callback were taken back too often")]
    UndoneTooOften,
    /// A call that connects was asked for a moment ago, or too often.
    #[error("a call that connects was asked for too often")]
    ConnectedTooOften,
    /// Our calls do not connect with numbers of this country.
    #[error("our calls do not connect with numbers of this country")]
    NotConnectable,
    /// An urgent ticket has no number to call back.
    #[error("an urgent ticket needs a number to call back")]
    NumberMissing,
}
