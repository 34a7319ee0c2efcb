//! Categories of a client company: the list with a form, and one of them.

use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::office as routes,
};

/// What may be chosen for a category.
#[derive(Debug, Clone, Default)]
pub struct CategoryChoices {
    /// Escalations.
    pub policies: Vec<Choice>,
    /// Teams.
    pub teams: Vec<Choice>,
    /// The other categories in order, to stand after one of them.
    pub others: Vec<(String, String)>,
}

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
    /// Where it stands in the list.
    pub after: Field,
    /// Whether its tickets make sure of a call.
    pub is_urgent: Field,
    /// Which team works it.
    pub team: Field,
    /// Which escalation they follow.
    pub policy: Field,
    /// What it asks, and a free row where there is room.
    pub own: Vec<OwnFieldRow>,
    /// Whether it is not offered any more; only for one that exists.
    pub is_archived: Option<Field>,
    /// Which state of one that exists it was filled from.
    pub version: Option<Field>,
}

/// A field of a category's own, in the form.
#[derive(Debug, Clone, Serialize)]
pub struct OwnFieldRow {
    /// Counts from 1.
    pub number: usize,
    /// Name of the identifier in the form.
    pub id_name: String,
    /// The identifier; empty for a new one.
    pub id: String,
    /// What it asks, in French.
    pub label_fr: Field,
    /// In English.
    pub label_en: Field,
    /// What it takes.
    pub kind: Field,
    /// What there is to choose from.
    pub choices: Field,
    /// Whether it must be answered.
    pub required: Field,
}

impl OwnFieldRow {
    /// A free row; `name` gives the name of a part in the form.
    fn new(number: usize, name: impl Fn(&str) -> String) -> Self {
        let kinds = [
            ("text", "own-field-text"),
            ("choice", "own-field-choice"),
            ("number", "own-field-number"),
            ("date", "own-field-date"),
        ];
        let kinds = kinds.into_iter().map(|(word, label)| Choice::new(word, label)).collect();
        Self {
            number,
            id_name: name("id"),
            id: String::new(),
            label_fr: Field::text(name("fr"), "own-field-fr").optional(),
            label_en: Field::text(name("en"), "own-field-en").optional(),
            kind: Field::choice(name("kind"), "own-field-kind", kinds).conditional(),
            choices: Field::text(name("choices"), "own-field-choices")
                .hint("own-field-choices-hint")
                .rows(4)
                .optional(),
            required: Field::checkbox(name("required"), "own-field-required"),
        }
    }

    /// Every field with words or a choice.
    fn each(&mut self) -> [&mut Field; 4] {
        [&mut self.label_fr, &mut self.label_en, &mut self.kind, &mut self.choices]
    }
}

impl CategoryFields {
    /// The fields of a new category.
    pub fn new(choices: CategoryChoices) -> Self {
        let CategoryChoices { policies, teams, others } = choices;
        let tenants = Choice::new("", "policy-choice-tenant");
        let teams = std::iter::once(Choice::new("", "office-category-no-team")).chain(teams).collect();
        let first = [Choice::new("", "office-category-last"), Choice::new("first", "office-category-first")];
        let after = others
            .into_iter()
            .map(|(id, name)| Choice::new(id, Text::key("office-category-after-other").with("name", name)));
        let places = first.into_iter().chain(after).collect();
        Self {
            name_fr: Field::text("name_fr", "office-category-fr"),
            name_en: Field::text("name_en", "office-category-en"),
            hint_fr: Field::text("hint_fr", "office-category-hint-fr").optional(),
            hint_en: Field::text("hint_en", "office-category-hint-en").optional(),
            after: Field::choice("after", "office-category-after", places).conditional(),
            is_urgent: Field::checkbox("is_urgent", "office-category-urgent")
                .hint("office-category-urgent-hint"),
            team: Field::choice("team", "office-category-team", teams).conditional(),
            policy: policy_field(tenants, policies),
            own: Vec::new(),
            is_archived: None,
            version: None,
        }
    }

