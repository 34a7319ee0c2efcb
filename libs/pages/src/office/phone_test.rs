//! A test of the reader's own phone: what they can try, and what became of the last try.

use chrono::{DateTime, Utc};
use rappel_domain::{
    delivery::DeliveryState,
    phone_test::{By, Hindrance, LastTest, Trial, Trials},
};
use serde::Serialize;

use crate::{Reader, Text, page::sample_time, readiness::Advice, routes::office as routes};

/// The page that shows the tests, and to which asking for one leads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The reader's account.
    Me,
    /// Who could not be reached.
    Readiness,
}

impl Place {
    /// Its word in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Readiness => "readiness",
        }
    }

    /// The place of a word; the account for any other.
    pub fn of(word: &str) -> Self {
        if word == Self::Readiness.word() { Self::Readiness } else { Self::Me }
    }

    /// Its path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Me => routes::ME,
            Self::Readiness => routes::READINESS,
        }
    }
}

/// The tests of the reader's phone.
#[derive(Debug, Clone, Serialize)]
pub struct PhoneTests {
    /// Where a test is asked for.
    pub action: &'static str,
    /// The page that this is part of, as the form says it.
    pub place: &'static str,
    /// The same, to look again.
    pub look_href: &'static str,
    /// The number, E.164.
    pub number: Option<String>,
    /// A text and a call.
    pub lines: Vec<TestLine>,
}

/// A text or a call.
#[derive(Debug, Clone, Serialize)]
pub struct TestLine {
    /// Which, as the form says it.
    pub by: &'static str,
    /// What it is called.
    pub title: Text,
    /// What the button says.
    pub button: Text,
    /// Why there is no button, and what to do.
    pub hindrance: Option<Advice>,
    /// What became of the last one.
    pub last: Option<LastLine>,
}

/// What became of a test.
#[derive(Debug, Clone, Serialize)]
pub struct LastLine {
    /// What happened when, in order.
    pub facts: Vec<TestFact>,
    /// What it showed, when it did.
    pub proved: Option<Text>,
    /// That nothing is known yet.
    pub waits: Option<Text>,
    /// What went wrong, and what to do.
    pub trouble: Option<Advice>,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
pub struct TestFact {
    /// A text with the variable `at`.
    pub key: &'static str,
    /// When.
    pub at: DateTime<Utc>,
}

impl PhoneTests {
    /// What the reader can try, on one of the pages that show it.
    pub fn new(reader: Reader, trials: &Trials, place: Place) -> Self {
        let line = |by: By, trial: &Trial| TestLine {
            by: by.as_str(),
            title: match by {
                By::Text => "phone-test-text",
                By::Call => "phone-test-call",
            }
            .into(),
            button: match by {
                By::Text => "phone-test-do-text",
                By::Call => "phone-test-do-call",
            }
            .into(),
            hindrance: trial.hindrance.as_ref().map(|it| say_hindrance(reader, it)),
            last: trial.last.as_ref().map(|it| last_line(by, it)),
        };
        Self {
            action: routes::ME_PHONE_TEST,
            place: place.word(),
            look_href: place.path(),
            number: trials.number.as_ref().map(|phone| phone.e164().to_owned()),
            lines: vec![line(By::Text, &trials.text), line(By::Call, &trials.call)],
        }
    }

