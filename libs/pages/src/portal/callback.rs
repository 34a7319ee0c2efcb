//! The callback as the client sees it: recorded facts only, and a way to change the number.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    page::sample_time,
    reader::phone_display,
    routes::portal as routes,
};

/// How the callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackState {
    /// Received; the person on call is being told.
    Requested,
    /// Somebody has taken it and calls.
    Taken,
    /// The promise has passed.
    Late,
    /// The client did not pick up; we try again.
    NoAnswer,
    /// The number is wrong: the client has to correct it.
    WrongNumber,
    /// Done.
    Reached,
    /// Cancelled.
    Cancelled,
}

/// How a fact is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It happened.
    Done,
    /// It went wrong.
    Wrong,
    /// It is promised.
    Promised,
}

/// A recorded fact, or the promise.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// How it is marked.
    pub mark: Mark,
    /// When it happened; none for the promise, whose text says by when.
    pub at: Option<DateTime<Utc>>,
    /// What happened.
    pub text: Text,
    /// By when, for the promise.
    pub by: Option<DateTime<Utc>>,
}

impl Fact {
    fn done(at: DateTime<Utc>, text: impl Into<Text>) -> Self {
        Self { mark: Mark::Done, at: Some(at), text: text.into(), by: None }
    }

    /// The ticket was committed.
    pub fn received(at: DateTime<Utc>) -> Self {
        Self::done(at, "callback-fact-received")
    }

    /// The person on call was told, as the provider accepted the message.
    pub fn paged(at: DateTime<Utc>) -> Self {
        Self::done(at, "callback-fact-paged")
    }

    /// The next person was told, because nobody had taken it.
    pub fn escalated(at: DateTime<Utc>) -> Self {
        Self { mark: Mark::Wrong, ..Self::done(at, "callback-fact-escalated") }
    }

    /// Somebody took it.
    pub fn taken(at: DateTime<Utc>, name: &str) -> Self {
        Self::done(at, Text::key("callback-fact-taken").with("name", name))
    }

    /// Whoever had it let the promised time pass.
    pub fn promise_passed(at: DateTime<Utc>, name: &str) -> Self {
        Self {
            mark: Mark::Wrong,
            ..Self::done(at, Text::key("callback-fact-promise-passed").with("name", name))
        }
    }

    /// Whoever had it cannot do it.
    pub fn given_back(at: DateTime<Utc>, name: &str) -> Self {
        Self { mark: Mark::Wrong, ..Self::done(at, Text::key("callback-fact-given-back").with("name", name)) }
    }

    /// The promise passed without an outcome.
    pub fn late(at: DateTime<Utc>) -> Self {
        Self { mark: Mark::Wrong, ..Self::done(at, "callback-fact-late") }
    }

    /// The client did not pick up.
    pub fn no_answer(at: DateTime<Utc>, name: &str) -> Self {
        Self { mark: Mark::Wrong, ..Self::done(at, Text::key("callback-fact-no-answer").with("name", name)) }
    }

    /// The number was wrong.
    pub fn wrong_number(at: DateTime<Utc>, name: &str) -> Self {
        Self {
            mark: Mark::Wrong,
            ..Self::done(at, Text::key("callback-fact-wrong-number").with("name", name))
        }
    }

    /// The client changed the number.
    pub fn number_changed(at: DateTime<Utc>) -> Self {
        Self::done(at, "callback-fact-number-changed")
    }

    /// The client was reached; `person` is who, where it is somebody else than the reader.
    pub fn reached(at: DateTime<Utc>, name: &str, person: Option<&str>) -> Self {
        let text = match person {
            Some(person) => Text::key("callback-fact-reached-other").with("person", person),
            None => Text::key("callback-fact-reached"),
        };
        Self::done(at, text.with("name", name))
    }

    /// It was cancelled.
    pub fn cancelled(at: DateTime<Utc>) -> Self {
        Self::done(at, "callback-fact-cancelled")
    }

    /// Another request of the same person waits for this call too.
    pub fn also(at: DateTime<Utc>, number: i64) -> Self {
        Self::done(at, Text::key("callback-fact-also").with("number", number))
    }

