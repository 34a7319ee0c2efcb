//! The proof of a callback: every decision, text, try, receipt, digit and reply, with the chain that ties them. Made to be
//! printed.

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::Why,
    chain::{Fault, State},
};
use serde::Serialize;

use super::{
    CallbackRow, Callbacks, FactLine,
    deliveries::{AttemptLine, DeliveryLine, sample_attempt, sample_lines},
    say_fact,
};
use crate::{Page, Surface, Text, page::sample_time, portal::Mark, routes::office as routes};

/// Whether the chain of the ticket's facts holds.
#[derive(Debug, Clone, Serialize)]
pub struct ChainLine {
    /// Whether it does.
    pub whole: bool,
    /// The same in words, with where it breaks.
    pub text: Text,
    /// How many facts are older than the chain.
    pub older: Option<Text>,
    /// SHA-256 of the last fact, in hex.
    pub head: String,
}

impl ChainLine {
    /// In words.
    pub fn new(state: State, length: i32, unsealed: i32, head: String) -> Self {
        let broken = |key: &'static str, place: i32| Text::key(key).with("place", place);
        let text = match state {
            State::Whole => Text::key("proof-chain-whole").with("count", length),
            State::Broken { position: 0, fault: Fault::Unsealed, .. } => "proof-chain-beside".into(),
            State::Broken { position: 0, .. } => "proof-chain-older-missing".into(),
            State::Broken { position, fault, .. } => match fault {
                Fault::Changed => broken("proof-chain-changed", position),
                Fault::Missing => broken("proof-chain-missing", position),
                Fault::Severed => broken("proof-chain-severed", position),
                Fault::End | Fault::Unsealed => broken("proof-chain-end", position),
            },
        };
        let older = (unsealed > 0).then(|| Text::key("proof-chain-older").with("count", unsealed));
        Self { whole: state == State::Whole, text, older, head }
    }
}

/// A fact with its place in the chain.
#[derive(Debug, Clone, Serialize)]
pub struct ProofLine {
    /// What happened, and when.
    pub fact: FactLine,
    /// Why, where a rule decided.
    pub why: Option<Text>,
    /// Its place in the chain; nothing for older facts.
    pub place: Option<i32>,
    /// Whether the chain breaks here.
    pub broken: bool,
    /// Number of the message below that it is about.
    pub message: Option<usize>,
}

/// A message with everything that is known of it.
#[derive(Debug, Clone, Serialize)]
pub struct ProofMessage {
    /// Counts from 1.
    pub number: usize,
    /// The message.
    pub line: DeliveryLine,
    /// Subject of an e-mail, once it was sent.
    pub subject: Option<String>,
    /// What the provider calls it.
    pub provider_id: Option<String>,
    /// Every try.
    pub attempts: Vec<AttemptLine>,
    /// What providers told, and digits.
    pub receipts: Vec<ReceiptLine>,
    /// Whether it is as it was when it left: `same`, `changed`; nothing where that was not noted.
    pub as_sent: Option<Text>,
    /// Whether it was changed since.
    pub changed: bool,
}

impl ProofMessage {
    /// With what is known of the text since it left.
    #[must_use]
    pub fn compared(self, as_sent: Option<bool>) -> Self {
        let text =
            as_sent.map(|same| Text::key(if same { "proof-message-same" } else { "proof-message-changed" }));
        Self { as_sent: text, changed: as_sent == Some(false), ..self }
    }
}

/// What a provider told of a message.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Its word.
    pub status: String,
    /// Why, as it said.
    pub detail: Option<String>,
}

/// Why a step fell due, in words.
pub fn why_text(why: Why, name: &str) -> Text {
    match why {
        Why::Asked => "proof-why-asked".into(),
        Why::NobodyTookIt { minutes } => Text::key("proof-why-nobody-took").with("minutes", minutes),
        Why::NobodyBefore => "proof-why-nobody-before".into(),
        Why::NothingArrived => "proof-why-nothing-arrived".into(),
        Why::Declined { .. } => Text::key("proof-why-declined").with("name", name),
        Why::PromisePassed { .. } => Text::key("proof-why-promise").with("name", name),
        Why::BeginsAgain { minutes } => Text::key("proof-why-again").with("minutes", minutes),
    }
}

/// A row that holds nothing readable.
pub fn unreadable(at: DateTime<Utc>) -> FactLine {
    FactLine { mark: Mark::Wrong, at, text: "proof-fact-unreadable".into(), by: None }
}

/// The proof of a callback.
#[derive(Debug, Clone, Serialize)]
pub struct CallbackProof {
    /// Where the list is.
    pub list_href: &'static str,
    /// The callback.
    pub row: CallbackRow,
    /// Its ticket.
    pub ticket_href: String,
    /// Number to ring, E.164.
    pub phone: String,
    /// When it was looked at.
    pub looked_at: DateTime<Utc>,
    /// Whether the facts are as they were written.
    pub chain: ChainLine,
    /// Facts, in the order in which they were written.
    pub facts: Vec<ProofLine>,
    /// Messages, in the order in which they were decided.
    pub messages: Vec<ProofMessage>,
}

