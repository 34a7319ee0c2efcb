//! The second step of somebody of staff: the portal's pages in the frame of the back office.

use serde::Serialize;

use crate::{
    Page, Surface, Text,
    portal::{self, AskKey, KeyRow, Proof, TwoStepActions, TwoStepState},
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

    /// The form of somebody who has a passkey for the back office.
    #[must_use]
    pub fn with_passkey(self, has_one: bool) -> Self {
        let ask = AskKey {
            action: routes::PASSKEY_PROOF,
            begin: routes::BEGIN_PASSKEY_PROOF,
            ..AskKey::as_proof()
        };
        Self(portal::Confirm { passkey: has_one.then_some(ask), ..self.0 })
    }

    /// The form of somebody who has nothing but the key: to sign in again would ask for it, too.
    #[must_use]
    pub fn key_alone(self) -> Self {
        Self(portal::Confirm { alone: "confirm-key-or-administrator".into(), ..self.0.key_alone() })
    }

    /// The form after a wrong password or code.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        Self(self.0.refused(typed, why))
    }

    /// The form after a passkey that was not taken.
    #[must_use]
    pub fn refused_key(self, why: impl Into<Text>) -> Self {
        Self(self.0.refused_key(why))
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
            page(Proof::Code, Duty::Required).with_passkey(true),
            page(Proof::Passkey, Duty::Required)
                .with_passkey(true)
                .key_alone()
                .refused_key("passkey-refused"),
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
            passkeys_href: routes::PASSKEYS,
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
        let wrong = begun.map(|state| Self::new(state, Duty::First).refused("123", "factor-code-not-yet"));
        let on = states().find(|state| matches!(state, TwoStepState::On { .. }));
        let offered = on.map(|state| Self::new(state, Duty::Optional));
        let of_state = |state| match state {
            TwoStepState::On { .. } => Self::new(state, Duty::Required),
            _ => Self::new(state, Duty::First),
        };
        states().map(of_state).chain(wrong).chain(offered).collect()
    }
}

/// The page where passkeys are added and taken away.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Passkeys(portal::Passkeys);

impl Passkeys {
    /// The page; `name` is a guess at what another one would be called.
    pub fn new(host: &str, keys: Vec<KeyRow>, name: Option<&str>, duty: Duty) -> Self {
        Self(portal::Passkeys {
            action: routes::PASSKEYS,
            begin: routes::BEGIN_PASSKEY,
            back_href: duty.back(),
            lost: "passkeys-lost-staff".into(),
            ..portal::Passkeys::new(host, keys, name)
        })
    }

    /// The page at a host that is no DNS name: none can be added there.
    #[must_use]
    pub fn without_address(self) -> Self {
        Self(self.0.without_address())
    }

    /// The page after a name or a key that was not taken.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        Self(self.0.refused(typed, why))
    }

    /// The page after another name for one of them that was not taken.
    #[must_use]
    pub fn refused_name(self, id: &str, typed: &str, why: impl Into<Text>) -> Self {
        Self(self.0.refused_name(id, typed, why))
    }
}

impl Page for Passkeys {
    const TEMPLATE: &'static str = "office/passkeys";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        self.0.title()
    }

    fn samples() -> Vec<Self> {
        let keys =
            || portal::Passkeys::samples().into_iter().map(|page| page.keys).find(|keys| keys.len() > 1);
        let row = |it: KeyRow| KeyRow {
            here: it.id == "pky_1",
            rename_action: routes::rename_passkey(&it.id),
            remove_action: routes::remove_passkey(&it.id),
            ..it
        };
        let page = |keys: Vec<KeyRow>, duty| {
            let keys = keys.into_iter().map(row).collect();
            Self::new("durand.rappel.example", keys, Some("Firefox · Linux"), duty)
        };
        vec![
            page(Vec::new(), Duty::First),
            page(keys().unwrap_or_default(), Duty::Required),
            page(keys().unwrap_or_default(), Duty::Optional).refused("Clé", "passkey-not-made"),
        ]
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
