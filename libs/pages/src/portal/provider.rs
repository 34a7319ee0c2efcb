//! Signing in with the company's own identity provider: the way there, and why somebody who came back is not let in.

use serde::Serialize;

use crate::{Page, Surface, Text, routes::portal as routes};

/// The button of the sign-in page.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderButton {
    /// Where the form posts.
    pub action: &'static str,
    /// What the provider is called.
    pub label: String,
    /// Whether members may sign in without it.
    pub passwords: bool,
}

impl ProviderButton {
    /// The button.
    pub fn new(label: &str, passwords: bool) -> Self {
        Self { action: routes::PROVIDER, label: label.to_owned(), passwords }
    }
}

/// Leads a browser to the provider. A form that is answered with a redirection may not leave this host: the policy of our
/// pages forbids it, and for good reason.
#[derive(Debug, Clone, Serialize)]
pub struct ToProvider {
    /// Its sign-in page.
    pub url: String,
    /// Its host.
    pub host: String,
    /// Where the sign-in page of ours is.
    pub login_href: &'static str,
}

impl ToProvider {
    /// The page.
    pub fn new(url: &str, host: &str) -> Self {
        Self { url: url.to_owned(), host: host.to_owned(), login_href: routes::LOGIN }
    }
}

impl Page for ToProvider {
    const TEMPLATE: &'static str = "portal/to-provider";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "provider-leaving".into()
    }

    fn samples() -> Vec<Self> {
        let url = "https://accounts.example.org/authorize?response_type=code&client_id=rappel";
        vec![Self::new(url, "accounts.example.org")]
    }
}

/// Says why somebody who came back is not let in, and what to do.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderRefused {
    /// Why.
    pub why: Text,
    /// What to do.
    pub then: Text,
    /// Where it begins again.
    pub login_href: &'static str,
}

impl ProviderRefused {
    /// The page.
    pub fn new(why: impl Into<Text>, then: impl Into<Text>) -> Self {
        Self { why: why.into(), then: then.into(), login_href: routes::LOGIN }
    }
}

impl Page for ProviderRefused {
    const TEMPLATE: &'static str = "portal/provider-refused";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "provider-refused".into()
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::new("provider-over", "provider-again"),
            Self::new("provider-newcomers", "provider-ask-manager"),
            Self::new("provider-domain", "provider-ask-manager"),
            Self::new(Text::key("provider-fault").with("code", "token_signature"), "provider-fault-then"),
        ]
    }
}
