//! Categories of a client company: the list with a form, and one of them.

use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::office as routes,
};

/// Fields of a category.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryFields {
    /// In French.
    pub name_fr: Field,
    /// In English.
    pub name_en: Field,
    /// In French.
    pub hint_fr: Field,
    /// In English.
    pub hint_en: Field,
    /// Whether its tickets make sure of a call.
    pub is_urgent: Field,
    /// Which escalation they follow.
    pub policy: Field,
    /// Whether it is not offered any more; only for one that exists.
    pub is_archived: Option<Field>,
}

impl CategoryFields {
    /// The fields of a new category; `policies` are escalations that may be chosen.
    pub fn new(policies: Vec<Choice>) -> Self {
        let tenants = Choice::new("", "policy-choice-tenant");
        Self {
            name_fr: Field::text("name_fr", "office-category-fr"),
            name_en: Field::text("name_en", "office-category-en"),
            hint_fr: Field::text("hint_fr", "office-category-hint-fr").optional(),
            hint_en: Field::text("hint_en", "office-category-hint-en").optional(),
            is_urgent: Field::checkbox("is_urgent", "office-category-urgent")
                .hint("office-category-urgent-hint"),
            policy: policy_field(tenants, policies),
            is_archived: None,
        }
    }

    /// The fields of one that exists.
    pub fn saved(policies: Vec<Choice>) -> Self {
        let archived = Field::checkbox("is_archived", "office-category-archived");
        Self { is_archived: Some(archived.hint("office-category-archived-hint")), ..Self::new(policies) }
    }

    /// Every field with words or a choice, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [&mut self.name_fr, &mut self.name_en, &mut self.hint_fr, &mut self.hint_en, &mut self.policy]
            .into_iter()
    }

    fn problems(&self) -> Vec<Problem> {
        problems([&self.name_fr, &self.name_en, &self.hint_fr, &self.hint_en, &self.policy])
    }
}

/// A choice of an escalation; `follow` is what counts where none is chosen.
pub(super) fn policy_field(follow: Choice, policies: Vec<Choice>) -> Field {
    let choices = std::iter::once(follow).chain(policies).collect();
    Field::choice("policy", "policy-choice", choices).hint("policy-choice-hint").conditional()
}

fn sample_policies() -> Vec<Choice> {
    vec![Choice::new("pol_1", Text::plain("Nuits")), Choice::new("pol_2", Text::plain("Week-ends"))]
}

/// A category in the list.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryLine {
    /// Its page.
    pub href: String,
    /// In French.
    pub name_fr: String,
    /// In English.
    pub name_en: String,
    /// Whether its tickets make sure of a call.
    pub urgent: bool,
    /// Whether it is not offered any more.
    pub archived: bool,
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub struct Categories {
    /// Head.
    pub head: TenantHead,
    /// Every category.
    pub rows: Vec<CategoryLine>,
    /// Where the form posts.
    pub action: String,
    /// A new one.
    pub form: CategoryFields,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Categories {
    /// The list with a form, as it was filled in.
    pub fn new(slug: &str, head: TenantHead, rows: Vec<CategoryLine>, form: CategoryFields) -> Self {
        Self { head, rows, action: routes::categories(slug), errors: form.problems(), form }
    }
}

impl Page for Categories {
    const TEMPLATE: &'static str = "office/categories";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("office-categories-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let line = |fr: &str, en: &str, urgent, archived| CategoryLine {
            href: routes::category("durand", "cat_1"),
            name_fr: fr.to_owned(),
            name_en: en.to_owned(),
            urgent,
            archived,
        };
        let rows = vec![
            line("Site web", "Web site", false, false),
            line("URGENT", "URGENT", true, false),
            line("Télécopie", "Fax", false, true),
        ];
        let head = TenantHead::sample(&routes::categories("durand"));
        let mut refused = CategoryFields::new(sample_policies());
        refused.name_fr.error = Some("name-empty".into());
        vec![
            Self::new("durand", head.clone(), rows, CategoryFields::new(sample_policies())),
            Self::new("durand", head, Vec::new(), refused),
        ]
    }
}

/// A category.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryPage {
    /// Head.
    pub head: TenantHead,
    /// Where the list is.
    pub list_href: String,
    /// Where the form posts.
    pub action: String,
    /// What is set.
    pub form: CategoryFields,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl CategoryPage {
    /// The page with a form, as it was filled in.
    pub fn new(slug: &str, id: &str, head: TenantHead, form: CategoryFields) -> Self {
        let errors = form.problems();
        Self { head, list_href: routes::categories(slug), action: routes::category(slug, id), form, errors }
    }
}

impl Page for CategoryPage {
    const TEMPLATE: &'static str = "office/category";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("office-categories-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let head = TenantHead::sample(&routes::categories("durand"));
        vec![Self::new("durand", "cat_1", head, CategoryFields::saved(sample_policies()))]
    }
}
