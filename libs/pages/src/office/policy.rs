//! An escalation: its steps as one plain form, and a dry run.

use rappel_domain::{delivery::Channel, policy::Policy};
use serde::Serialize;

use super::{
    deliveries::channel_name,
    policies::{PolicyCard, UseLine},
    rehearsal::Rehearsal,
};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::office as routes,
};

/// Ids of the steps on the page, for the error summary.
const STEP_IDS: [&str; Policy::MOST_STEPS] =
    ["step-1", "step-2", "step-3", "step-4", "step-5", "step-6", "step-7", "step-8", "step-9", "step-10"];

/// Whom a step tells; nobody in a row that is free.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TargetRow {
    /// Counts from 1; names the row for those who hear it.
    pub number: usize,
    /// Everything that may be chosen.
    pub choices: Vec<Choice>,
}

/// By what a step tells them; nothing in a row that is free.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChannelRow {
    /// Counts from 1; names the row for those who hear it.
    pub number: usize,
    /// Every channel.
    pub choices: Vec<Choice>,
    /// After how many minutes, as it was typed.
    pub after: String,
}

/// A step, as it was typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StepForm {
    /// Counts from 1.
    pub number: usize,
    /// Its id on the page.
    pub id: &'static str,
    /// Minutes until the next step, as they were typed.
    pub delay: String,
    /// Whom it tells.
    pub targets: Vec<TargetRow>,
    /// By what.
    pub channels: Vec<ChannelRow>,
    /// What was wrong.
    pub errors: Vec<Text>,
    /// Whether there is a step before it.
    pub has_before: bool,
    /// Whether there is a step after it.
    pub has_after: bool,
    /// Whether it may be taken away: a policy has one step at least.
    pub is_removable: bool,
}

impl StepForm {
    /// A step at a place of several; both count from 1.
    pub fn new(number: usize, count: usize, delay: String) -> Self {
        Self {
            number,
            id: STEP_IDS.get(number.saturating_sub(1)).copied().unwrap_or("steps"),
            delay,
            has_before: number > 1,
            has_after: number < count,
            is_removable: count > 1,
            ..Self::default()
        }
    }
}

/// Channels as choices.
pub fn channel_choices(chosen: &str) -> Vec<Choice> {
    let none = Choice::new("", "policy-channel-none");
    let all = [Channel::Sms, Channel::Voice, Channel::Email];
    let all = all.into_iter().map(|channel| Choice::new(channel.as_str(), channel_name(channel)));
    let choose = |choice: Choice| Choice { selected: choice.value == chosen, ..choice };
    std::iter::once(none).chain(all).map(choose).collect()
}

