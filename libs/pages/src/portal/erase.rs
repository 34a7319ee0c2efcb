//! Asks before somebody is erased: their name is typed, for it cannot be taken back.

use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    routes::portal as routes,
};

/// Asks.
#[derive(Debug, Clone, Serialize)]
pub struct Erase {
    /// Who.
    pub person: String,
    /// Their name, typed.
    pub name: Field,
    /// Where the form posts.
    pub action: String,
    /// Where nothing is erased.
    pub back_href: &'static str,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Erase {
    /// The question about somebody, by id.
    pub fn new(id: &str, person: &str) -> Self {
        Self {
            person: person.to_owned(),
            name: Field::text("name", Text::key("erase-name").with("name", person)).autocomplete("off"),
            action: routes::erase_person(id),
            back_href: routes::FORMER_PEOPLE,
            errors: Vec::new(),
        }
    }

    /// The question as it was answered, with what was wrong.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let name = self.name.value(typed).error(why);
        Self { errors: problems([&name]), name, ..self }
    }
}

impl Page for Erase {
    const TEMPLATE: &'static str = "portal/erase";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        Text::key("erase-title").with("name", self.person.as_str())
    }

    fn samples() -> Vec<Self> {
        let page = || Self::new("per_5", "Paul Blanc");
        vec![
            page(),
            page().refused("Paul", "erase-wrong-name"),
            page().refused("Paul Blanc", "erase-owes-call"),
            page().refused("Paul Blanc", "erase-has-access"),
        ]
    }
}
