//! The second step: set up on a page of the account, and asked for at sign-in and before something that protects the account
//! is changed.

mod qr;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{AskKey, Kept};
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    page::sample_time,
    routes::{office, portal as routes},
};

pub use qr::Qr;

/// A code of the app, or a recovery code.
fn code() -> Field {
    Field::text("code", "two-step-code").hint("two-step-code-hint").autocomplete("one-time-code")
}

/// Asks for the second step of a sign-in.
#[derive(Debug, Clone, Serialize)]
pub struct SecondStep {
    /// Where the form posts.
    pub action: &'static str,
    /// Where the sign-in begins again.
    pub login_href: &'static str,
    /// The code; nothing for whoever has no app.
    pub code: Option<Field>,
    /// Asks an authenticator, for whoever has a passkey for this host.
    pub passkey: Option<AskKey>,
    /// Where else their passkeys are for, if they have none for this host.
    pub elsewhere: Vec<Elsewhere>,
    /// Page to come back to.
    pub next: Option<String>,
    /// What was typed before the session ended.
    pub kept: Option<Kept>,
    /// Who helps when the app is lost.
    pub lost: Text,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// Another host of the same company.
#[derive(Debug, Clone, Serialize)]
pub struct Elsewhere {
    /// Its name.
    pub host: String,
    /// Its sign-in page.
    pub href: String,
}

impl SecondStep {
    /// The form; `next` is the page that was asked for, `kept` what was typed on it.
    pub fn new(next: Option<String>, kept: Option<Kept>) -> Self {
        let (action, login_href) = (routes::SECOND_STEP, routes::LOGIN);
        let lost = "second-step-lost".into();
        let code = Some(code());
        let (passkey, elsewhere, errors) = (None, Vec::new(), Vec::new());
        Self { action, login_href, code, passkey, elsewhere, next, kept, lost, errors }
    }

    /// The form of somebody who has a passkey, for this host or for others, and perhaps no app.
    #[must_use]
    pub fn with_passkey(self, here: bool, elsewhere: Vec<Elsewhere>, has_app: bool) -> Self {
        let lost = if has_app { self.lost } else { "second-step-lost-key".into() };
        Self {
            code: self.code.filter(|_| has_app),
            passkey: here.then(AskKey::as_step),
            elsewhere: if here { Vec::new() } else { elsewhere },
            lost,
            ..self
        }
    }

    /// The form of the back office.
    pub fn of_office(next: Option<String>) -> Self {
        let (action, login_href) = (office::SECOND_STEP, office::LOGIN);
        Self { action, login_href, lost: "second-step-lost-staff".into(), ..Self::new(next, None) }
    }

    /// The form of somebody of staff who has a passkey for the back office, and perhaps no app.
    #[must_use]
    pub fn with_passkey_of_staff(self, here: bool, has_app: bool) -> Self {
        let lost = if has_app { "second-step-lost-staff" } else { "second-step-lost-key-staff" };
        Self { lost: lost.into(), ..self.with_passkey(here, Vec::new(), has_app) }
    }

    /// The form after a wrong code.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let why = why.into();
        match self.code {
            Some(code) => {
                let code = code.value(typed).error(why);
                Self { errors: problems([&code]), code: Some(code), ..self }
            }
            None => Self { code: None, ..self }.refused_key(why),
        }
    }

    /// The form after a passkey that was not taken.
    #[must_use]
    pub fn refused_key(self, why: impl Into<Text>) -> Self {
        Self { errors: vec![Problem { field: "passkey".into(), text: why.into() }], ..self }
    }
}

impl Page for SecondStep {
    const TEMPLATE: &'static str = "portal/second-step";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "second-step-title".into()
    }

    fn samples() -> Vec<Self> {
        let kept = Kept { fields: "body=Bonjour".to_owned(), text: Some("Bonjour".to_owned()) };
        vec![
            Self::new(None, None),
            Self::new(Some("/tickets/1043".to_owned()), Some(kept)).refused("123456", "factor-code-wrong"),
            Self::new(None, None).refused("123456", "factor-code-used"),
            Self::new(None, None).with_passkey(true, Vec::new(), true),
            Self::new(None, None).with_passkey(true, Vec::new(), false).refused_key("passkey-refused"),
            Self::new(None, None).with_passkey(
                false,
                vec![Elsewhere {
                    host: "durand.rappel.example".to_owned(),
                    href: "https://durand.rappel.example/login".to_owned(),
                }],
                false,
            ),
            Self::new(None, None).refused("123456", "factor-code-wait"),
            Self::new(None, None).refused("123456", "factor-code-busy"),
            Self::of_office(None),
            Self::of_office(None).with_passkey_of_staff(true, true),
            Self::of_office(None).with_passkey_of_staff(true, false).refused_key("passkey-refused"),
        ]
    }
}

