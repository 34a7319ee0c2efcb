//! Keys of the JSON API of a client company. A key is shown once, when it is made.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

/// A key in the list.
#[derive(Debug, Clone, Serialize)]
pub struct KeyLine {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: String,
    /// Whether it acts for the staff member who made it.
    pub for_staff: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used; never, so far, if nothing.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it is refused.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Where it is revoked, while it works.
    pub revoke_action: Option<String>,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct ApiKeys {
    /// Head.
    pub head: TenantHead,
    /// The key that was just made, this once.
    pub made: Option<String>,
    /// Every key.
    pub rows: Vec<KeyLine>,
    /// Where the form posts.
    pub action: String,
    /// What the new key is for.
    pub name: Field,
    /// What it may do.
    pub scopes: Field,
    /// For whom it acts.
    pub acts_for: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl ApiKeys {
    /// The page with an empty form; `scopes` are what keys may do.
    pub fn new(slug: &str, head: TenantHead, rows: Vec<KeyLine>, scopes: &[&str]) -> Self {
        let scopes = scopes.iter().map(|scope| Choice::new(*scope, Text::plain(*scope))).collect();
        let whom = vec![Choice::new("tenant", "office-key-tenant"), Choice::new("staff", "office-key-staff")];
        Self {
            head,
            made: None,
            rows,
            action: routes::api_keys(slug),
            name: Field::text("name", "office-key-name").hint("office-key-name-hint").autocomplete("off"),
            scopes: Field::choice("scopes", "office-key-scopes", scopes),
            acts_for: Field::choice("acts_for", "office-key-acts-for", whom).value("tenant"),
            errors: Vec::new(),
        }
    }

    /// The form as it was filled in, with what was wrong.
    #[must_use]
    pub fn refused(
        self,
        name: (&str, Option<Text>),
        scopes: (&[String], Option<Text>),
        acts_for: &str,
    ) -> Self {
        let name = self.name.value(name.0).error_if(name.1);
        let chosen = |choice: Choice| Choice { selected: scopes.0.contains(&choice.value), ..choice };
        let choices = self.scopes.choices.into_iter().map(chosen).collect();
        let scopes = Field { choices, error: scopes.1, ..self.scopes };
        let errors = problems([&name, &scopes]);
        Self { name, scopes, acts_for: self.acts_for.value(acts_for), errors, ..self }
    }
}

impl Page for ApiKeys {
    const TEMPLATE: &'static str = "office/keys";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("office-keys-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let line = |name: &str, revoked: bool| KeyLine {
            name: name.to_owned(),
            scopes: "tickets:read, tickets:write".to_owned(),
            for_staff: revoked,
            created_at: sample_time("2026-11-02T08:00:00Z"),
            last_used_at: revoked.then(|| sample_time("2026-11-19T16:40:00Z")),
            revoked_at: revoked.then(|| sample_time("2026-11-20T08:00:00Z")),
            revoke_action: (!revoked).then(|| routes::revoke_key("durand", "key_1")),
        };
        let page = |rows| {
            let head = TenantHead::sample(&routes::api_keys("durand"));
            Self::new("durand", head, rows, &["tickets:read", "tickets:write"])
        };
        let missing = || Some(Text::key("invalid-missing"));
        vec![
            page(vec![line("ERP", false), line("Essai", true)]),
            Self { made: Some("rpl_7_0199_4f3a".to_owned()), ..page(vec![line("ERP", false)]) },
            page(Vec::new()).refused(("", missing()), (&["tickets:read".to_owned()], missing()), "staff"),
        ]
    }
}