    /// We call before this time.
    pub fn promised(by: DateTime<Utc>) -> Self {
        Self { mark: Mark::Promised, at: None, text: "callback-fact-promised".into(), by: Some(by) }
    }

    /// We try again at this time.
    pub fn next_try(at: DateTime<Utc>) -> Self {
        Self { text: "callback-fact-next-try".into(), ..Self::promised(at) }
    }
}

/// The card of a callback.
#[derive(Debug, Clone, Serialize)]
pub struct CallbackCard {
    /// Ticket.
    pub number: i64,
    /// Page of the ticket.
    pub href: String,
    /// How it stands.
    pub state: CallbackState,
    /// Whether it still goes on.
    pub open: bool,
    /// What it says in large.
    pub headline: Text,
    /// Whom we call, where it is somebody else than the reader.
    pub person: Option<String>,
    /// Number we call.
    pub phone: String,
    /// By when we call, or when we try again.
    pub by: Option<DateTime<Utc>>,
    /// Facts, oldest first, and the promise last.
    pub facts: Vec<Fact>,
    /// Where the number is changed.
    pub change_href: String,
    /// Said above it on the page of a ticket that joined it.
    pub joined: Option<Text>,
}

impl CallbackCard {
    /// The card of a ticket; `taker` is who has taken it.
    pub fn new(
        number: i64,
        state: CallbackState,
        taker: Option<&str>,
        phone: &str,
        facts: Vec<Fact>,
    ) -> Self {
        let taker = taker.unwrap_or_default();
        let headline = match state {
            CallbackState::Requested => Text::key("callback-requested"),
            CallbackState::Taken => Text::key("callback-taken").with("name", taker),
            CallbackState::Late => Text::key("callback-late"),
            CallbackState::NoAnswer => Text::key("callback-no-answer"),
            CallbackState::WrongNumber => Text::key("callback-wrong-number"),
            CallbackState::Reached => Text::key("callback-reached"),
            CallbackState::Cancelled => Text::key("callback-cancelled"),
        };
        Self {
            number,
            href: routes::ticket(number),
            state,
            open: !matches!(state, CallbackState::Reached | CallbackState::Cancelled),
            headline,
            person: None,
            phone: phone.to_owned(),
            by: facts.iter().rev().find_map(|fact| fact.by),
            facts,
            change_href: routes::callback(number),
            joined: None,
        }
    }

    /// The card as a colleague of the person reads it whom we call; `taker` is who has taken it.
    #[must_use]
    pub fn of(self, person: &str, taker: Option<&str>) -> Self {
        let headline = match self.state {
            CallbackState::Taken => Text::key("callback-taken-other")
                .with("name", taker.unwrap_or_default())
                .with("person", person),
            CallbackState::NoAnswer => Text::key("callback-no-answer-other").with("person", person),
            CallbackState::WrongNumber => Text::key("callback-wrong-number-other").with("person", person),
            CallbackState::Reached => Text::key("callback-reached-other").with("person", person),
            CallbackState::Requested | CallbackState::Late | CallbackState::Cancelled => self.headline,
        };
        Self { headline, person: Some(person.to_owned()), ..self }
    }

    /// The card on the page of another ticket, which joined this callback.
    #[must_use]
    pub fn joined(self) -> Self {
        let text = if self.open { "callback-joined" } else { "callback-joined-over" };
        Self { joined: Some(Text::key(text).with("number", self.number)), ..self }
    }

    pub(crate) fn sample_taken() -> Self {
        let at = |minute: u32| sample_time(&format!("2026-11-22T13:{minute}:00Z"));
        let facts = vec![
            Fact::received(at(17)),
            Fact::paged(at(17)),
            Fact::taken(at(19), "Marie"),
            Fact::promised(at(32)),
        ];
        Self::new(1043, CallbackState::Taken, Some("Marie"), "+33612345678", facts)
    }