/// What can be done with an escalation that exists.
#[derive(Debug, Clone, Serialize)]
pub struct SavedPolicy {
    /// Whether it counts where nothing else is chosen.
    pub is_default: bool,
    /// Where it is made the default; nothing for the default itself, and for a reader who may not.
    pub default_action: Option<String>,
    /// Where it is taken away; nothing while it is in use, and for a reader who may not.
    pub delete_action: Option<String>,
    /// Where it was chosen.
    pub uses: Vec<UseLine>,
    /// What it would do.
    pub rehearsal: Rehearsal,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyPage {
    /// Where the list is.
    pub list_href: &'static str,
    /// Where the form posts.
    pub action: String,
    /// What is saved now, when somebody else saved it meanwhile.
    pub changed: Option<PolicyCard>,
    /// The version that the form was filled from; empty for a new escalation.
    pub version: String,
    /// Whether what is shown is not saved yet.
    pub unsaved: bool,
    /// What people call it.
    pub name: Field,
    /// How often its steps are gone through again.
    pub repeat: Field,
    /// Its steps.
    pub steps: Vec<StepForm>,
    /// What was wrong with them as a whole.
    pub steps_error: Option<Text>,
    /// Whether one more step may be added.
    pub may_add: bool,
    /// What follows the last step.
    pub last_resort: Text,
    /// The escalation in words, for a reader who may not change it.
    pub read_only: Option<PolicyCard>,
    /// What can be done with it; nothing for one that is being made.
    pub saved: Option<SavedPolicy>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl PolicyPage {
    /// The form of an escalation.
    pub fn new(action: String, name: &str, repeat: &str, steps: Vec<StepForm>) -> Self {
        Self {
            list_href: routes::POLICIES,
            action,
            changed: None,
            version: String::new(),
            unsaved: false,
            name: Field::text("name", "office-rota-name")
                .hint("policy-name-hint")
                .autocomplete("off")
                .value(name),
            repeat: Field::number("repeat", "policy-repeat-label").hint("policy-repeat-hint").value(repeat),
            may_add: steps.len() < Policy::MOST_STEPS,
            steps,
            steps_error: None,
            last_resort: "policy-last-resort".into(),
            read_only: None,
            saved: None,
            errors: Vec::new(),
        }
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let changed =
            self.changed.as_ref().map(|_| Problem { field: "changed".into(), text: "policy-version".into() });
        let mut errors: Vec<Problem> = changed.into_iter().collect();
        errors.extend(problems([&self.name, &self.repeat]));
        errors.extend(self.steps_error.clone().map(|text| Problem { field: "steps".into(), text }));
        for step in &self.steps {
            errors
                .extend(step.errors.iter().map(|text| Problem { field: step.id.into(), text: text.clone() }));
        }
        if let Some(saved) = &self.saved {
            errors.extend(problems([&saved.rehearsal.at]));
        }
        Self { errors, ..self }
    }
}

impl Page for PolicyPage {
    const TEMPLATE: &'static str = "office/policy";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "policy-title".into()
    }

    fn samples() -> Vec<Self> {
        let target = |number, chosen: &str| {
            let one =
                |value: &str, label: Text| Choice { selected: value == chosen, ..Choice::new(value, label) };
            let choices = vec![
                one("", "policy-nobody".into()),
                one("rot_1", Text::key("policy-rota").with("name", "Semaine")),
                one("tea_1", Text::key("policy-team").with("name", "Réseau")),
                one("supervisors", "office-policy-supervisors".into()),
                one("stf_1", Text::plain("Marie Leroy")),
            ];
            TargetRow { number, choices }
        };
        let channel = |number, by: &str, after: &str| ChannelRow {
            number,
            choices: channel_choices(by),
            after: after.to_owned(),
        };
        let steps = || {
            let first = StepForm {
                targets: vec![target(1, "rot_1"), target(2, "stf_1"), target(3, "")],
                channels: vec![channel(1, "sms", "0"), channel(2, "voice", "3"), channel(3, "", "")],
                ..StepForm::new(1, 2, "5".to_owned())
            };
            let second = StepForm {
                targets: vec![target(1, "supervisors"), target(2, "")],
                channels: vec![channel(1, "", ""), channel(2, "", ""), channel(3, "", "")],
                ..StepForm::new(2, 2, "10".to_owned())
            };
            vec![first, second]
        };
        let page = || Self::new(routes::policy("pol_1"), "Nuits", "1", steps());
        let used =
            UseLine { tenant: "Durand & Fils".to_owned(), category: Some("URGENT".to_owned()), href: None };
        let rehearsal = || Rehearsal::sample(routes::policy("pol_1"));
        let saved = Self {
            version: "3".to_owned(),
            saved: Some(SavedPolicy {
                is_default: false,
                default_action: Some(routes::policy_act("pol_1", "default")),
                delete_action: None,
                uses: vec![used],
                rehearsal: rehearsal(),
            }),
            ..page()
        };
        let unused = Self {
            unsaved: true,
            saved: Some(SavedPolicy {
                is_default: false,
                default_action: Some(routes::policy_act("pol_1", "default")),
                delete_action: Some(routes::policy_act("pol_1", "delete")),
                uses: Vec::new(),
                rehearsal: Rehearsal { moments: Vec::new(), more: false, ..rehearsal() },
            }),
            ..page()
        };
        let mut refused = saved.clone();
        refused.changed = Some(PolicyCard::sample());
        refused.name.error = Some("invalid-missing".into());
        refused.repeat.error = Some("policy-repeat".into());
        refused.steps_error = Some("policy-no-steps".into());
        if let Some(step) = refused.steps.first_mut() {
            step.errors = vec![Text::key("policy-delay").with("step", 1)];
        }
        if let Some(saved) = &mut refused.saved {
            (saved.is_default, saved.default_action) = (true, None);
            saved.rehearsal.at.error = Some("policy-dry-past".into());
        }
        let calls = "policy-last-resort-calls".into();
        let new = Self { action: routes::NEW_POLICY.to_owned(), last_resort: calls, ..page() };
        let mut limited = Self { read_only: Some(PolicyCard::sample()), ..saved.clone() };
        if let Some(saved) = &mut limited.saved {
            (saved.default_action, saved.delete_action) = (None, None);
        }
        vec![saved, unused, refused.summed_up(), new, limited]
    }
}
