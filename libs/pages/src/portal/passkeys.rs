//! Passkeys: the button that asks an authenticator, and the page of the account where they are added and taken away.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    page::sample_time,
    routes::portal as routes,
};

/// A form whose answer an authenticator gives. It is hidden until the script has seen that the browser can ask one.
#[derive(Debug, Clone, Serialize)]
pub struct AskKey {
    /// What the script does with it.
    pub kind: &'static str,
    /// Where the form posts.
    pub action: &'static str,
    /// Where the script gets what to ask.
    pub begin: &'static str,
    /// What the button says.
    pub say: Text,
}

impl AskKey {
    /// Signs in.
    pub fn to_sign_in() -> Self {
        Self {
            kind: "sign-in",
            action: routes::PASSKEY_SIGN_IN,
            begin: routes::BEGIN_PASSKEY_SIGN_IN,
            say: "passkey-sign-in".into(),
        }
    }

    /// Ends a sign-in that waits.
    pub fn as_step() -> Self {
        Self {
            kind: "step",
            action: routes::PASSKEY_STEP,
            begin: routes::BEGIN_PASSKEY_STEP,
            say: "passkey-step".into(),
        }
    }

    /// Proves who sits there.
    pub fn as_proof() -> Self {
        Self {
            kind: "proof",
            action: routes::PASSKEY_PROOF,
            begin: routes::BEGIN_PASSKEY_PROOF,
            say: "passkey-step".into(),
        }
    }
}

/// A passkey of the reader.
#[derive(Debug, Clone, Serialize)]
pub struct KeyRow {
    /// Which.
    pub id: String,
    /// What they call it.
    pub name: String,
    /// What stands in the field for another name.
    pub typed: String,
    /// The host that it was made for.
    pub host: String,
    /// Whether that is this one.
    pub here: bool,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
    /// Where it is called otherwise.
    pub rename_action: String,
    /// Where it is taken away.
    pub remove_action: String,
}

/// The page of the account with the passkeys.
#[derive(Debug, Clone, Serialize)]
pub struct Passkeys {
    /// Those that there are.
    pub keys: Vec<KeyRow>,
    /// The host that the reader is on.
    pub host: String,
    /// The name of another one; nothing where there are as many as there may be.
    pub name: Option<Field>,
    /// Whether they confirm who the reader is and sign nobody in: the company wants its provider for that.
    pub confirm_only: bool,
    /// Whether browsers make none here: the host is no DNS name.
    pub no_address: bool,
    /// Where another one is added.
    pub action: &'static str,
    /// Where the script gets what to ask.
    pub begin: &'static str,
    /// Where the account is; nothing where no other page opens before.
    pub back_href: Option<&'static str>,
    /// Who helps when one is lost.
    pub lost: Text,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Passkeys {
    /// The page; `name` is a guess at what another one would be called.
    pub fn new(host: &str, keys: Vec<KeyRow>, name: Option<&str>) -> Self {
        let name =
            name.map(|guess| Field::text("name", "passkey-name").hint("passkey-name-hint").value(guess));
        Self {
            keys,
            host: host.to_owned(),
            name,
            confirm_only: false,
            no_address: false,
            action: routes::PASSKEYS,
            begin: routes::BEGIN_PASSKEY,
            back_href: Some(routes::ACCOUNT),
            lost: "passkeys-lost".into(),
            errors: Vec::new(),
        }
    }

    /// The page at a host that is no DNS name: none can be added there.
    #[must_use]
    pub fn without_address(self) -> Self {
        Self { name: None, no_address: true, ..self }
    }

    /// The page of somebody whose company wants its provider for signing in.
    #[must_use]
    pub fn confirming(self, confirm_only: bool) -> Self {
        let lost = if confirm_only { "passkeys-lost-manager" } else { "passkeys-lost" };
        Self { confirm_only, lost: lost.into(), ..self }
    }

    /// The page after a name or a key that was not taken.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let why = why.into();
        match self.name {
            Some(name) => {
                let name = name.value(typed).error(why);
                Self { errors: problems([&name]), name: Some(name), ..self }
            }
            None => Self { errors: vec![Problem { field: "passkeys".into(), text: why }], ..self },
        }
    }

    /// The page after another name for one of them that was not taken.
    #[must_use]
    pub fn refused_name(mut self, id: &str, typed: &str, why: impl Into<Text>) -> Self {
        for key in self.keys.iter_mut().filter(|key| key.id == id) {
            typed.clone_into(&mut key.typed);
        }
        self.errors = vec![Problem { field: format!("name-{id}").into(), text: why.into() }];
        self
    }
}

impl Page for Passkeys {
    const TEMPLATE: &'static str = "portal/passkeys";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "passkeys-title".into()
    }

    fn samples() -> Vec<Self> {
        let key = |id: &str, name: &str, host: &str, used: Option<&str>| KeyRow {
            id: id.to_owned(),
            name: name.to_owned(),
            typed: name.to_owned(),
            host: host.to_owned(),
            here: host == "support.durand.fr",
            created_at: sample_time("2026-11-20T07:58:00Z"),
            used_at: used.map(sample_time),
            rename_action: routes::rename_passkey(id),
            remove_action: routes::remove_passkey(id),
        };
        let keys = || {
            vec![
                key("pky_1", "Firefox · Windows", "durand.rappel.example", Some("2026-11-22T08:12:00Z")),
                key("pky_2", "Téléphone de Claire", "support.durand.fr", None),
            ]
        };
        let page = |keys| Self::new("support.durand.fr", keys, Some("Safari · iPhone"));
        vec![
            page(Vec::new()),
            page(keys()),
            page(keys()).confirming(true),
            page(keys()).without_address(),
            page(keys()).refused("Téléphone", "passkey-not-made"),
            page(keys()).refused_name("pky_2", "", "name-empty"),
            Self::new("support.durand.fr", keys(), None),
            Self::new("support.durand.fr", keys(), None).refused("", "passkey-too-many"),
        ]
    }
}
