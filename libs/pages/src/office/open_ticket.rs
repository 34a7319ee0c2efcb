//! Staff open a ticket for somebody of a client: first for which client, then what it is about.

use rappel_domain::description::DescriptionRefusal;
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
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
            description: Field::text("description", "new-description").rows(10),
            files: Field::files("files", "new-files").hint("new-files-hint"),
            key,
        }
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
        let errors = ticket
            .iter()
            .flat_map(|it| problems([&it.requester, &it.category, &it.phone, &it.description, &it.files]));
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
        vec![
            Self::new(tenants(), None),
            Self::new(tenants(), Some(fields())),
            Self::new(tenants(), Some(refused)),
        ]
    }
}
