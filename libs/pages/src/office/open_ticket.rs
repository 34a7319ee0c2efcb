//! Staff open a ticket for somebody of a client: first for which client, then what it is about.

use rappel_domain::{Locale, description::DescriptionRefusal, own_field::OwnField};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    own_fields::{self, OwnFields},
    routes::office as routes,
};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct OpenTicket {
    /// Where both forms lead.
    pub action: &'static str,
    /// For which client.
    pub tenant: Field,
    /// The rest, once the client is chosen.
    pub ticket: Option<OpenFields>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// What is asked once the client is chosen.
#[derive(Debug, Clone, Serialize)]
pub struct OpenFields {
    /// The client, by the short name in the address.
    pub tenant: String,
    /// For whom.
    pub requester: Field,
    /// What it is about.
    pub category: Field,
    /// The number to ring where the category is urgent.
    pub phone: Field,
    /// What categories ask in fields of their own.
    pub own: Vec<OwnFields>,
    /// What they said.
    pub description: Field,
    /// Files.
    pub files: Field,
    /// Makes two sends of the form one ticket.
    pub key: String,
}

impl OpenFields {
    /// The empty fields. `people` and `categories` are choices whose value is an identifier.
    pub fn new(tenant: &str, people: Vec<Choice>, categories: Vec<Choice>, key: String) -> Self {
        let first = |label: &'static str, rest: Vec<Choice>| {
            std::iter::once(Choice::new("", label)).chain(rest).collect()
        };
        Self {
            tenant: tenant.to_owned(),
            requester: Field::choice("requester", "office-open-for", first("office-open-nobody", people)),
            category: Field::choice("category", "new-category", first("new-category-none", categories)),
            phone: Field::phone("phone", "new-phone").hint("office-open-phone-hint").optional(),
            own: Vec::new(),
            description: Field::text("description", "new-description").rows(10),
            files: Field::files("files", "new-files").hint("new-files-hint"),
            key,
        }
    }

    /// The fields with what a category asks; the choice shows its group.
    #[must_use]
    pub fn asking(mut self, category: &str, name: &str, asked: &[OwnField], locale: Locale) -> Self {
        if asked.is_empty() {
            return self;
        }
        let place = self.own.len();
        for choice in self.category.choices.iter_mut().filter(|choice| choice.value == category) {
            choice.class = Some(OwnFields::choice_class(place));
        }
        self.own.push(OwnFields::new(place, name, asked, locale));
        self
    }

    /// What is asked as it was typed, by the name of the field, with what was wrong.
    #[must_use]
    pub fn own_typed(self, typed: impl Fn(&str) -> String, wrong: impl Fn(&str) -> Option<Text>) -> Self {
        let own = self.own.into_iter().map(|it| it.filled(&typed, &wrong)).collect();
        Self { own, ..self }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [&mut self.requester, &mut self.category, &mut self.phone, &mut self.description].into_iter()
    }
}

impl OpenTicket {
    /// The page, with the fields of the client that was chosen.
    pub fn new(tenants: Vec<Choice>, ticket: Option<OpenFields>) -> Self {
        let none = Choice::new("", "office-open-no-tenant");
        let tenants = std::iter::once(none).chain(tenants).collect();
        let chosen = ticket.as_ref().map(|ticket| ticket.tenant.clone()).unwrap_or_default();
        let errors = ticket.iter().flat_map(|it| {
            let asked = it.own.iter().flat_map(|own| &own.fields);
            let first = [&it.requester, &it.category, &it.phone].into_iter();
            problems(first.chain(asked).chain([&it.description, &it.files]))
        });
        Self {
            action: routes::OPEN_TICKET,
            tenant: Field::choice("tenant", "office-queue-tenant", tenants).value(chosen),
            errors: errors.collect(),
            ticket,
        }
    }
}

impl Page for OpenTicket {
    const TEMPLATE: &'static str = "office/open-ticket";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-open-title".into()
    }

    fn samples() -> Vec<Self> {
        let tenants = || {
            vec![
                Choice::new("durand", Text::plain("Durand & Fils")),
                Choice::new("helios", Text::plain("Hélios Conseil")),
            ]
        };
        let fields = || {
            let people = vec![Choice::new("per_1", Text::plain("Claire Martin"))];
            let categories = vec![
                Choice::new("cat_1", Text::plain("Réseau / Internet / Messagerie")),
                Choice::new("cat_2", Text::plain("URGENT")),
            ];
            OpenFields::new("durand", people, categories, "k3Fz9".to_owned())
        };
        let mut refused = fields();
        refused.requester = refused.requester.value("per_1");
        refused.phone = refused.phone.value("12").error(crate::refusal::sample_phone());
        refused.description = refused.description.error(DescriptionRefusal::Empty);
        let asking = fields()
            .asking("cat_1", "Réseau / Internet / Messagerie", &own_fields::samples(), Locale::Fr)
            .own_typed(|_| String::new(), |_| Some("answer-missing".into()));
        let asking = OpenFields { category: asking.category.value("cat_1"), ..asking };
        vec![
            Self::new(tenants(), None),
            Self::new(tenants(), Some(fields())),
            Self::new(tenants(), Some(refused)),
            Self::new(tenants(), Some(asking)),
        ]
    }
}