    /// The fields of one that exists.
    pub fn saved(choices: CategoryChoices) -> Self {
        let archived = Field::checkbox("is_archived", "office-category-archived");
        let archived = Some(archived.hint("office-category-archived-hint"));
        let version = Some(Field::version());
        let mut fields = Self { is_archived: archived, version, ..Self::new(choices) };
        if let Some(same) = fields.after.choices.first_mut() {
            same.label = "office-category-same".into();
        }
        fields
    }

    /// The fields with rows for what the category asks; `name` gives the name of a part of a row, counted from 0.
    #[must_use]
    pub fn with_rows(self, rows: usize, name: impl Fn(usize, &str) -> String) -> Self {
        let row = |place| OwnFieldRow::new(place + 1, |part| name(place, part));
        Self { own: (0..rows).map(row).collect(), ..self }
    }

    /// Every field with words or a choice, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        let first = [&mut self.name_fr, &mut self.name_en, &mut self.hint_fr, &mut self.hint_en];
        let second = [&mut self.after, &mut self.team, &mut self.policy];
        let version = self.version.iter_mut();
        version.chain(first).chain(second).chain(self.own.iter_mut().flat_map(OwnFieldRow::each))
    }

    fn problems(&self) -> Vec<Problem> {
        let first = [&self.name_fr, &self.name_en, &self.hint_fr, &self.hint_en, &self.after];
        let second = [&self.team, &self.policy];
        let own = self.own.iter().flat_map(|row| [&row.label_fr, &row.label_en, &row.kind, &row.choices]);
        problems(self.version.iter().chain(first).chain(second).chain(own))
    }
}

/// A choice of an escalation; `follow` is what counts where none is chosen.
pub(super) fn policy_field(follow: Choice, policies: Vec<Choice>) -> Field {
    let choices = std::iter::once(follow).chain(policies).collect();
    Field::choice("policy", "policy-choice", choices).hint("policy-choice-hint").conditional()
}

fn sample_choices() -> CategoryChoices {
    CategoryChoices {
        policies: vec![
            Choice::new("pol_1", Text::plain("Nuits")),
            Choice::new("pol_2", Text::plain("Week-ends")),
        ],
        teams: vec![Choice::new("tea_1", Text::plain("Réseau"))],
        others: vec![("cat_1".to_owned(), "Site web".to_owned()), ("cat_3".to_owned(), "Autre".to_owned())],
    }
}

fn sample_rows(fields: CategoryFields) -> CategoryFields {
    let mut fields = fields.with_rows(2, |place, part| format!("field_{}_{part}", place + 1));
    if let Some(row) = fields.own.first_mut() {
        let filled = |field: &Field, value: &str| field.clone().value(value);
        "fld_1".clone_into(&mut row.id);
        row.label_fr = filled(&row.label_fr, "Lieu");
        row.label_en = filled(&row.label_en, "Place");
        row.kind = filled(&row.kind, "choice");
        row.choices = filled(&row.choices, "Bureau | Office\nEntrepôt | Warehouse");
        row.required = row.required.clone().ticked();
    }
    fields
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
        let mut refused = sample_rows(CategoryFields::new(sample_choices()));
        refused.name_fr.error = Some("name-empty".into());
        vec![
            Self::new("durand", head.clone(), rows, sample_rows(CategoryFields::new(sample_choices()))),
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
        let mut refused = sample_rows(CategoryFields::saved(sample_choices()));
        if let Some(row) = refused.own.first_mut() {
            row.choices = row.choices.clone().value("Bureau").error("field-choices-few");
        }
        let saved = sample_rows(CategoryFields::saved(sample_choices()));
        vec![Self::new("durand", "cat_1", head.clone(), saved), Self::new("durand", "cat_1", head, refused)]
    }
}
