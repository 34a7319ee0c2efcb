//! The callback of a ticket as the staff sees it: who has it, what happened, what to do.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Address, FactLine, say_fact};
use crate::{
    Page, Surface, Text,
    page::sample_time,
    portal::{About, CallbackState},
    routes::office as routes,
};

/// What the reader may do once they have it.
#[derive(Debug, Clone, Serialize)]
pub struct Outcomes {
    /// The client was reached.
    pub reached_action: String,
    /// No answer, with `minutes` until the next try.
    pub no_answer_action: String,
    /// After how many minutes a next try is offered.
    pub delays: Vec<u32>,
    /// The number is wrong.
    pub wrong_number_action: String,
    /// Somebody else has to.
    pub cannot_action: String,
}

/// The card.
#[derive(Debug, Clone, Serialize)]
pub struct CallbackPanel {
    /// How it stands.
    pub state: CallbackState,
    /// What it says in large.
    pub headline: Text,
    /// Whom to ask for.
    pub contact: String,
    /// Number to ring, E.164.
    pub phone: String,
    /// By when the client was promised a call.
    pub promised_by: DateTime<Utc>,
    /// By when the one who has it says how it went, or when they try again.
    pub until: Option<DateTime<Utc>>,
    /// Facts, oldest first.
    pub facts: Vec<FactLine>,
    /// Where it is taken, while nobody has it.
    pub take_action: Option<String>,
    /// What the reader may do who has it.
    pub outcomes: Option<Outcomes>,
    /// Where it is cancelled, while it is open.
    pub cancel_action: Option<String>,
    /// The proof, with every text sent.
    pub proof_href: String,
    /// Where it is fetched again.
    pub fragment_href: String,
    /// The ticket that has it, on the page of one that joined it.
    pub of: Option<About>,
    /// Open tickets that joined it.
    pub also: Vec<About>,
}

impl CallbackPanel {
    /// The panel of a ticket's callback, with nothing to do.
    pub fn new(address: Address<'_>, state: CallbackState, holder: Option<&str>, proof_href: String) -> Self {
        let holder = holder.unwrap_or_default();
        let headline = match state {
            CallbackState::Requested => Text::key("office-callback-waits"),
            CallbackState::Taken => Text::key("office-callback-taken").with("name", holder),
            CallbackState::Late => Text::key("office-callback-late"),
            CallbackState::NoAnswer => Text::key("office-callback-no-answer").with("name", holder),
            CallbackState::WrongNumber => Text::key("office-callback-wrong-number"),
            CallbackState::Reached => Text::key("office-callback-reached").with("name", holder),
            CallbackState::Cancelled => Text::key("callback-cancelled"),
        };
        Self {
            state,
            headline,
            contact: String::new(),
            phone: String::new(),
            promised_by: DateTime::UNIX_EPOCH,
            until: None,
            facts: Vec::new(),
            take_action: None,
            outcomes: None,
            cancel_action: None,
            proof_href,
            fragment_href: address.callback_fragment(),
            of: None,
            also: Vec::new(),
        }
    }

    /// The panel with the button that takes it.
    #[must_use]
    pub fn to_take(self, address: Address<'_>) -> Self {
        Self { take_action: Some(address.callback_act("take")), ..self }
    }

    /// The panel of the one who has it.
    #[must_use]
    pub fn mine(self, address: Address<'_>) -> Self {
        let act = |act: &str| address.callback_act(act);
        let outcomes = Outcomes {
            reached_action: act("reached"),
            no_answer_action: act("no-answer"),
            delays: vec![5, 10, 15, 30, 60],
            wrong_number_action: act("wrong-number"),
            cannot_action: act("cannot"),
        };
        Self { outcomes: Some(outcomes), ..self }
    }

    /// The panel with the button that cancels it.
    #[must_use]
    pub fn cancellable(self, address: Address<'_>) -> Self {
        Self { cancel_action: Some(address.callback_act("cancel")), ..self }
    }
}

impl Page for CallbackPanel {
    const TEMPLATE: &'static str = "office/callback-panel";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        "office-callback-title".into()
    }

    fn samples() -> Vec<Self> {
        use rappel_domain::{
            delivery::Channel,
            event::Fact,
            id::{StaffId, SummonsId},
        };
        let address = Address { tenant: "durand", number: 1043, query: "view=todo" };
        let clock = rappel_domain::clock::FixedClock::at("2026-11-22T13:17:00Z");
        let at = |minute: u32| sample_time(&format!("2026-11-22T13:{minute}:00Z"));
        let (staff, summons) = (StaffId::new(&clock), SummonsId::new(&clock));
        let sms = Channel::Sms;
        let facts = vec![
            say_fact(at(17), &Fact::CallbackRequested { promised_by: at(32) }, "Claire Martin", None),
            say_fact(at(17), &Fact::StepDue { round: 0, step: 0, targets: 1 }, "", None),
            say_fact(
                at(17),
                &Fact::Summoned { summons, staff: Some(staff), channel: sms },
                "",
                Some("Marie Leroy"),
            ),
            say_fact(
                at(18),
                &Fact::SummonsFailed {
                    summons,
                    staff: None,
                    channel: Channel::Email,
                    reason: "number".to_owned(),
                },
                "",
                None,
            ),
            say_fact(at(19), &Fact::CallbackTaken { staff, until: at(32) }, "", Some("Marie Leroy")),
        ];
        let panel = |state| {
            let proof = routes::callback("durand", "cbk_1");
            let facts = facts.clone();
            Self {
                contact: "Claire Martin".to_owned(),
                phone: "+33612345678".to_owned(),
                promised_by: at(32),
                facts,
                ..Self::new(address, state, Some("Marie Leroy"), proof)
            }
        };
        let open = |state| panel(state).cancellable(address);
        let about = |number| About { number, href: routes::ticket("durand", number) };
        vec![
            open(CallbackState::Requested).to_take(address),
            Self { until: Some(at(32)), ..open(CallbackState::Taken).mine(address) },
            Self { until: Some(at(32)), ..open(CallbackState::Taken) },
            open(CallbackState::Late).to_take(address),
            Self { until: Some(at(40)), ..open(CallbackState::NoAnswer).mine(address) },
            open(CallbackState::WrongNumber),
            panel(CallbackState::Reached),
            panel(CallbackState::Cancelled),
            Self { also: [1044, 1045].map(about).into(), ..open(CallbackState::Requested).to_take(address) },
            Self { of: Some(about(1042)), ..open(CallbackState::Taken) },
        ]
    }
}
