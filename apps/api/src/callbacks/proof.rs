//! The proof of a callback as the API shows it.

use poem_openapi::{Enum, Object};
use rappel_domain::{
    callback::Why,
    chain,
    delivery::DeliveryState,
    id::{CallbackId, DeliveryId},
};
use rappel_service::{
    Attempt, Receipt,
    callbacks::{self, ProvedFact, ProvedMessage},
};

use super::shown::{Phase, phase};
use crate::{
    timeline::{Channel, Event, channel},
    types::{Id, Moment},
};

/// Everything that shows what became of a promise, with the chain that ties its facts. A tenant's key reads the events that
/// clients may read and the messages that went to its own people; a staff member's key reads everything.
#[derive(Debug, Object)]
#[oai(rename = "CallbackProof", skip_serializing_if_is_none)]
pub(crate) struct Proof {
    /// The callback.
    id: Id<CallbackId>,
    /// Number of its ticket.
    ticket: i64,
    /// Where it stands.
    phase: Phase,
    /// When it was asked for.
    requested_at: Moment,
    /// By when we promised the client to ring.
    promised_by: Moment,
    /// Whether the chain of the ticket's events holds now.
    chain: Chain,
    /// What happened, in the order in which it was written.
    events: Vec<ProvedEvent>,
    /// Messages, in the order in which they were decided.
    messages: Vec<Message>,
}

/// The chain of all events of the ticket, those that the key may not read too.
#[derive(Debug, Object)]
#[oai(rename = "EventChain", skip_serializing_if_is_none)]
struct Chain {
    /// Whether every event is as it was written, and none is missing.
    whole: bool,
    /// Events in the chain.
    length: i32,
    /// Events from before there were chains.
    unsealed: i32,
    /// SHA-256 of the last event, in hex.
    head: String,
    /// The first place where it does not hold, counted from 1; 0 for events outside the chain.
    broken_at: Option<i32>,
    /// What is wrong there, as a word: `changed`, `missing`, `severed`, `end`, `unsealed`.
    fault: Option<String>,
}

/// An event with its place in the chain.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct ProvedEvent {
    /// Its place, counted from 1; absent for events from before there were chains.
    seq: Option<i32>,
    /// SHA-256 of the event before, in hex.
    previous: Option<String>,
    /// SHA-256 of this event, in hex.
    hash: Option<String>,
    /// What; absent when the row holds nothing readable.
    event: Option<Event>,
    /// Why a step fell due: `step_due`, `nobody_on_call`, `last_resort`.
    reason: Option<Reason>,
    /// When the row says it was.
    at: Moment,
}

/// Why a step fell due.
#[derive(Debug, Object)]
#[oai(rename = "StepReason", skip_serializing_if_is_none)]
struct Reason {
    /// Why.
    why: ReasonKind,
    /// After how many minutes: `nobody_took_it`, `begins_again`.
    minutes: Option<i64>,
    /// Who: `declined`, `promise_passed`.
    staff_name: Option<String>,
}

/// Why a step fell due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "StepReasonKind", rename_all = "snake_case")]
enum ReasonKind {
    /// A call was asked for.
    Asked,
    /// Nobody took it in time after the step before.
    NobodyTookIt,
    /// The step before had nobody to page.
    NobodyBefore,
    /// Nothing of the step before got through.
    NothingArrived,
    /// Somebody cannot do it.
    Declined,
    /// Whoever had it gave no outcome in time.
    PromisePassed,
    /// Everybody had been told: it begins again.
    BeginsAgain,
}

/// A message about the callback.
#[derive(Debug, Object)]
#[oai(rename = "ProvedMessage", skip_serializing_if_is_none)]
struct Message {
    /// Its identifier.
    id: Id<DeliveryId>,
    /// What it is about, as a word.
    news: String,
    /// By what.
    channel: Channel,
    /// Name of the recipient.
    to: String,
    /// Number or mailbox, once it was sent.
    address: Option<String>,
    /// Subject of an e-mail.
    subject: Option<String>,
    /// Text as it was sent, links left out.
    text: Option<String>,
    /// Where it stands: `waiting`, `sent`, `delivered`, `undelivered`, `failed`, `cancelled`.
    state: String,
    /// Who took it.
    provider: Option<String>,
    /// What the provider calls it.
    provider_id: Option<String>,
    /// When it was decided.
    decided_at: Moment,
    /// When a provider took it.
    sent_at: Option<Moment>,
    /// Whether address, subject and text are those that were noted in the chain when it left.
    as_sent: Option<bool>,
    /// Every try.
    attempts: Vec<Try>,
    /// What providers told of it, and digits of a call.
    receipts: Vec<Told>,
}