    pub(crate) fn samples() -> Vec<Self> {
        let at = |minute: u32| sample_time(&format!("2026-11-22T13:{minute}:00Z"));
        let card = |state, facts| Self::new(1043, state, Some("Marie"), "+33612345678", facts);
        let begun = || vec![Fact::received(at(17)), Fact::paged(at(17))];
        let with = |more: Vec<Fact>| [begun(), more].concat();
        vec![
            card(CallbackState::Requested, with(vec![Fact::promised(at(32))])),
            card(CallbackState::Requested, with(vec![Fact::escalated(at(22)), Fact::promised(at(32))])),
            Self::sample_taken(),
            card(CallbackState::Late, with(vec![Fact::taken(at(19), "Marie"), Fact::late(at(32))])),
            card(
                CallbackState::NoAnswer,
                with(vec![Fact::no_answer(at(25), "Marie"), Fact::next_try(at(40))]),
            ),
            card(CallbackState::WrongNumber, with(vec![Fact::wrong_number(at(25), "Marie")])),
            card(
                CallbackState::Reached,
                with(vec![Fact::number_changed(at(24)), Fact::reached(at(26), "Marie", None)]),
            ),
            card(CallbackState::Requested, with(vec![Fact::also(at(20), 1044), Fact::promised(at(32))]))
                .joined(),
            card(CallbackState::Reached, with(vec![Fact::reached(at(26), "Marie", None)])).joined(),
            card(
                CallbackState::Cancelled,
                with(vec![Fact::given_back(at(20), "Marie"), Fact::cancelled(at(21))]),
            ),
        ]
        .into_iter()
        .chain(Self::samples_of_another())
        .collect()
    }

    /// As a colleague reads them.
    fn samples_of_another() -> Vec<Self> {
        let at = |minute: u32| sample_time(&format!("2026-11-22T13:{minute}:00Z"));
        let card = |state, fact: Fact| {
            let facts = vec![Fact::received(at(17)), Fact::paged(at(17)), fact];
            Self::new(1043, state, Some("Marie"), "+33612345678", facts).of("Claire Martin", Some("Marie"))
        };
        vec![
            card(CallbackState::Requested, Fact::promised(at(32))),
            card(CallbackState::Taken, Fact::promised(at(32))),
            card(CallbackState::NoAnswer, Fact::next_try(at(40))),
            card(CallbackState::WrongNumber, Fact::wrong_number(at(25), "Marie")),
            card(CallbackState::Reached, Fact::reached(at(26), "Marie", Some("Claire Martin"))),
        ]
    }
}

/// The callbacks above the list, fetched again while it is open.
#[derive(Debug, Clone, Serialize)]
pub struct Callbacks {
    /// Callbacks under way.
    pub callbacks: Vec<CallbackCard>,
}

impl Page for Callbacks {
    const TEMPLATE: &'static str = "portal/callbacks";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        "tickets-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self { callbacks: vec![CallbackCard::sample_taken()] }, Self { callbacks: Vec::new() }]
    }
}

/// Changes the number of a callback, or cancels it.
#[derive(Debug, Clone, Serialize)]
pub struct CallbackChange {
    /// Ticket.
    pub number: i64,
    /// Page of the ticket.
    pub ticket_href: String,
    /// Where the form posts.
    pub action: String,
    /// Where the cancelling form posts.
    pub cancel_action: String,
    /// The number.
    pub phone: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl CallbackChange {
    /// The form with the present number.
    pub fn new(number: i64, phone: &str) -> Self {
        Self {
            number,
            ticket_href: routes::ticket(number),
            action: routes::callback(number),
            cancel_action: routes::cancel_callback(number),
            phone: Field::phone("phone", "new-phone")
                .hint("new-phone-hint")
                .value(phone_display(phone))
                .large(),
            errors: Vec::new(),
        }
    }

    /// The form with what was typed and what was wrong with it.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let phone = self.phone.value(typed).error(why);
        Self { errors: problems([&phone]), phone, ..self }
    }
}

impl Page for CallbackChange {
    const TEMPLATE: &'static str = "portal/callback";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        Text::key("callback-title").with("number", self.number)
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::new(1043, "+33612345678"),
            Self::new(1043, "12").refused("12", crate::refusal::sample_phone()),
        ]
    }
}
