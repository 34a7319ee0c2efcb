//! A dry run of an escalation: whom it would page, by what and when.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Text,
    form::{Choice, Field},
    page::sample_time,
};

/// A message of a dry run.
#[derive(Debug, Clone, Serialize)]
pub struct ToldLine {
    /// When.
    pub at: DateTime<Utc>,
    /// To whom.
    pub who: Text,
    /// By what.
    pub channel: Text,
    /// Whether it stands in for a channel of the step by which they cannot be reached.
    pub instead: bool,
}

/// What falls due at a moment.
#[derive(Debug, Clone, Serialize)]
pub struct MomentLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Minutes after the ticket.
    pub minutes: i64,
    /// The step, or the last resort.
    pub title: Text,
    /// Who is told.
    pub told: Vec<ToldLine>,
    /// Who cannot be reached, or not by everything, and why.
    pub lacks: Vec<Text>,
    /// When the next step falls due; nothing when that is at once.
    pub next: Option<DateTime<Utc>>,
}

/// What was asked for, and the answer.
#[derive(Debug, Clone, Serialize)]
pub struct Rehearsal {
    /// Where the form asks.
    pub action: String,
    /// When, as `2026-11-29T03:00`.
    pub at: Field,
    /// For which client; nothing to choose before there is one.
    pub tenant: Option<Field>,
    /// What would happen.
    pub moments: Vec<MomentLine>,
    /// Whether there is more than is shown.
    pub more: bool,
}

impl Rehearsal {
    /// The form, with nothing asked yet.
    pub fn new(action: String, at: &str, tenants: Vec<Choice>) -> Self {
        let at = Field { kind: "datetime-local", ..Field::text("at", "oncall-preview-at") }
            .hint("oncall-preview-hint")
            .value(at);
        let tenant = (!tenants.is_empty()).then(|| Field::choice("tenant", "policy-dry-tenant", tenants));
        Self { action, at, tenant, moments: Vec::new(), more: false }
    }

    pub(crate) fn sample(action: String) -> Self {
        let (first, second) = (sample_time("2026-11-29T02:00:00Z"), sample_time("2026-11-29T02:05:00Z"));
        let told = |at, who: Text, channel: &'static str, instead| ToldLine {
            at,
            who,
            channel: channel.into(),
            instead,
        };
        let step =
            |step: i32, round: i32| Text::key("policy-dry-step").with("step", step).with("round", round);
        let why = |key: &'static str| Text::key(key).with("name", "Karim Haddad");
        let marie = || Text::plain("Marie Leroy");
        let lacks = vec![
            why("policy-lack-disabled"),
            why("policy-lack-other-clients"),
            why("policy-lack-no-way"),
            why("policy-lack-no-number"),
            why("policy-lack-texts-refused"),
            why("policy-lack-team"),
            why("policy-lack-rota"),
            "policy-lack-unknown".into(),
            "policy-lack-supervisor".into(),
        ];
        let moments = vec![
            MomentLine {
                at: first,
                minutes: 0,
                title: step(1, 1),
                told: vec![
                    told(first, marie(), "office-channel-sms", false),
                    told(second, marie(), "office-channel-voice", true),
                ],
                lacks: Vec::new(),
                next: Some(second),
            },
            MomentLine { at: second, minutes: 5, title: step(2, 2), told: Vec::new(), lacks, next: None },
            MomentLine {
                at: second,
                minutes: 5,
                title: "policy-dry-last-resort".into(),
                told: vec![told(second, "policy-dry-fallback".into(), "office-channel-email", false)],
                lacks: Vec::new(),
                next: Some(sample_time("2026-11-29T02:20:00Z")),
            },
        ];
        let tenants = vec![Choice::new("durand", Text::plain("Durand & Fils"))];
        Self { moments, more: true, ..Self::new(action, "2026-11-29T03:00", tenants) }
    }
}
