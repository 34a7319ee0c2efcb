//! Escalations: the list, each with its steps in words and where it is used.

use serde::Serialize;

use crate::{Page, Surface, Text, routes::office as routes};

/// A channel of a step, in words.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelLine {
    /// What it is called.
    pub name: Text,
    /// How long after the step began.
    pub minutes: u8,
}

/// A step of an escalation, in words.
#[derive(Debug, Clone, Serialize)]
pub struct StepLine {
    /// Who is told.
    pub who: Vec<Text>,
    /// By what; nothing for the usual.
    pub channels: Vec<ChannelLine>,
    /// Minutes until the next step.
    pub minutes: u8,
}

/// An escalation, in words.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyCard {
    /// What people call it.
    pub name: String,
    /// Its steps.
    pub steps: Vec<StepLine>,
    /// How often they are gone through again.
    pub repeat: u8,
}

/// Where an escalation was chosen.
#[derive(Debug, Clone, Serialize)]
pub struct UseLine {
    /// By which company.
    pub tenant: String,
    /// For which of its categories; nothing for all.
    pub category: Option<String>,
    /// Where that is changed, for those who may.
    pub href: Option<String>,
}

/// An escalation in the list.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyRow {
    /// Its identifier, unique on the page.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Name and steps.
    pub card: PolicyCard,
    /// Whether it counts where nothing else is chosen.
    pub is_default: bool,
    /// Where it was chosen.
    pub uses: Vec<UseLine>,
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub struct Policies {
    /// Every escalation.
    pub rows: Vec<PolicyRow>,
    /// Rotas that no escalation names, so that nobody is paged by them.
    pub unpaged: Vec<String>,
    /// Where one is made.
    pub new_href: &'static str,
    /// Where the rotas are.
    pub on_call_href: &'static str,
}

impl PolicyCard {
    pub(crate) fn sample() -> Self {
        let by = |name: &'static str, minutes| ChannelLine { name: name.into(), minutes };
        let rota = Text::key("policy-rota").with("name", "Semaine");
        let team = Text::key("policy-team").with("name", "Réseau");
        Self {
            name: "URGENT".to_owned(),
            steps: vec![
                StepLine { who: vec![rota], channels: Vec::new(), minutes: 5 },
                StepLine {
                    who: vec![Text::plain("Karim Haddad"), team, "office-policy-supervisors".into()],
                    channels: vec![by("office-channel-voice", 0), by("office-channel-sms", 3)],
                    minutes: 1,
                },
            ],
            repeat: 1,
        }
    }
}

impl Page for Policies {
    const TEMPLATE: &'static str = "office/policies";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "policies-title".into()
    }

    fn samples() -> Vec<Self> {
        let used = |category: Option<&str>, href: Option<String>| UseLine {
            tenant: "Durand & Fils".to_owned(),
            category: category.map(str::to_owned),
            href,
        };
        let row = |id: &str, is_default, uses| PolicyRow {
            id: id.to_owned(),
            href: routes::policy(id),
            card: PolicyCard { name: format!("Escalade {id}"), ..PolicyCard::sample() },
            is_default,
            uses,
        };
        let chosen = vec![used(None, Some(routes::tenant("durand"))), used(Some("URGENT"), None)];
        let full = Self {
            rows: vec![
                row("pol_1", true, Vec::new()),
                row("pol_2", false, chosen),
                row("pol_3", false, Vec::new()),
            ],
            unpaged: vec!["Nuits".to_owned()],
            new_href: routes::NEW_POLICY,
            on_call_href: routes::ON_CALL,
        };
        let empty = Self { rows: Vec::new(), unpaged: Vec::new(), ..full.clone() };
        vec![full, empty]
    }
}