    /// Every way that it can look.
    pub(crate) fn samples(place: Place) -> Vec<Self> {
        let reader = Reader { locale: rappel_domain::Locale::Fr, zone: chrono_tz::Europe::Paris };
        let (asked, later) = (sample_time("2026-11-22T13:02:00Z"), sample_time("2026-11-22T13:03:00Z"));
        let test = |state| LastTest {
            state,
            asked_at: asked,
            sent_at: Some(asked),
            arrived_at: None,
            answered_at: None,
            why: None,
        };
        let why = |state, why: &str| LastTest { why: Some(why.to_owned()), ..test(state) };
        let arrived = LastTest { arrived_at: Some(later), ..test(DeliveryState::Delivered) };
        let answered = LastTest { answered_at: Some(later), ..arrived.clone() };
        let fine = |last: LastTest| Trial { hindrance: None, last: Some(last) };
        let not = |hindrance| Trial { hindrance: Some(hindrance), last: None };
        let number = || Some(rappel_domain::phone::Phone::from_e164_trusted("+33612345678"));
        let of = |text, call| Self::new(reader, &Trials { number: number(), text, call }, place);
        let detail = Some("21211: not a valid number".to_owned());
        vec![
            of(Trial::default(), Trial::default()),
            of(fine(arrived), fine(answered.clone())),
            of(fine(answered), fine(why(DeliveryState::Undelivered, "no-answer"))),
            of(fine(why(DeliveryState::Undelivered, "30003: unreachable")), fine(test(DeliveryState::Sent))),
            of(fine(test(DeliveryState::Undelivered)), fine(test(DeliveryState::Undelivered))),
            of(
                fine(why(DeliveryState::Failed, "configuration: 20003")),
                fine(LastTest { sent_at: None, ..test(DeliveryState::Failed) }),
            ),
            of(
                fine(LastTest { sent_at: None, ..why(DeliveryState::Waiting, "unknown: timed out") }),
                fine(LastTest { sent_at: None, ..test(DeliveryState::Waiting) }),
            ),
            of(fine(test(DeliveryState::Cancelled)), not(Hindrance::NoCalls)),
            of(not(Hindrance::NoTexts), not(Hindrance::TooMany { until: later })),
            of(not(Hindrance::TooSoon { until: later }), not(Hindrance::Unverified)),
            of(not(Hindrance::Stopped { since: asked }), Trial::default()),
            of(not(Hindrance::Refused { since: asked, detail }), Trial::default()),
            of(not(Hindrance::Refused { since: asked, detail: None }), Trial::default()),
            Self { number: None, ..of(not(Hindrance::NoNumber), not(Hindrance::NoNumber)) },
        ]
    }
}

/// Why no test is sent, and what to do.
pub fn say_hindrance(reader: Reader, hindrance: &Hindrance) -> Advice {
    let of = |what: Text, to_do: Text| Advice { what, to_do };
    let day = |key: &'static str, at| Text::key(key).with("day", reader.date(at));
    let wait = |key: &'static str, until| {
        Text::key(key).with("at", reader.clock(until)).with("day", reader.date(until))
    };
    match hindrance {
        Hindrance::NoTexts => of("phone-test-no-texts".into(), "phone-test-no-texts-then".into()),
        Hindrance::NoCalls => of("phone-test-no-calls".into(), "phone-test-no-calls-then".into()),
        Hindrance::NoNumber => of("phone-test-no-number".into(), "phone-test-no-number-then".into()),
        Hindrance::Unverified => of("phone-test-unverified".into(), "phone-test-unverified-then".into()),
        Hindrance::Stopped { since } => {
            of(day("phone-test-stopped", *since), "phone-test-stopped-then".into())
        }
        Hindrance::Refused { since, detail: None } => {
            of(day("phone-test-refused", *since), "phone-test-refused-then".into())
        }
        Hindrance::Refused { since, detail: Some(detail) } => {
            let what = day("phone-test-refused-why", *since).with("detail", detail.as_str());
            of(what, "phone-test-refused-then".into())
        }
        Hindrance::TooSoon { until } => {
            of("phone-test-too-soon".into(), wait("phone-test-too-soon-then", *until))
        }
        Hindrance::TooMany { until } => {
            of("phone-test-too-many".into(), wait("phone-test-too-many-then", *until))
        }
    }
}

fn last_line(by: By, test: &LastTest) -> LastLine {
    let fact = |key: &'static str, at: Option<DateTime<Utc>>| at.map(|at| TestFact { key, at });
    let (sent, answered) = match by {
        By::Text => ("phone-test-sent", "phone-test-replied"),
        By::Call => ("phone-test-called", "phone-test-pressed"),
    };
    // What is said when nobody could have been reached yet.
    let asked = test.sent_at.is_none().then_some(test.asked_at);
    // A call that somebody answered by a digit has arrived with it.
    let arrived = test.arrived_at.filter(|_| by == By::Text);
    let facts = [
        fact("phone-test-asked", asked),
        fact(sent, test.sent_at),
        fact("phone-test-arrived", arrived),
        fact(answered, test.answered_at),
    ];
    let said = |bare: &'static str, with: &'static str| match &test.why {
        Some(why) => Text::key(with).with("why", why.as_str()),
        None => Text::key(bare),
    };
    let trouble = match (test.state, by) {
        (DeliveryState::Undelivered, By::Text) => Some(Advice {
            what: said("phone-test-lost", "phone-test-lost-why"),
            to_do: "phone-test-lost-then".into(),
        }),
        (DeliveryState::Undelivered, By::Call) => Some(Advice {
            what: said("phone-test-unanswered", "phone-test-unanswered-why"),
            to_do: "phone-test-unanswered-then".into(),
        }),
        (DeliveryState::Failed | DeliveryState::Cancelled, _) => Some(Advice {
            what: said("phone-test-failed", "phone-test-failed-why"),
            to_do: "phone-test-failed-then".into(),
        }),
        (DeliveryState::Waiting | DeliveryState::Sent | DeliveryState::Delivered, _) => None,
    };
    let waits = match (test.state, by) {
        (DeliveryState::Waiting, _) => Some(said("phone-test-waits", "phone-test-waits-why")),
        (DeliveryState::Sent, By::Text) => Some("phone-test-no-receipt".into()),
        (DeliveryState::Sent, By::Call) => Some("phone-test-no-digit".into()),
        _ => None,
    };
    let proved = (test.state == DeliveryState::Delivered).then(|| "phone-test-proved".into());
    LastLine { facts: facts.into_iter().flatten().collect(), proved, waits, trouble }
}
