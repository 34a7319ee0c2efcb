//! Something that happened, as the API shows it.

use poem_openapi::{Enum, Object};
use rappel_domain::{delivery, event::Fact, ticket::Solved};
use rappel_service::timeline::FactEntry;

use super::Author;
use crate::types::Moment;

/// Something that happened. What is known depends on `event`.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Event {
    /// What.
    #[oai(rename = "event")]
    kind: EventKind,
    /// Who did it.
    by: Author,
    /// When.
    at: Moment,
    /// Name of the staff member whom it is about.
    staff_name: Option<String>,
    /// When the ticket closes by itself: `answered`, `closing_announced`.
    closes_at: Option<Moment>,
    /// By when somebody rings: `callback_requested`, `callback_taken`.
    call_by: Option<Moment>,
    /// When they try again: `no_answer`.
    next_try: Option<Moment>,
    /// Calls in vain so far: `no_answer`.
    tries: Option<i32>,
    /// How long they were connected; 0 when the client did not answer: `called`.
    seconds: Option<i32>,
    /// Counts repeats of the policy from 0: `step_due`, `nobody_on_call`.
    round: Option<i32>,
    /// Counts steps of the policy from 0: `step_due`, `nobody_on_call`.
    step: Option<i32>,
    /// By what somebody was told: `summoned`, `summons_sent`, `summons_failed`, `message_sent`.
    channel: Option<Channel>,
    /// Why it did not get through, as a word: `summons_failed`.
    reason: Option<String>,
    /// Number of the other ticket: `joined_call`, `also_asked`.
    ticket: Option<i64>,
    /// Which message: `message_sent`, `receipt_came`, `pressed`.
    message: Option<String>,
    /// Who took a message: `message_sent`.
    provider: Option<String>,
    /// What the provider calls it: `message_sent`, `receipt_came`.
    provider_id: Option<String>,
    /// SHA-256 that stands for address, subject and text of a message: `message_sent`.
    fingerprint: Option<String>,
    /// What a provider told, in its word: `receipt_came`.
    status: Option<String>,
    /// Why, as the provider said: `receipt_came`.
    detail: Option<String>,
    /// Which digit somebody pressed during a call: `pressed`.
    digit: Option<String>,
    /// What somebody answered by SMS: `replied`.
    words: Option<String>,
    /// Whether what was asked for is solved: `feedback_given`.
    solved: Option<bool>,
}

/// By what somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum Channel {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
    /// A call by a machine.
    Voice,
}

/// What happened. More may be added: skip what you do not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum EventKind {
    /// The ticket was opened.
    Opened,
    /// The client wrote.
    ClientWrote,
    /// Staff answered.
    Answered,
    /// Staff wrote a note.
    Noted,
    /// Staff took the ticket.
    Taken,
    /// The ticket was given to somebody.
    Assigned,
    /// The ticket was put back.
    Released,
    /// The client was told that the ticket will be closed.
    ClosingAnnounced,
    /// The ticket was closed.
    Closed,
    /// The close was undone.
    CloseUndone,
    /// The client said whether the closed ticket is solved.
    FeedbackGiven,
    /// A call was asked for.
    CallbackRequested,
    /// A step of the policy fell due.
    StepDue,
    /// A step had nobody to page.
    NobodyOnCall,
    /// Somebody on call is being told.
    Summoned,
    /// The provider took the message.
    SummonsSent,
    /// The message did not get through.
    SummonsFailed,
    /// Every step was tried: supervisors and the fallback are told.
    LastResort,
    /// Somebody took the callback.
    CallbackTaken,
    /// Somebody cannot do it.
    CallbackDeclined,
    /// The one who took it gave no outcome in time.
    PromisePassed,
    /// The client did not pick up.
    NoAnswer,
    /// Somebody on call was connected with the client by a call of ours, which has ended.
    Called,
    /// The client was reached.
    Reached,
    /// The number is wrong.
    WrongNumber,
    /// The client gave another number.
    NumberChanged,
    /// The callback was cancelled.
    CallbackCancelled,
    /// The promised time passed before the client was reached.
    Late,
    /// The ticket repeats another one and waits for its call.
    JoinedCall,
    /// Another ticket of the same person waits for this call too.
    AlsoAsked,
    /// A provider took a message; in a proof only.
    MessageSent,
    /// A provider told what became of a message; in a proof only.
    ReceiptCame,
    /// Somebody pressed a digit during a call; in a proof only.
    Pressed,
    /// Somebody answered by SMS; in a proof only.
    Replied,
}

impl Event {
    pub(crate) fn of(entry: FactEntry) -> Self {
        let FactEntry { by, staff, fact, at } = entry;
        let bare = Self {
            kind: EventKind::Opened,
            by: Author::of(by),
            at: Moment(at),
            staff_name: staff.filter(|name| !name.is_empty()),
            closes_at: None,
            call_by: None,
            next_try: None,
            tries: None,
            seconds: None,
            round: None,
            step: None,
            channel: None,
            reason: None,
            ticket: None,
            message: None,
            provider: None,
            provider_id: None,
            fingerprint: None,
            status: None,
            detail: None,
            digit: None,
            words: None,
            solved: None,
        };
        bare.with(fact)
    }

