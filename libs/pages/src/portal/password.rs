//! Forgotten password, invitation, new password, and a link that is used up.

use rappel_domain::password::PasswordRefusal;
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
};

/// Asks for a link to set a new password.
#[derive(Debug, Clone, Serialize)]
pub struct Forgot {
    /// Where the form posts.
    pub action: String,
    /// Where the sign-in page is.
    pub login_href: String,
    /// User name or e-mail address.
    pub user: Field,
    /// Whether the answer is shown, the same for known and unknown people.
    pub sent: bool,
}

impl Forgot {
    /// The form.
    pub fn new() -> Self {
        Self {
            action: crate::routes::portal::FORGOT.to_owned(),
            login_href: crate::routes::portal::LOGIN.to_owned(),
            user: Field::text("user", "login-user").autocomplete("username"),
            sent: false,
        }
    }

    /// The answer, the same for known and unknown people.
    pub fn sent() -> Self {
        Self { sent: true, ..Self::new() }
    }
}

impl Default for Forgot {
    fn default() -> Self {
        Self::new()
    }
}

impl Page for Forgot {
    const TEMPLATE: &'static str = "portal/forgot";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "forgot-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new(), Self::sent()]
    }
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// First sign-in.
    Invitation,
    /// A new password.
    Password,
}

/// Chooses a password; GET shows, POST sets.
#[derive(Debug, Clone, Serialize)]
pub struct SetPassword {
    /// Where the form posts: the link itself.
    pub action: String,
    /// What the link is for.
    pub purpose: Purpose,
    /// Whose password it is.
    pub name: String,
    /// User name, which password keepers store beside the password.
    pub username: String,
    /// Company, or the operator.
    pub company: String,
    /// The password.
    pub password: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl SetPassword {
    /// The form behind a link.
    pub fn new(purpose: Purpose, action: String, name: &str, username: &str, company: &str) -> Self {
        Self {
            action,
            purpose,
            name: name.to_owned(),
            username: username.to_owned(),
            company: company.to_owned(),
            password: Field::password("password", "password-new", "new-password").hint("password-hint"),
            errors: Vec::new(),
        }
    }

    /// The form with what was wrong.
    #[must_use]
    pub fn refused(self, why: impl Into<Text>) -> Self {
        let password = self.password.error(why);
        Self { errors: problems([&password]), password, ..self }
    }
}

impl Page for SetPassword {
    const TEMPLATE: &'static str = "portal/set-password";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        match self.purpose {
            Purpose::Invitation => "invitation-title",
            Purpose::Password => "password-title",
        }
        .into()
    }

    fn samples() -> Vec<Self> {
        let page = |purpose| {
            Self::new(purpose, "/invite/x".to_owned(), "Claire Martin", "claire.martin", "Durand & Fils")
        };
        vec![
            page(Purpose::Invitation),
            page(Purpose::Password).refused(PasswordRefusal::TooShort { least: 15 }),
            page(Purpose::Password).refused(PasswordRefusal::Common),
        ]
    }
}

/// What a link that does not work was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// First sign-in.
    Invitation,
    /// A new password.
    Password,
    /// Signing in without a password.
    SignIn,
    /// Saying whether a ticket is solved.
    Feedback,
}

impl From<Purpose> for LinkKind {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Invitation => Self::Invitation,
            Purpose::Password => Self::Password,
        }
    }
}

/// A link that is used up, too old or unknown; it does not say which.
#[derive(Debug, Clone, Serialize)]
pub struct LinkExpired {
    /// What the link was for.
    pub purpose: LinkKind,
    /// Where another link is asked for.
    pub again_href: &'static str,
    /// Where the sign-in page is.
    pub login_href: String,
}

impl LinkExpired {
    /// The page for a link of this kind.
    pub fn new(purpose: impl Into<LinkKind>) -> Self {
        let purpose = purpose.into();
        Self {
            purpose,
            again_href: match purpose {
                LinkKind::SignIn => crate::routes::portal::ASK_LINK,
                LinkKind::Invitation | LinkKind::Password | LinkKind::Feedback => {
                    crate::routes::portal::FORGOT
                }
            },
            login_href: crate::routes::portal::LOGIN.to_owned(),
        }
    }
}

impl Page for LinkExpired {
    const TEMPLATE: &'static str = "portal/link-expired";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "link-expired-title".into()
    }

    fn samples() -> Vec<Self> {
        [LinkKind::Invitation, LinkKind::Password, LinkKind::SignIn, LinkKind::Feedback]
            .map(Self::new)
            .to_vec()
    }
}