/// What proves who sits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The password.
    Password,
    /// A code of the app, or a recovery code.
    Code,
    /// A passkey, and nothing that is typed.
    Passkey,
    /// Nothing that is typed: they sign in once more.
    NewSession,
}

/// Asks once more who sits there, before what protects the account is changed.
#[derive(Debug, Clone, Serialize)]
pub struct Confirm {
    /// Where the form posts.
    pub action: &'static str,
    /// Where it leads.
    pub next: String,
    /// The password or the code.
    pub proof: Field,
    /// Asks an authenticator.
    pub passkey: Option<AskKey>,
    /// Nothing is kept of a form here: proofs are asked for between two pages.
    pub kept: Option<Kept>,
    /// Whether the key alone proves it: to sign in again would be no proof.
    pub key_alone: bool,
    /// Who helps whoever lost the key then.
    pub alone: Text,
    /// Where whoever has neither signs out, to sign in again.
    pub sign_out_action: Option<&'static str>,
    /// The user name, for programs that keep passwords.
    pub username: String,
    /// Where nothing is changed.
    pub back_href: Option<&'static str>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Confirm {
    /// The form.
    pub fn new(proof: Proof, username: &str, next: &str) -> Self {
        Self {
            action: routes::CONFIRM,
            next: next.to_owned(),
            proof: match proof {
                Proof::Code => code(),
                Proof::Password | Proof::Passkey | Proof::NewSession => {
                    Field::password("password", "login-password", "current-password")
                }
            },
            passkey: None,
            kept: None,
            key_alone: false,
            alone: "confirm-key-or-manager".into(),
            sign_out_action: matches!(proof, Proof::Passkey | Proof::NewSession).then_some(routes::LOGOUT),
            username: username.to_owned(),
            back_href: Some(routes::ACCOUNT),
            errors: Vec::new(),
        }
    }

    /// The form of somebody who has a passkey for this host.
    #[must_use]
    pub fn with_passkey(self, has_one: bool) -> Self {
        Self { passkey: has_one.then(AskKey::as_proof), ..self }
    }

    /// The form of somebody who would be asked for the key at the next sign-in as well, or whose sign-in proves nothing.
    #[must_use]
    pub fn key_alone(self) -> Self {
        Self { key_alone: true, sign_out_action: None, ..self }
    }

    /// The form after a passkey that was not taken.
    #[must_use]
    pub fn refused_key(self, why: impl Into<Text>) -> Self {
        Self { errors: vec![Problem { field: "passkey".into(), text: why.into() }], ..self }
    }

    /// The form after a wrong password or code; a password is not shown again.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let typed = if self.proof.kind == "password" { "" } else { typed };
        let proof = self.proof.value(typed).error(why);
        Self { errors: problems([&proof]), proof, ..self }
    }
}

impl Page for Confirm {
    const TEMPLATE: &'static str = "portal/confirm";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "confirm-title".into()
    }

    fn samples() -> Vec<Self> {
        let page = |proof| Self::new(proof, "claire.martin", routes::TWO_STEP);
        vec![
            page(Proof::Password),
            page(Proof::Password).refused("secret", "confirm-password-wrong"),
            page(Proof::Code).refused("123456", "factor-code-wrong"),
            page(Proof::NewSession),
            page(Proof::Password).with_passkey(true),
            page(Proof::Passkey).with_passkey(true),
            page(Proof::Passkey).with_passkey(true).key_alone(),
            page(Proof::Passkey).with_passkey(false).key_alone(),
            page(Proof::Passkey).with_passkey(true).refused_key("passkey-refused"),
        ]
    }
}

/// How the second step stands.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TwoStepState {
    /// The password is enough.
    Off,
    /// An app is to be set up.
    Begun {
        /// What the app reads.
        qr: Qr,
        /// What is typed into an app that has no camera, in groups of four.
        secret: String,
    },
    /// A code is asked for.
    On {
        /// Since when.
        since: DateTime<Utc>,
        /// Recovery codes that were not used.
        codes_left: u64,
    },
}

