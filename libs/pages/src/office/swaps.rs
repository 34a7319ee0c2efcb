//! Swaps of shifts: those that were asked for, and a form to ask.

use chrono::{DateTime, Utc};
use rappel_domain::{rota::Period, swap::SwapState};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

/// A swap.
#[derive(Debug, Clone, Serialize)]
pub struct SwapLine {
    /// Of which rota.
    pub rota: String,
    /// Who asks.
    pub asker: String,
    /// Who is asked.
    pub asked: String,
    /// From when the other stands in.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
    /// When the asker stands in, in return.
    pub back: Option<Back>,
    /// Where it stands.
    pub state: Text,
    /// Where it is accepted, for those who may.
    pub accept_action: Option<String>,
    /// Where it is refused, for those who may.
    pub refuse_action: Option<String>,
    /// Where it is withdrawn, for those who may.
    pub withdraw_action: Option<String>,
}

/// What is taken in return.
#[derive(Debug, Clone, Serialize)]
pub struct Back {
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
}

impl From<Period> for Back {
    fn from(period: Period) -> Self {
        Self { from: period.from, to: period.to }
    }
}

/// What a state of a swap is called.
pub fn swap_state(state: SwapState) -> Text {
    match state {
        SwapState::Asked => "swap-state-asked",
        SwapState::Accepted => "swap-state-accepted",
        SwapState::Refused => "swap-state-refused",
        SwapState::Withdrawn => "swap-state-withdrawn",
    }
    .into()
}

/// A shift of the reader that somebody could stand in for.
#[derive(Debug, Clone, Serialize)]
pub struct OwnShift {
    /// Of which rota.
    pub rota: String,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
    /// Where the form is filled in for it.
    pub href: String,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct Swaps {
    /// Where the list of rotas is.
    pub list_href: &'static str,
    /// Swaps that wait for an answer.
    pub open: Vec<SwapLine>,
    /// Those that were answered or withdrawn.
    pub over: Vec<SwapLine>,
    /// Shifts of the reader.
    pub own: Vec<OwnShift>,
    /// Where the form posts.
    pub action: &'static str,
    /// Of which rota.
    pub rota: Field,
    /// From when the other stands in, as `2026-11-24T08:00` on the rota's clocks.
    pub from: Field,
    /// Until when.
    pub to: Field,
    /// Who is asked.
    pub asked: Field,
    /// From when the reader stands in, in return.
    pub back_from: Field,
    /// Until when.
    pub back_to: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Swaps {
    /// The page with an empty form.
    pub fn new(rotas: Vec<Choice>, staff: Vec<Choice>) -> Self {
        let moment = |name, label: &'static str| Field { kind: "datetime-local", ..Field::text(name, label) };
        Self {
            list_href: routes::ON_CALL,
            open: Vec::new(),
            over: Vec::new(),
            own: Vec::new(),
            action: routes::SWAPS,
            rota: Field::choice("rota", "swap-rota", rotas),
            from: moment("from", "swap-from"),
            to: moment("to", "swap-to"),
            asked: Field::choice("asked", "swap-asked", staff),
            back_from: moment("back_from", "swap-back-from").hint("swap-back-hint").optional(),
            back_to: moment("back_to", "swap-back-to").optional(),
            errors: Vec::new(),
        }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [
            &mut self.rota,
            &mut self.from,
            &mut self.to,
            &mut self.asked,
            &mut self.back_from,
            &mut self.back_to,
        ]
        .into_iter()
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let fields = [&self.rota, &self.from, &self.to, &self.asked, &self.back_from, &self.back_to];
        Self { errors: problems(fields), ..self }
    }
}

impl Page for Swaps {
    const TEMPLATE: &'static str = "office/swaps";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "swaps-title".into()
    }

    fn samples() -> Vec<Self> {
        let (from, to) = (sample_time("2026-11-30T07:00:00Z"), sample_time("2026-12-07T07:00:00Z"));
        let line = |state, asker: &str| SwapLine {
            rota: "Semaine".to_owned(),
            asker: asker.to_owned(),
            asked: "Karim Haddad".to_owned(),
            from,
            to,
            back: None,
            state: swap_state(state),
            accept_action: None,
            refuse_action: None,
            withdraw_action: None,
        };
        let empty = || {
            let rota = Choice::new("rot_1", Text::plain("Semaine"));
            Self::new(vec![rota], vec![Choice::new("stf_2", Text::plain("Karim Haddad"))])
        };
        let full = Self {
            open: vec![
                SwapLine {
                    back: Some(Back { from: to, to: sample_time("2026-12-14T07:00:00Z") }),
                    accept_action: Some(routes::swap_act("swp_1", "accept")),
                    refuse_action: Some(routes::swap_act("swp_1", "refuse")),
                    ..line(SwapState::Asked, "Marie Leroy")
                },
                SwapLine {
                    withdraw_action: Some(routes::swap_act("swp_2", "withdraw")),
                    ..line(SwapState::Asked, "Zoé")
                },
            ],
            over: [SwapState::Accepted, SwapState::Refused, SwapState::Withdrawn]
                .map(|state| line(state, "Marie Leroy"))
                .into(),
            own: vec![OwnShift {
                rota: "Semaine".to_owned(),
                from,
                to,
                href: "/oncall/swaps?rota=rot_1&from=2026-11-30T08:00&to=2026-12-07T08:00#ask".to_owned(),
            }],
            ..empty()
        };
        let mut refused = full.clone();
        for field in refused.each() {
            field.error = Some("invalid-missing".into());
        }
        vec![full, refused.summed_up(), empty()]
    }
}
