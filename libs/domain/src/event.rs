//! Facts on the timeline of a ticket; append-only.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Actor,
    delivery::Channel,
    id::{CallbackId, DeliveryId, EventId, MessageId, StaffId, SummonsId, TicketId},
    role::text_form,
    ticket::Solved,
};

/// Who may read a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Client and staff.
    Client,
    /// Staff only.
    Staff,
}
text_form!(Audience { Client = "client", Staff = "staff" });

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Fact {
    /// The ticket was opened.
    Opened,
    /// The client wrote.
    ClientWrote {
        /// What.
        message: MessageId,
    },
    /// Staff answered.
    Answered {
        /// What.
        message: MessageId,
        /// When the system will close the ticket.
        closes_at: DateTime<Utc>,
    },
    /// Staff wrote a note.
    Noted {
        /// What.
        message: MessageId,
    },
    /// Staff took the ticket.
    Taken {
        /// Who.
        staff: StaffId,
    },
    /// The ticket was given to somebody.
    Assigned {
        /// To whom.
        staff: StaffId,
    },
    /// The ticket was put back.
    Released,
    /// The client was told that the ticket will be closed.
    ClosingAnnounced {
        /// When.
        closes_at: DateTime<Utc>,
    },
    /// The ticket was closed, by the actor of the event.
    Closed,
    /// The close was undone.
    CloseUndone,
    /// The client said whether the closed ticket is solved. Their words lie beside it, where they can be erased.
    FeedbackGiven {
        /// Whether it is.
        solved: Solved,
    },
    /// A call was asked for.
    CallbackRequested {
        /// By when we promised to call.
        promised_by: DateTime<Utc>,
    },
    /// A step of the policy fell due.
    StepDue {
        /// Counts from 0.
        round: i32,
        /// Counts from 0.
        step: i32,
        /// How many people it names.
        targets: i32,
    },
    /// A step had nobody to page.
    NobodyOnCall {
        /// Counts from 0.
        round: i32,
        /// Counts from 0.
        step: i32,
    },
    /// Somebody on call is being told.
    Summoned {
        /// Which attempt.
        summons: SummonsId,
        /// Who.
        staff: Option<StaffId>,
        /// By what.
        channel: Channel,
    },
    /// The provider took the message.
    SummonsSent {
        /// Which attempt.
        summons: SummonsId,
        /// Who.
        staff: Option<StaffId>,
        /// By what.
        channel: Channel,
    },
    /// The message did not get through.
    SummonsFailed {
        /// Which attempt.
        summons: SummonsId,
        /// Who.
        staff: Option<StaffId>,
        /// By what.
        channel: Channel,
        /// Why, as a stable word.
        reason: String,
    },
    /// Every step was tried: supervisors and the operator's fallback are told.
    LastResort,
    /// Somebody took the callback.
    CallbackTaken {
        /// Who.
        staff: StaffId,
        /// By when they call.
        until: DateTime<Utc>,
    },
    /// Somebody cannot do it.
    CallbackDeclined {
        /// Who.
        staff: StaffId,
    },
    /// The one who took it gave no outcome in time.
    PromisePassed {
        /// Who.
        staff: StaffId,
    },
    /// The client did not pick up.
    NoAnswer {
        /// Who rang.
        staff: StaffId,
        /// How many times so far.
        tries: i32,
        /// When they try again.
        next_try: DateTime<Utc>,
    },
    /// Somebody on call was connected with the client by a call of ours, which has ended.
    Called {
        /// Who.
        staff: StaffId,
        /// How long they were connected, in seconds; 0 when the client did not answer.
        seconds: i32,
    },
    /// The client was reached: the obligation has ended.
    Reached {
        /// Who reached them.
        staff: StaffId,
    },
    /// The number is wrong.
    WrongNumber {
        /// Who found out.
        staff: StaffId,
    },
    /// The client gave another number.
    NumberChanged,
    /// The callback was cancelled by the actor of the event.
    CallbackCancelled,
    /// The promised time passed before the client was reached.
    Late,
    /// The ticket repeats one whose call is under way, and waits for that call.
    JoinedCall {
        /// Number of the ticket with the call.
        number: i64,
    },
    /// Another ticket of the same person waits for this call too.
    AlsoAsked {
        /// Its number.
        number: i64,
    },
    /// A provider took a message about the callback.
    MessageSent {
        /// Which.
        delivery: DeliveryId,
        /// By what.
        channel: Channel,
        /// What it was about, as in the column `deliveries.news`.
        news: String,
        /// Who took it.
        provider: String,
        /// What the provider calls it.
        provider_id: Option<String>,
        /// Stands for address, subject and text ([`crate::chain::fingerprint`]).
        fingerprint: String,
    },
    /// A provider told what became of a message, or was asked.
    ReceiptCame {
        /// Which message.
        delivery: DeliveryId,
        /// What the provider calls it.
        provider_id: String,
        /// Its word.
        status: String,
        /// Why, as it said.
        detail: Option<String>,
    },
    /// Somebody pressed a digit during a call.
    Pressed {
        /// Who.
        staff: StaffId,
        /// Which call.
        delivery: DeliveryId,
        /// Which digit.
        digit: String,
    },
    /// Somebody answered by SMS.
    Replied {
        /// Who.
        staff: StaffId,
        /// What they wrote, its first 160 letters.
        words: String,
    },
}

