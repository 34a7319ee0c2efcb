//! The second step of somebody of staff: the portal's pages in the frame of the back office.

use serde::Serialize;

use crate::{
    Page, Surface, Text,
    portal::{self, Proof, TwoStepActions, TwoStepState},
    routes::office as routes,
};

/// Whether somebody may leave the page without having set it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It is offered.
    Optional,
    /// It is required, and set up.
    Required,
    /// It is required, and nothing else opens before.
    First,
}

impl Duty {
    const fn back(self) -> Option<&'static str> {
        match self {
            Self::Optional | Self::Required => Some(routes::ME),
            Self::First => None,
        }
    }
}

/// Asks once more who sits there.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Confirm(portal::Confirm);

impl Confirm {
    /// The form.
    pub fn new(proof: Proof, username: &str, next: &str, duty: Duty) -> Self {
        let form = portal::Confirm::new(proof, username, next);
        Self(portal::Confirm { action: routes::CONFIRM, back_href: duty.back(), ..form })
    }

    /// The form after a wrong password or code.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        Self(self.0.refused(typed, why))
    }
}

impl Page for Confirm {
    const TEMPLATE: &'static str = "office/confirm";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        self.0.title()
    }

    fn samples() -> Vec<Self> {
        let page = |proof, duty| Self::new(proof, "marie", routes::TWO_STEP, duty);
        vec![
            page(Proof::Password, Duty::First),
            page(Proof::Password, Duty::Optional).refused("secret", "confirm-password-wrong"),
            page(Proof::Code, Duty::Required).refused("123456", "factor-code-wrong"),
        ]
    }
}

/// The page where the second step is set up.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct TwoStep(portal::TwoStep);

impl TwoStep {
    /// The page.
    pub fn new(state: TwoStepState, duty: Duty) -> Self {
        let actions = TwoStepActions {
            begin: routes::BEGIN_TWO_STEP,
            enrol: routes::ENROL_TWO_STEP,
            codes: routes::RECOVERY_CODES,
            remove: routes::REMOVE_TWO_STEP,
        };
        let required = duty != Duty::Optional;
        Self(portal::TwoStep {
            actions,
            back_href: duty.back(),
            required,
            passkeys_href: None,
            ..portal::TwoStep::new(state)
        })
    }

    /// The page after a wrong first code.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        Self(self.0.refused(typed, why))
    }
}

impl Page for TwoStep {
    const TEMPLATE: &'static str = "office/two-step";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        self.0.title()
    }

    fn samples() -> Vec<Self> {
        let states = || portal::TwoStep::samples().into_iter().map(|page| page.two_step);
        let begun = states().find(|state| matches!(state, TwoStepState::Begun { .. }));
        let wrong = begun.map(|state| Self::new(state, Duty::First).refused("123", "factor-code-wrong"));
        let on = states().find(|state| matches!(state, TwoStepState::On { .. }));
        let offered = on.map(|state| Self::new(state, Duty::Optional));
        let of_state = |state| match state {
            TwoStepState::On { .. } => Self::new(state, Duty::Required),
            _ => Self::new(state, Duty::First),
        };
        states().map(of_state).chain(wrong).chain(offered).collect()
    }
}

/// Recovery codes, shown this once.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct RecoveryCodes(portal::RecoveryCodes);

impl RecoveryCodes {
    /// Those that came with the second step.
    pub const fn first(codes: Vec<String>) -> Self {
        Self(portal::RecoveryCodes { codes, enrolled: true, next_href: routes::ME })
    }

    /// Those that take the place of others.
    pub const fn others(codes: Vec<String>) -> Self {
        Self(portal::RecoveryCodes { codes, enrolled: false, next_href: routes::ME })
    }
}

impl Page for RecoveryCodes {
    const TEMPLATE: &'static str = "office/recovery-codes";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        self.0.title()
    }

    fn samples() -> Vec<Self> {
        portal::RecoveryCodes::samples()
            .into_iter()
            .map(|page| Self(portal::RecoveryCodes { next_href: routes::ME, ..page }))
            .collect()
    }
}
