//! What a time takes away, shown before it is set: for a client company, and for all that follow the operator.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    data::Plan,
    form::{Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

/// The field for how long closed tickets are kept.
pub(super) fn field(hint: impl Into<Text>) -> Field {
    Field::number("months", "retention-field").hint(hint).optional().autocomplete("off")
}

/// Asks before a time is set.
#[derive(Debug, Clone, Serialize)]
pub struct RetentionPreview {
    /// Head, of a company.
    pub head: Option<TenantHead>,
    /// What was typed, for the form.
    pub typed: String,
    /// Months; nothing for ever.
    pub months: Option<i32>,
    /// Whether a company is to follow the operator.
    pub follows: bool,
    /// When tickets go by it for the first time; nothing when it takes no more away than what counts now.
    pub from: Option<DateTime<Utc>>,
    /// What goes.
    pub plan: Plan,
    /// Companies that it is about; nothing where it is one.
    pub companies: Option<u64>,
    /// Where it is set, by POST.
    pub action: String,
    /// Where nothing is set.
    pub back_href: String,
}

impl Page for RetentionPreview {
    const TEMPLATE: &'static str = "office/retention-preview";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "retention-preview-title".into()
    }

    fn samples() -> Vec<Self> {
        let one = Self {
            head: Some(TenantHead::sample(&routes::tenant_data("durand"))),
            typed: "12".to_owned(),
            months: Some(12),
            follows: false,
            from: Some(sample_time("2026-12-06T08:00:00Z")),
            plan: Plan::sample(),
            companies: None,
            action: routes::retention("durand"),
            back_href: routes::tenant_data("durand"),
        };
        let longer =
            Self { typed: "0".to_owned(), months: None, from: None, plan: Plan::nothing(), ..one.clone() };
        let follows = Self { typed: String::new(), follows: true, plan: Plan::nothing(), ..one.clone() };
        let all = Self {
            head: None,
            companies: Some(14),
            action: routes::SETTINGS_RETENTION.to_owned(),
            back_href: routes::SETTINGS_RETENTION.to_owned(),
            ..one.clone()
        };
        vec![one, longer, follows, all]
    }
}

/// What the operator says for companies that say nothing themselves.
#[derive(Debug, Clone, Serialize)]
pub struct OperatorRetention {
    /// Months; nothing for ever.
    pub months: Option<i32>,
    /// Where the form leads, by GET: to what it would take away.
    pub action: &'static str,
    /// How long.
    pub field: Field,
    /// Where the other settings are.
    pub back_href: &'static str,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl OperatorRetention {
    /// The page.
    pub fn new(months: Option<i32>) -> Self {
        Self {
            months,
            action: routes::SETTINGS_RETENTION,
            field: field("retention-field-hint-all"),
            back_href: routes::SETTINGS,
            errors: Vec::new(),
        }
    }

    /// The form as it was filled in, with what was wrong.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let field = self.field.value(typed).error(why);
        Self { errors: problems([&field]), field, ..self }
    }
}

impl Page for OperatorRetention {
    const TEMPLATE: &'static str = "office/operator-retention";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "retention-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new(None), Self::new(Some(36)), Self::new(None).refused("3", "invalid-choice")]
    }
}
