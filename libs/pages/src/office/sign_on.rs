//! The identity provider of a client company: what is set, the addresses that it must know, and whether it works.

use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    routes::office as routes,
};

/// What a test found.
#[derive(Debug, Clone, Serialize)]
pub struct Tested {
    /// Whether it works.
    pub works: bool,
    /// What was found, or what is wrong and what to do.
    pub says: Text,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct SignOnPage {
    /// Head.
    pub head: TenantHead,
    /// Where the form posts.
    pub action: String,
    /// Tries the connection, where there is something to try.
    pub test_action: Option<String>,
    /// Takes the provider away, where there is one.
    pub remove_action: Option<String>,
    /// The addresses that the provider must know.
    pub addresses: Vec<String>,
    /// What the button says.
    pub label: Field,
    /// Its address.
    pub issuer: Field,
    /// What it calls us.
    pub client_id: Field,
    /// What it knows us by.
    pub client_secret: Field,
    /// Whose addresses are taken.
    pub domains: Field,
    /// Whether people may sign in with it.
    pub is_on: Field,
    /// Whether members may sign in without it.
    pub passwords: Field,
    /// What a test found.
    pub tested: Option<Tested>,
    /// The version that is shown.
    pub version: String,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl SignOnPage {
    /// The empty form; `is_set` says whether there is a provider.
    pub fn new(slug: &str, head: TenantHead, addresses: Vec<String>, is_set: bool) -> Self {
        let act = |act: &str| is_set.then(|| routes::sign_on_act(slug, act));
        let secret = Field::password("client_secret", "sign-on-secret", "off");
        let secret = if is_set { secret.hint("sign-on-secret-kept").conditional() } else { secret };
        Self {
            head,
            action: routes::sign_on(slug),
            test_action: act("test"),
            remove_action: act("remove"),
            addresses,
            label: Field::text("label", "sign-on-label").hint("sign-on-label-hint").autocomplete("off"),
            issuer: Field { kind: "url", ..Field::text("issuer", "sign-on-issuer") }
                .hint("sign-on-issuer-hint")
                .autocomplete("off"),
            client_id: Field::text("client_id", "sign-on-client").autocomplete("off"),
            client_secret: secret,
            domains: Field::text("domains", "sign-on-domains").hint("sign-on-domains-hint").rows(3),
            is_on: Field::checkbox("is_on", "sign-on-on"),
            passwords: Field::checkbox("passwords", "sign-on-passwords").hint("sign-on-passwords-hint"),
            tested: None,
            version: "0".to_owned(),
            errors: Vec::new(),
        }
    }

    /// Every field with a text, to be filled in and marked. The secret is typed anew.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [&mut self.label, &mut self.issuer, &mut self.client_id, &mut self.domains].into_iter()
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let fields = [&self.label, &self.issuer, &self.client_id, &self.client_secret, &self.domains];
        Self { errors: problems(fields), ..self }
    }
}

impl Page for SignOnPage {
    const TEMPLATE: &'static str = "office/sign-on";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("sign-on-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let page = |is_set| {
            let head = TenantHead::sample(&routes::sign_on("durand"));
            let addresses = ["https://durand.exemple.fr", "https://support.durand.fr"];
            let addresses = addresses.map(|host| format!("{host}/login/provider/callback"));
            Self::new("durand", head, addresses.into(), is_set)
        };
        let set = |tested| {
            let empty = page(true);
            Self {
                label: empty.label.value("Microsoft"),
                issuer: empty.issuer.value("https://login.example.org/durand/v2.0"),
                client_id: empty.client_id.value("0f4c2a70-rappel"),
                domains: empty.domains.value("durand.fr\ndurand-et-fils.example"),
                is_on: empty.is_on.ticked(),
                passwords: empty.passwords.ticked(),
                tested,
                ..page(true)
            }
        };
        let works = Text::key("sign-on-works").with("host", "login.example.org").with("keys", 2);
        let wrong = Text::key("fault-other-issuer").with("found", "https://login.example.org/common");
        let refused = page(false);
        vec![
            page(false),
            set(None),
            set(Some(Tested { works: true, says: works })),
            set(Some(Tested { works: false, says: wrong })),
            Self {
                issuer: refused.issuer.value("http://login.example.org").error("sign-on-address"),
                domains: refused.domains.error("invalid-missing"),
                ..page(false)
            }
            .summed_up(),
            Self { issuer: page(true).issuer.error("sign-on-version"), ..set(None) }.summed_up(),
        ]
    }
}