/// A try at a provider.
#[derive(Debug, Object)]
#[oai(rename = "MessageAttempt", skip_serializing_if_is_none)]
struct Try {
    /// Counts from 1.
    number: i32,
    /// Who was asked.
    provider: String,
    /// Written before the request left.
    started_at: Moment,
    /// When the answer came; absent while it is unknown.
    finished_at: Option<Moment>,
    /// What came of it, as a word.
    outcome: Option<String>,
    /// What the provider said.
    detail: Option<String>,
}

/// What a provider told of a message.
#[derive(Debug, Object)]
#[oai(rename = "MessageReceipt", skip_serializing_if_is_none)]
struct Told {
    /// Its word.
    status: String,
    /// Why, as it said.
    detail: Option<String>,
    /// When.
    at: Moment,
}

impl Proof {
    pub(crate) fn of(proof: callbacks::Proof) -> Self {
        let callbacks::Proof { number, callback, facts, messages, chain, head, .. } = proof;
        let (broken_at, fault) = match chain {
            chain::State::Whole => (None, None),
            chain::State::Broken { position, fault, .. } => (Some(position), Some(fault.as_str().to_owned())),
        };
        let chain = Chain {
            whole: broken_at.is_none(),
            length: head.length,
            unsealed: head.unsealed,
            head: head.hash.to_string(),
            broken_at,
            fault,
        };
        Self {
            id: Id(callback.id),
            ticket: number,
            phase: phase(callback.phase()),
            requested_at: Moment(callback.requested_at),
            promised_by: Moment(callback.promised_by),
            chain,
            events: facts.into_iter().map(ProvedEvent::of).collect(),
            messages: messages.into_iter().map(Message::of).collect(),
        }
    }
}

impl ProvedEvent {
    fn of(fact: ProvedFact) -> Self {
        let ProvedFact { seal, at, by, staff, fact, why, .. } = fact;
        Self {
            seq: seal.map(|seal| seal.position),
            previous: seal.map(|seal| seal.before.to_string()),
            hash: seal.map(|seal| seal.hash.to_string()),
            event: fact.map(|fact| Event::of(rappel_service::timeline::FactEntry { by, staff, fact, at })),
            reason: why.map(|(why, staff)| Reason::of(why, staff)),
            at: Moment(at),
        }
    }
}

impl Reason {
    fn of(why: Why, staff_name: Option<String>) -> Self {
        let (why, minutes) = match why {
            Why::Asked => (ReasonKind::Asked, None),
            Why::NobodyTookIt { minutes } => (ReasonKind::NobodyTookIt, Some(minutes)),
            Why::NobodyBefore => (ReasonKind::NobodyBefore, None),
            Why::NothingArrived => (ReasonKind::NothingArrived, None),
            Why::Declined { .. } => (ReasonKind::Declined, None),
            Why::PromisePassed { .. } => (ReasonKind::PromisePassed, None),
            Why::BeginsAgain { minutes } => (ReasonKind::BeginsAgain, Some(minutes)),
        };
        Self { why, minutes, staff_name }
    }
}

impl Message {
    fn of(message: ProvedMessage) -> Self {
        let ProvedMessage { delivery, to, attempts, receipts, as_sent } = message;
        Self {
            id: Id(delivery.id),
            news: delivery.news.kind().to_owned(),
            channel: channel(delivery.channel),
            to,
            address: delivery.address,
            subject: delivery.subject,
            text: delivery.body,
            state: DeliveryState::as_str(delivery.state).to_owned(),
            provider: delivery.provider,
            provider_id: delivery.provider_message_id,
            decided_at: Moment(delivery.created_at),
            sent_at: delivery.sent_at.map(Moment),
            as_sent,
            attempts: attempts.into_iter().map(Try::of).collect(),
            receipts: receipts.into_iter().map(Told::of).collect(),
        }
    }
}

impl Try {
    fn of(attempt: Attempt) -> Self {
        Self {
            number: attempt.number,
            provider: attempt.provider,
            started_at: Moment(attempt.started_at),
            finished_at: attempt.finished_at.map(Moment),
            outcome: attempt.outcome,
            detail: attempt.detail,
        }
    }
}

impl Told {
    fn of(receipt: Receipt) -> Self {
        Self { status: receipt.status, detail: receipt.detail, at: Moment(receipt.received_at) }
    }
}