    fn with(self, fact: Fact) -> Self {
        let plain = |event| (event, None);
        let told = |event, by: delivery::Channel| (event, Some(channel(by)));
        let (kind, channel) = match &fact {
            Fact::Opened => plain(EventKind::Opened),
            Fact::ClientWrote { .. } => plain(EventKind::ClientWrote),
            Fact::Answered { .. } => plain(EventKind::Answered),
            Fact::Noted { .. } => plain(EventKind::Noted),
            Fact::Taken { .. } => plain(EventKind::Taken),
            Fact::Assigned { .. } => plain(EventKind::Assigned),
            Fact::Released => plain(EventKind::Released),
            Fact::ClosingAnnounced { .. } => plain(EventKind::ClosingAnnounced),
            Fact::Closed => plain(EventKind::Closed),
            Fact::CloseUndone => plain(EventKind::CloseUndone),
            Fact::FeedbackGiven { .. } => plain(EventKind::FeedbackGiven),
            Fact::CallbackRequested { .. } => plain(EventKind::CallbackRequested),
            Fact::StepDue { .. } => plain(EventKind::StepDue),
            Fact::NobodyOnCall { .. } => plain(EventKind::NobodyOnCall),
            Fact::Summoned { channel, .. } => told(EventKind::Summoned, *channel),
            Fact::SummonsSent { channel, .. } => told(EventKind::SummonsSent, *channel),
            Fact::SummonsFailed { channel, .. } => told(EventKind::SummonsFailed, *channel),
            Fact::LastResort => plain(EventKind::LastResort),
            Fact::CallbackTaken { .. } => plain(EventKind::CallbackTaken),
            Fact::CallbackDeclined { .. } => plain(EventKind::CallbackDeclined),
            Fact::PromisePassed { .. } => plain(EventKind::PromisePassed),
            Fact::NoAnswer { .. } => plain(EventKind::NoAnswer),
            Fact::Called { .. } => plain(EventKind::Called),
            Fact::Reached { .. } => plain(EventKind::Reached),
            Fact::WrongNumber { .. } => plain(EventKind::WrongNumber),
            Fact::NumberChanged => plain(EventKind::NumberChanged),
            Fact::CallbackCancelled => plain(EventKind::CallbackCancelled),
            Fact::Late => plain(EventKind::Late),
            Fact::JoinedCall { .. } => plain(EventKind::JoinedCall),
            Fact::AlsoAsked { .. } => plain(EventKind::AlsoAsked),
            Fact::MessageSent { channel, .. } => told(EventKind::MessageSent, *channel),
            Fact::ReceiptCame { .. } => plain(EventKind::ReceiptCame),
            Fact::Pressed { .. } => plain(EventKind::Pressed),
            Fact::Replied { .. } => plain(EventKind::Replied),
        };
        let this = Self { kind, channel, ..self };
        match fact {
            Fact::Answered { closes_at, .. } | Fact::ClosingAnnounced { closes_at } => {
                Self { closes_at: Some(Moment(closes_at)), ..this }
            }
            Fact::CallbackRequested { promised_by: by } | Fact::CallbackTaken { until: by, .. } => {
                Self { call_by: Some(Moment(by)), ..this }
            }
            Fact::NoAnswer { tries, next_try, .. } => {
                Self { tries: Some(tries), next_try: Some(Moment(next_try)), ..this }
            }
            Fact::StepDue { round, step, .. } | Fact::NobodyOnCall { round, step } => {
                Self { round: Some(round), step: Some(step), ..this }
            }
            Fact::Called { seconds, .. } => Self { seconds: Some(seconds), ..this },
            Fact::SummonsFailed { reason, .. } => Self { reason: Some(reason), ..this },
            Fact::JoinedCall { number } | Fact::AlsoAsked { number } => Self { ticket: Some(number), ..this },
            Fact::MessageSent { delivery, provider, provider_id, fingerprint, .. } => Self {
                message: Some(delivery.to_string()),
                provider: Some(provider),
                provider_id,
                fingerprint: Some(fingerprint),
                ..this
            },
            Fact::ReceiptCame { delivery, provider_id, status, detail } => Self {
                message: Some(delivery.to_string()),
                provider_id: Some(provider_id),
                status: Some(status),
                detail,
                ..this
            },
            Fact::Pressed { delivery, digit, .. } => {
                Self { message: Some(delivery.to_string()), digit: Some(digit), ..this }
            }
            Fact::Replied { words, .. } => Self { words: Some(words), ..this },
            Fact::FeedbackGiven { solved } => Self { solved: Some(solved == Solved::Yes), ..this },
            _ => this,
        }
    }
}

pub(crate) const fn channel(channel: delivery::Channel) -> Channel {
    match channel {
        delivery::Channel::Sms => Channel::Sms,
        delivery::Channel::Email => Channel::Email,
        delivery::Channel::Voice => Channel::Voice,
    }
}