/// The page of the account where the second step is set up.
#[derive(Debug, Clone, Serialize)]
pub struct TwoStep {
    /// How it stands.
    pub two_step: TwoStepState,
    /// The first code of an app.
    pub code: Field,
    /// Where the forms post.
    pub actions: TwoStepActions,
    /// Where the account is; nothing where no other page opens before.
    pub back_href: Option<&'static str>,
    /// Whether the reader has no choice.
    pub required: bool,
    /// Where a passkey is added, which is as good.
    pub passkeys_href: &'static str,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// Where the forms of the second step post.
#[derive(Debug, Clone, Serialize)]
pub struct TwoStepActions {
    /// An app is to be set up.
    pub begin: &'static str,
    /// The first code of an app.
    pub enrol: &'static str,
    /// Other recovery codes.
    pub codes: &'static str,
    /// It is taken away.
    pub remove: &'static str,
}

impl TwoStep {
    /// The page.
    pub fn new(two_step: TwoStepState) -> Self {
        Self {
            two_step,
            code: Field::text("code", "two-step-first-code")
                .hint("two-step-first-code-hint")
                .autocomplete("one-time-code"),
            actions: TwoStepActions {
                begin: routes::BEGIN_TWO_STEP,
                enrol: routes::ENROL_TWO_STEP,
                codes: routes::RECOVERY_CODES,
                remove: routes::REMOVE_TWO_STEP,
            },
            back_href: Some(routes::ACCOUNT),
            required: false,
            passkeys_href: routes::PASSKEYS,
            errors: Vec::new(),
        }
    }

    /// The page where the company requires a second step of everybody.
    #[must_use]
    pub fn required(self, required: bool) -> Self {
        let is_shut = required && matches!(self.two_step, TwoStepState::Off | TwoStepState::Begun { .. });
        let back_href = self.back_href.filter(|_| !is_shut);
        Self { back_href, required, ..self }
    }

    /// The page after a wrong first code.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let code = self.code.value(typed).error(why);
        Self { errors: problems([&code]), code, ..self }
    }
}

impl Page for TwoStep {
    const TEMPLATE: &'static str = "portal/two-step";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "two-step-title".into()
    }

    fn samples() -> Vec<Self> {
        let since = sample_time("2026-11-20T07:58:00Z");
        let begun = || TwoStepState::Begun {
            qr: Qr::of(
                "otpauth://totp/Durand:claire.martin?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Durand",
            ),
            secret: grouped("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        };
        vec![
            Self::new(TwoStepState::Off),
            Self::new(TwoStepState::Off).required(true),
            Self::new(TwoStepState::On { since, codes_left: 8 }).required(true),
            Self::new(begun()),
            Self::new(begun()).refused("123", "factor-code-not-yet"),
            Self::new(TwoStepState::On { since, codes_left: 10 }),
            Self::new(TwoStepState::On { since, codes_left: 1 }),
            Self::new(TwoStepState::On { since, codes_left: 0 }),
        ]
    }
}

/// A secret as people copy it.
pub fn grouped(secret: &str) -> String {
    let mut text = String::with_capacity(secret.len() * 5 / 4);
    for (place, letter) in secret.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

/// Recovery codes, shown this once.
#[derive(Debug, Clone, Serialize)]
pub struct RecoveryCodes {
    /// As they are typed.
    pub codes: Vec<String>,
    /// Whether the second step was turned on with them.
    pub enrolled: bool,
    /// Where it goes on.
    pub next_href: &'static str,
}

impl RecoveryCodes {
    /// Those that came with the second step.
    pub const fn first(codes: Vec<String>) -> Self {
        Self { codes, enrolled: true, next_href: routes::ACCOUNT }
    }

    /// Those that take the place of others.
    pub const fn others(codes: Vec<String>) -> Self {
        Self { codes, enrolled: false, next_href: routes::ACCOUNT }
    }
}

impl Page for RecoveryCodes {
    const TEMPLATE: &'static str = "portal/recovery-codes";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "recovery-title".into()
    }

    fn samples() -> Vec<Self> {
        let codes = || (0..10).map(|place| format!("{place}x7kq-9mz2d")).collect();
        vec![Self::first(codes()), Self::others(codes())]
    }
}

#[cfg(test)]
mod tests;
