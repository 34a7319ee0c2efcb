//! A link to sign in: asked for, and used by a button.

use serde::Serialize;

use crate::{Page, Surface, Text, form::Field, routes::portal as routes};

/// Asks who wants a link.
#[derive(Debug, Clone, Serialize)]
pub struct AskLink {
    /// Where the form posts.
    pub action: &'static str,
    /// Where the sign-in page is.
    pub login_href: &'static str,
    /// User name or e-mail address.
    pub user: Field,
    /// Whether the answer is shown, the same for known and unknown people.
    pub sent: bool,
}

impl AskLink {
    /// The form.
    pub fn new() -> Self {
        Self {
            action: routes::ASK_LINK,
            login_href: routes::LOGIN,
            user: Field::text("user", "login-user").autocomplete("username"),
            sent: false,
        }
    }

    /// The answer, the same for known and unknown people.
    pub fn sent() -> Self {
        Self { sent: true, ..Self::new() }
    }
}

impl Default for AskLink {
    fn default() -> Self {
        Self::new()
    }
}

impl Page for AskLink {
    const TEMPLATE: &'static str = "portal/ask-link";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "ask-link-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new(), Self::sent()]
    }
}

/// What a link shows: who signs in where, and the button that does it. Programs that open links press none.
#[derive(Debug, Clone, Serialize)]
pub struct EnterByLink {
    /// Where the form posts: the link itself.
    pub action: String,
    /// Who signs in.
    pub name: String,
    /// To whose portal.
    pub company: String,
}

impl EnterByLink {
    /// The page of a link that works.
    pub fn new(token: &str, name: &str, company: &str) -> Self {
        Self { action: routes::enter_by_link(token), name: name.to_owned(), company: company.to_owned() }
    }
}

impl Page for EnterByLink {
    const TEMPLATE: &'static str = "portal/enter-by-link";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "enter-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new("x", "Claire Martin", "Durand & Fils")]
    }
}
