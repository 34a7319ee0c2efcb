//! Sign-in.

use serde::Serialize;

use super::{AskKey, ProviderButton};
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
};

/// The sign-in form.
#[derive(Debug, Clone, Serialize)]
pub struct Login {
    /// Where the form posts; staff sign in elsewhere.
    pub action: String,
    /// User name or e-mail address.
    pub user: Field,
    /// Password.
    pub password: Field,
    /// Page to come back to.
    pub next: Option<String>,
    /// Where a new password is asked for.
    pub forgot_href: String,
    /// Where a link to sign in is asked for; staff get none.
    pub link_href: Option<&'static str>,
    /// The company's own identity provider, where it has one.
    pub provider: Option<ProviderButton>,
    /// Asks an authenticator.
    pub passkey: Option<AskKey>,
    /// What was typed before the session ended.
    pub kept: Option<Kept>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// What somebody sent when their session had ended: it goes along through the sign-in, and nothing is kept of it elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Kept {
    /// The fields of the form, encoded as a form.
    pub fields: String,
    /// What was written at length.
    pub text: Option<String>,
}

impl Login {
    /// The empty form.
    pub fn new(next: Option<String>) -> Self {
        use crate::routes::portal::{FORGOT, LOGIN};
        Self {
            action: LOGIN.to_owned(),
            user: Field::text("user", "login-user").autocomplete("username webauthn"),
            password: Field::password("password", "login-password", "current-password"),
            next,
            forgot_href: FORGOT.to_owned(),
            link_href: None,
            provider: None,
            passkey: Some(AskKey::to_sign_in()),
            kept: None,
            errors: Vec::new(),
        }
    }

    /// The form of a portal, which can be entered by a link too.
    pub fn of_portal(next: Option<String>) -> Self {
        Self { link_href: Some(crate::routes::portal::ASK_LINK), ..Self::new(next) }
    }

    /// The form with a button for the company's own identity provider.
    #[must_use]
    pub fn offering(self, provider: Option<ProviderButton>) -> Self {
        Self { provider, ..self }
    }

    /// The form with what was typed before the session ended. A link that is mailed would lose it.
    #[must_use]
    pub fn keeping(self, kept: Kept) -> Self {
        Self { kept: Some(kept), link_href: None, ..self }
    }

    /// The form after a wrong name or password: it does not say which.
    #[must_use]
    pub fn refused(self, user: &str) -> Self {
        let user = self.user.value(user).error("login-refused");
        Self { errors: problems([&user]), user, ..self }
    }

    /// The form, with passkeys only where browsers use them: at a host that is a DNS name.
    #[must_use]
    pub fn with_passkeys(self, offered: bool) -> Self {
        Self { passkey: self.passkey.filter(|_| offered), ..self }
    }

    /// The form after a passkey that was not taken: it does not say why.
    #[must_use]
    pub fn refused_key(self) -> Self {
        Self {
            errors: vec![Problem { field: "passkey".into(), text: "passkey-sign-in-refused".into() }],
            ..self
        }
    }
}

impl Page for Login {
    const TEMPLATE: &'static str = "portal/login";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        if self.kept.is_some() { "session-ended" } else { "login-title" }.into()
    }

    fn samples() -> Vec<Self> {
        let asked = || Some("/tickets/1043".to_owned());
        let kept = || Kept {
            fields: "body=Bonjour".to_owned(),
            text: Some("Bonjour,\nplus rien ne part.".to_owned()),
        };
        vec![
            Self::of_portal(None),
            Self::of_portal(asked()).refused("claire"),
            Self::of_portal(None).refused_key(),
            Self::new(None),
            Self::new(None).with_passkeys(false),
            Self::of_portal(asked()).keeping(kept()),
            Self::of_portal(None).offering(Some(ProviderButton::new("Microsoft", true))),
            Self::of_portal(asked()).keeping(kept()).offering(Some(ProviderButton::new("Durand", false))),
        ]
    }
}