impl Page for CallbackProof {
    const TEMPLATE: &'static str = "office/callback";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("office-proof-title")
            .with("number", self.row.number)
            .with("tenant", self.row.tenant.as_str())
    }

    fn samples() -> Vec<Self> {
        let row = Callbacks::samples().into_iter().flat_map(|list| list.rows).nth(3);
        let head = "3fc9b689459d738f8c88a3a48aa9e33542016b7a4052e001aaa536fca74813cb".to_owned();
        let page = |row: CallbackRow, state, unsealed| Self {
            list_href: routes::CALLBACKS,
            row,
            ticket_href: routes::ticket("durand", 1043),
            phone: "+33612345678".to_owned(),
            looked_at: sample_time("2026-11-22T14:00:00Z"),
            chain: ChainLine::new(state, 9, unsealed, head.clone()),
            facts: sample_facts(state),
            messages: sample_messages(),
        };
        let broken = |position, fault| State::Broken { position, event: None, fault };
        let states = [
            (State::Whole, 0),
            (broken(3, Fault::Changed), 2),
            (broken(4, Fault::Missing), 0),
            (broken(4, Fault::Severed), 0),
            (broken(9, Fault::End), 0),
            (broken(0, Fault::Unsealed), 0),
            (broken(0, Fault::Missing), 1),
        ];
        row.into_iter()
            .flat_map(|row| states.map(|(state, unsealed)| page(row.clone(), state, unsealed)))
            .collect()
    }
}

fn sample_facts(state: State) -> Vec<ProofLine> {
    use rappel_domain::{
        clock::FixedClock,
        delivery::Channel,
        event::Fact,
        id::{DeliveryId, StaffId, SummonsId},
    };
    let clock = FixedClock::at("2026-11-22T13:17:00Z");
    let at = |minute: u32| sample_time(&format!("2026-11-22T13:{minute}:07Z"));
    let (staff, delivery) = (StaffId::new(&clock), DeliveryId::new(&clock));
    let (sms, marie, nobody) = (Channel::Sms, Some("Marie Leroy"), None);
    let sent = Fact::MessageSent {
        delivery,
        channel: sms,
        news: "page".to_owned(),
        provider: "twilio".to_owned(),
        provider_id: Some("SM0123456789abcdef0123456789abcdef".to_owned()),
        fingerprint: String::new(),
    };
    let receipt = |status: &str, detail: Option<&str>| Fact::ReceiptCame {
        delivery,
        provider_id: "SM0123456789abcdef0123456789abcdef".to_owned(),
        status: status.to_owned(),
        detail: detail.map(str::to_owned),
    };
    let summons = SummonsId::new(&clock);
    let declined = Why::Declined { staff };
    let facts = [
        (at(17), Fact::CallbackRequested { promised_by: at(32) }, nobody, None),
        (at(17), Fact::StepDue { round: 0, step: 0, targets: 1 }, nobody, Some(Why::Asked)),
        (at(17), Fact::Summoned { summons, staff: Some(staff), channel: sms }, marie, None),
        (at(17), sent, marie, None),
        (at(18), receipt("undelivered", Some("30003 unreachable handset")), marie, None),
        (at(18), receipt("delivered", None), marie, None),
        (
            at(22),
            Fact::StepDue { round: 0, step: 1, targets: 2 },
            nobody,
            Some(Why::NobodyTookIt { minutes: 5 }),
        ),
        (at(23), Fact::NobodyOnCall { round: 0, step: 2 }, nobody, Some(declined)),
        (at(24), Fact::LastResort, nobody, Some(Why::NobodyBefore)),
        (
            at(39),
            Fact::StepDue { round: 1, step: 0, targets: 1 },
            nobody,
            Some(Why::BeginsAgain { minutes: 15 }),
        ),
        (at(40), Fact::StepDue { round: 1, step: 1, targets: 1 }, nobody, Some(Why::NothingArrived)),
        (at(41), Fact::StepDue { round: 1, step: 2, targets: 1 }, nobody, Some(Why::PromisePassed { staff })),
        (at(42), Fact::Replied { staff, words: "Ok je prends !".to_owned() }, marie, None),
        (at(42), Fact::Pressed { staff, delivery, digit: "1".to_owned() }, marie, None),
        (at(42), Fact::CallbackTaken { staff, until: at(52) }, marie, None),
        (at(44), Fact::Reached { staff }, marie, None),
    ];
    let broken = match state {
        State::Broken { position, .. } => Some(position),
        State::Whole => None,
    };
    let mut lines = Vec::new();
    for (place, (at, fact, staff, why)) in (1..).zip(facts) {
        let message = matches!(fact, Fact::MessageSent { .. } | Fact::ReceiptCame { .. }).then_some(1);
        lines.push(ProofLine {
            fact: say_fact(at, &fact, "", staff),
            why: why.map(|why| why_text(why, "Marie Leroy")),
            place: Some(place),
            broken: broken == Some(place),
            message,
        });
    }
    lines.push(ProofLine { fact: unreadable(at(45)), why: None, place: None, broken: false, message: None });
    lines
}

fn sample_messages() -> Vec<ProofMessage> {
    let receipt = |status: &str, detail: Option<&str>| ReceiptLine {
        at: sample_time("2026-11-22T13:17:12Z"),
        status: status.to_owned(),
        detail: detail.map(str::to_owned),
    };
    let message = |(number, line): (usize, DeliveryLine)| ProofMessage {
        number,
        line,
        subject: (number == 2).then(|| "URGENT : rappeler Claire Martin".to_owned()),
        provider_id: Some("SM0123456789abcdef0123456789abcdef".to_owned()),
        attempts: vec![sample_attempt(1, Some("carrier")), sample_attempt(2, None)],
        receipts: vec![receipt("undelivered", Some("30003")), receipt("delivered", None)],
        as_sent: None,
        changed: false,
    };
    let compared = |message: ProofMessage| {
        let as_sent = [Some(true), Some(false), None][message.number % 3];
        message.compared(as_sent)
    };
    (1..).zip(sample_lines().into_iter().take(3)).map(message).map(compared).collect()
}
