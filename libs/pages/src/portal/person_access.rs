//! Whose tickets somebody of a company sees, for its managers.

use rappel_domain::visibility::Visibility;
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::portal as routes,
};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct PersonAccess {
    /// As they are called.
    pub name: String,
    /// Where the form posts.
    pub action: String,
    /// Where the people are.
    pub back_href: &'static str,
    /// Whose tickets they see.
    pub sees: Field,
    /// Whose, when they are chosen.
    pub colleagues: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl PersonAccess {
    /// The form, by the identifier and the name of a person; `company` is what counts where nothing is said for them.
    pub fn new(id: &str, name: &str, company: &Visibility, colleagues: Vec<Choice>) -> Self {
        let follow = match company {
            Visibility::Company => "visibility-follow-company",
            Visibility::Own | Visibility::Colleagues(_) => "visibility-follow-own",
        };
        let choices = vec![
            Choice::new("", "visibility-follow").hint(follow),
            Choice::new("own", "visibility-own").hint("visibility-own-hint"),
            Choice::new("colleagues", "visibility-colleagues").hint("visibility-colleagues-hint"),
            Choice::new("company", "visibility-company").hint("visibility-company-hint"),
        ];
        Self {
            name: name.to_owned(),
            action: routes::person_access(id),
            back_href: routes::PEOPLE,
            sees: Field::choice("sees", "visibility-sees", choices).value(""),
            colleagues: Field::choice("colleagues", "visibility-whose", colleagues).conditional(),
            errors: Vec::new(),
        }
    }

    /// The form with what is chosen.
    #[must_use]
    pub fn chosen(self, sees: &str, colleagues: &[String]) -> Self {
        let choose = |it: Choice| Choice { selected: colleagues.contains(&it.value), ..it };
        let choices = self.colleagues.choices.into_iter().map(choose).collect();
        Self { sees: self.sees.value(sees), colleagues: Field { choices, ..self.colleagues }, ..self }
    }

    /// The form with what was wrong.
    #[must_use]
    pub fn refused(self, sees: Option<Text>, colleagues: Option<Text>) -> Self {
        let (sees, colleagues) = (self.sees.error_if(sees), self.colleagues.error_if(colleagues));
        Self { errors: problems([&sees, &colleagues]), sees, colleagues, ..self }
    }
}

/// What somebody sees, in a few words.
pub fn say_visibility(sees: &Visibility) -> Text {
    match sees {
        Visibility::Own => "visibility-own".into(),
        Visibility::Colleagues(these) => Text::key("visibility-of").with("count", these.len()),
        Visibility::Company => "visibility-company".into(),
    }
}

impl Page for PersonAccess {
    const TEMPLATE: &'static str = "portal/person-access";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        Text::key("visibility-title").with("name", self.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let others = || {
            vec![
                Choice::new("per_2", Text::plain("Anne Roy")),
                Choice::new("per_3", Text::plain("Sofia Nunes")),
            ]
        };
        let page = |company: &Visibility| Self::new("per_1", "Jean Petit", company, others());
        vec![
            page(&Visibility::Own).chosen("colleagues", &["per_3".to_owned()]),
            page(&Visibility::Company)
                .chosen("colleagues", &[])
                .refused(None, Some("colleagues-none".into())),
            Self::new("per_1", "Jean Petit", &Visibility::Own, Vec::new()),
        ]
    }
}