impl Fact {
    /// Whether it only proves what other facts say: for the proof of a callback, and too much for a timeline.
    pub const fn is_evidence(&self) -> bool {
        matches!(
            self,
            Self::MessageSent { .. } | Self::ReceiptCame { .. } | Self::Pressed { .. } | Self::Replied { .. }
        )
    }

    /// Whether it belongs to a callback of the ticket rather than to the ticket. What is not known to be the ticket's own is a
    /// callback's.
    pub const fn is_of_callback(&self) -> bool {
        !matches!(
            self,
            Self::Opened
                | Self::ClientWrote { .. }
                | Self::Answered { .. }
                | Self::Noted { .. }
                | Self::Taken { .. }
                | Self::Assigned { .. }
                | Self::Released
                | Self::ClosingAnnounced { .. }
                | Self::Closed
                | Self::CloseUndone
                | Self::FeedbackGiven { .. }
        )
    }

    /// Who may read it.
    pub const fn audience(&self) -> Audience {
        match self {
            Self::Noted { .. }
            | Self::Released
            | Self::StepDue { .. }
            | Self::NobodyOnCall { .. }
            | Self::Summoned { .. }
            | Self::SummonsFailed { .. }
            | Self::LastResort
            | Self::Called { .. }
            | Self::MessageSent { .. }
            | Self::ReceiptCame { .. }
            | Self::Pressed { .. }
            | Self::Replied { .. } => Audience::Staff,
            _ => Audience::Client,
        }
    }

    /// The kind, as in the column `events.kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::ClientWrote { .. } => "client_wrote",
            Self::Answered { .. } => "answered",
            Self::Noted { .. } => "noted",
            Self::Taken { .. } => "taken",
            Self::Assigned { .. } => "assigned",
            Self::Released => "released",
            Self::ClosingAnnounced { .. } => "closing_announced",
            Self::Closed => "closed",
            Self::CloseUndone => "close_undone",
            Self::FeedbackGiven { .. } => "feedback_given",
            Self::CallbackRequested { .. } => "callback_requested",
            Self::StepDue { .. } => "step_due",
            Self::NobodyOnCall { .. } => "nobody_on_call",
            Self::Summoned { .. } => "summoned",
            Self::SummonsSent { .. } => "summons_sent",
            Self::SummonsFailed { .. } => "summons_failed",
            Self::LastResort => "last_resort",
            Self::CallbackTaken { .. } => "callback_taken",
            Self::CallbackDeclined { .. } => "callback_declined",
            Self::PromisePassed { .. } => "promise_passed",
            Self::NoAnswer { .. } => "no_answer",
            Self::Called { .. } => "called",
            Self::Reached { .. } => "reached",
            Self::WrongNumber { .. } => "wrong_number",
            Self::NumberChanged => "number_changed",
            Self::CallbackCancelled => "callback_cancelled",
            Self::Late => "late",
            Self::JoinedCall { .. } => "joined_call",
            Self::AlsoAsked { .. } => "also_asked",
            Self::MessageSent { .. } => "message_sent",
            Self::ReceiptCame { .. } => "receipt_came",
            Self::Pressed { .. } => "pressed",
            Self::Replied { .. } => "replied",
        }
    }
}

/// A fact with its time and author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its identifier; sorts by time.
    pub id: EventId,
    /// On whose timeline.
    pub ticket: TicketId,
    /// The callback it is about.
    pub callback: Option<CallbackId>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub fact: Fact,
}
