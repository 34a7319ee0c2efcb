//! One message to one recipient by one channel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    host::HostName,
    id::{CallbackId, DeliveryId, MessageId, PersonId, RotaId, StaffId, SummonsId, SwapId, TicketId},
    role::text_form,
    rota::Period,
    swap::SwapState,
};

mod account_change;
mod tag;

pub use account_change::AccountChange;
pub use tag::{InvalidTag, LONGEST as LONGEST_TAG, Tag};

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
    /// Phone call by a machine.
    Voice,
}
text_form!(Channel { Sms = "sms", Email = "email", Voice = "voice" });

/// Who is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "to", rename_all = "snake_case")]
pub enum Recipient {
    /// Somebody of the tenant, at the address of their account.
    Person(PersonId),
    /// Somebody of the operator, at the address of their account.
    Staff(StaffId),
    /// A number or mailbox of the operator's settings (last resort, tests).
    Address(String),
}

/// What the message says; the text itself is rendered when it is sent, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// To the client: the ticket was received.
    Received,
    /// To the client: the urgent ticket was received, and by when we call.
    UrgentReceived,
    /// To the client: an answer was posted.
    Answered {
        /// The answer.
        message: MessageId,
    },
    /// To the client: the ticket will be closed.
    ClosingSoon,
    /// To the client: the ticket was closed.
    Closed,
    /// To the client: somebody took the request and will call.
    UrgentTaken,
    /// To the client: their request repeats another one, and the call that is under way is for both.
    UrgentJoined {
        /// Number of the ticket with the call.
        number: i64,
    },
    /// To the client: they were reached, and the request is dealt with from here on.
    UrgentReached,
    /// To the client: we are late.
    UrgentLate,
    /// To the client: we rang several times in vain.
    CouldNotReach,
    /// To the client: the number is wrong, please correct it.
    WrongNumber,
    /// To somebody of a tenant or of staff: choose a password and begin.
    Invitation,
    /// To somebody of a tenant or of staff: choose another password.
    PasswordReset,
    /// To somebody of a tenant: sign in by this link.
    SignInLink,
    /// To somebody of a tenant: their account was entered with a browser that they had not used before.
    NewDevice {
        /// Which, in words; empty when it did not say.
        browser: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// To somebody of a tenant: what protects their account was changed, or is being tried.
    AccountChanged {
        /// What.
        change: AccountChange,
    },
    /// The code that proves a phone number.
    PhoneCode {
        /// Six digits.
        code: String,
    },
    /// To staff: call a client back.
    Page {
        /// The attempt it belongs to.
        summons: SummonsId,
    },
    /// To staff: a later step; nobody took it so far.
    PageAgain {
        /// The attempt it belongs to.
        summons: SummonsId,
    },
    /// To supervisors and the operator's fallback: nobody on call could be reached.
    LastResort {
        /// The attempt it belongs to.
        summons: SummonsId,
    },
    /// To the one who took it by SMS.
    TakenByYou,
    /// To the others who were paged.
    TakenByOther,
    /// To staff: the number to call was changed.
    NumberChanged,
    /// To staff who were paged or have it: the client does not need the call any more.
    NotNeeded,
    /// To the one who has it and asked for it: a call that connects with the client.
    Connect,
    /// To the one who answered by SMS: what came of it.
    ReplyOutcome {
        /// What came of it.
        outcome: ReplyOutcome,
    },
    /// To supervisors: a number or a mailbox of staff refuses us.
    NumberRefused {
        /// Whose.
        staff: StaffId,
        /// By which way; texts in rows from before there were others.
        #[serde(default = "texts")]
        by: Channel,
        /// What the provider said.
        detail: String,
    },
    /// To supervisors: the operator's fallback number or mailbox refuses us.
    FallbackRefused {
        /// By which way.
        by: Channel,
        /// What the provider said.
        detail: String,
    },
    /// To supervisors: a provider refuses what we send because of our account or settings.
    ProviderRefuses {
        /// Which.
        provider: String,
        /// What it said.
        detail: String,
    },
    /// To supervisors and the operator's mailbox: a tenant has used so much of what is planned for a month. Nothing is
    /// held back because of it.
    BudgetUsed {
        /// By what.
        channel: Channel,
        /// The month, as in 2026-11.
        month: String,
        /// What is planned.
        budget: i32,
        /// How much of it, in percent.
        percent: i32,
    },
    /// To a company's managers, supervisors and the operator's mailbox: the record that proves the company's own host is gone.
    HostMissing {
        /// Which.
        host: HostName,
        /// What its record said.
        value: String,
        /// Until when it is served.
        until: DateTime<Utc>,
    },
    /// To the same: the host is served no more.
    HostOff {
        /// Which.
        host: HostName,
        /// What its record said.
        value: String,
    },
    /// To a company's managers and the operator's mailbox: everything of the company is deleted soon.
    CompanyLeaves {
        /// When.
        on: DateTime<Utc>,
    },
    /// To the same: that was called back.
    CompanyStays,
    /// To whoever asked for it: everything of the company can be fetched.
    CompanyExportReady {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// To a company's managers: its closed tickets are kept for less long from a day on.
    RetentionShortened {
        /// Months after their closing.
        months: i32,
        /// When tickets go by it for the first time.
        from: DateTime<Utc>,
        /// So many go then.
        tickets: u64,
        /// With so many messages.
        messages: u64,
        /// And so many files.
        files: u64,
        /// Bytes of these.
        bytes: u64,
    },
    /// To a company's managers: its own identity provider was set, or removed.
    SignOnChanged {
        /// Its address; nothing when there is none any more.
        issuer: Option<String>,
    },
    /// To the same: somebody came by it who was not there before.
    Newcomer,
    /// To staff: a ticket was assigned to you.
    Assigned,
    /// To the one whose shift begins soon.
    ShiftSoon {
        /// Of which rota.
        rota: RotaId,
        /// From when until when.
        shift: Period,
    },
    /// To somebody who is on call at other times than they knew.
    ShiftsChanged {
        /// Of which rota.
        rota: RotaId,
        /// When they are on call now, and were not.
        gained: Vec<Period>,
        /// When they are on call no more.
        lost: Vec<Period>,
        /// How many periods are not listed.
        more: usize,
    },
    /// To both whom a swap concerns: it was asked for, answered or withdrawn.
    Swap {
        /// Which.
        swap: SwapId,
        /// What became of it.
        state: SwapState,
    },
    /// To those who lead, once a week: who cannot be reached.
    Readiness,
    /// To whoever tries the settings.
    Test,
    /// To one of staff who tries whether their own number reaches them.
    PhoneTest,
    /// To nobody: shows, every now and then, that the way of a page works.
    Probe,
}

/// What came of a reply by SMS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ReplyOutcome {
    /// Somebody else has it.
    AlreadyTaken {
        /// Who.
        by: StaffId,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Noted: the client was reached.
    Reached,
    /// Noted: no answer, next try at the time given.
    NoAnswer {
        /// When to try again.
        next_try: DateTime<Utc>,
    },
    /// The callback is over.
    Over,
    /// They did not take it, so they cannot say what became of it.
    NotTaken,
    /// Several callbacks are open: the number is needed, as in "1 1043".
    WhichOne {
        /// Ticket numbers.
        numbers: Vec<i64>,
    },
    /// Several clients have an open callback of this number: the name of the client is needed, as in "1 1043 durand".
    WhichClient {
        /// The number that they share.
        number: i64,
        /// Names of the clients.
        clients: Vec<String>,
    },
    /// Nothing is open under this number that they were paged for or have.
    NothingOpen {
        /// The number that they named.
        number: i64,
    },
    /// The text was not understood.
    NotUnderstood,
}

const fn texts() -> Channel {
    Channel::Sms
}

impl News {
    /// The kind, as in the column `deliveries.news`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::UrgentReceived => "urgent_received",
            Self::Answered { .. } => "answered",
            Self::ClosingSoon => "closing_soon",
            Self::Closed => "closed",
            Self::UrgentTaken => "urgent_taken",
            Self::UrgentJoined { .. } => "urgent_joined",
            Self::UrgentReached => "urgent_reached",
            Self::UrgentLate => "urgent_late",
            Self::CouldNotReach => "could_not_reach",
            Self::WrongNumber => "wrong_number",
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::SignInLink => "sign_in_link",
            Self::NewDevice { .. } => "new_device",
            Self::AccountChanged { .. } => "account_changed",
            Self::PhoneCode { .. } => "phone_code",
            Self::Page { .. } => "page",
            Self::PageAgain { .. } => "page_again",
            Self::LastResort { .. } => "last_resort",
            Self::TakenByYou => "taken_by_you",
            Self::TakenByOther => "taken_by_other",
            Self::NumberChanged => "number_changed",
            Self::NotNeeded => "not_needed",
            Self::Connect => "connect",
            Self::ReplyOutcome { .. } => "reply_outcome",
            Self::NumberRefused { .. } => "number_refused",
            Self::FallbackRefused { .. } => "fallback_refused",
            Self::ProviderRefuses { .. } => "provider_refuses",
            Self::BudgetUsed { .. } => "budget_used",
            Self::HostMissing { .. } => "host_missing",
            Self::HostOff { .. } => "host_off",
            Self::CompanyExportReady { .. } => "company_export_ready",
            Self::RetentionShortened { .. } => "retention_shortened",
            Self::CompanyLeaves { .. } => "company_leaves",
            Self::CompanyStays => "company_stays",
            Self::SignOnChanged { .. } => "sign_on_changed",
            Self::Newcomer => "newcomer",
            Self::Assigned => "assigned",
            Self::ShiftSoon { .. } => "shift_soon",
            Self::ShiftsChanged { .. } => "shifts_changed",
            Self::Swap { state: SwapState::Asked, .. } => "swap_asked",
            Self::Swap { state: SwapState::Accepted, .. } => "swap_accepted",
            Self::Swap { state: SwapState::Refused, .. } => "swap_refused",
            Self::Swap { state: SwapState::Withdrawn, .. } => "swap_withdrawn",
            Self::Readiness => "readiness",
            Self::Test => "test",
            Self::PhoneTest => "phone_test",
            Self::Probe => "probe",
        }
    }

    /// The summons that the message carries out, if it does.
    pub const fn summons(&self) -> Option<SummonsId> {
        match self {
            Self::Page { summons } | Self::PageAgain { summons } | Self::LastResort { summons } => {
                Some(*summons)
            }
            _ => None,
        }
    }
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// Its identifier.
    pub id: DeliveryId,
    /// To whom.
    pub to: Recipient,
    /// By what.
    pub channel: Channel,
    /// What it says.
    pub news: News,
    /// The ticket it is about.
    pub ticket: Option<TicketId>,
    /// The callback it is about.
    pub callback: Option<CallbackId>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waits to be sent, or to be sent again.
    Waiting,
    /// A provider accepted it.
    Sent,
    /// A receipt says that it arrived.
    Delivered,
    /// A receipt says that it did not arrive.
    Undelivered,
    /// Given up.
    Failed,
    /// Not sent: nobody needs it any more.
    Cancelled,
}
text_form!(DeliveryState {
    Waiting = "waiting",
    Sent = "sent",
    Delivered = "delivered",
    Undelivered = "undelivered",
    Failed = "failed",
    Cancelled = "cancelled",
});

impl DeliveryState {
    /// Status only moves forward: whether a receipt may change this state to `next`.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Waiting, _)
                | (Self::Sent, Self::Delivered | Self::Undelivered | Self::Failed)
                | (Self::Undelivered | Self::Failed, Self::Delivered)
        )
    }
}
