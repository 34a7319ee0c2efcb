//! Opens a ticket; with URGENT the client confirms the number and we call.

use chrono::{DateTime, Utc};
use rappel_domain::{Locale, description::DescriptionRefusal, own_field::OwnField};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    office_hours::HoursShown,
    own_fields::{self, OwnFields},
    page::sample_time,
    routes::portal as routes,
};

/// Whether somebody would call back now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// Somebody is on call.
    OnCall,
    /// Nobody is: the form says so before it is sent.
    Nobody,
}

/// What the URGENT part of the form says.
#[derive(Debug, Clone, Serialize)]
pub struct Urgent {
    /// By when we would call.
    pub by: DateTime<Utc>,
    /// The promise in minutes.
    pub minutes: u32,
    /// Whether somebody is on call.
    pub cover: Cover,
    /// The operator's number, the way out.
    pub operator_phone: Option<String>,
}

/// The closed ticket that the new one is about.
#[derive(Debug, Clone, Serialize)]
pub struct About {
    /// Number.
    pub number: i64,
    /// Its page.
    pub href: String,
}

/// What belongs into a category, in the company's own words.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryHint {
    /// Its name.
    pub category: String,
    /// The words.
    pub text: String,
}

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct NewTicket {
    /// Where it posts.
    pub action: &'static str,
    /// For whom, where the reader may open one for others.
    pub requester: Option<Field>,
    /// What it is about; urgent choices have the class `urgent`.
    pub category: Field,
    /// What belongs into which category, of those that say it.
    pub hints: Vec<CategoryHint>,
    /// Number to call back.
    pub phone: Field,
    /// What categories ask in fields of their own.
    pub own: Vec<OwnFields>,
    /// Description.
    pub description: Field,
    /// Files.
    pub files: Field,
    /// What the URGENT part says; none when the tenant has no urgent category.
    pub urgent: Option<Urgent>,
    /// When ordinary tickets are worked, if that is said.
    pub hours: Option<HoursShown>,
    /// Makes two sends of the form one ticket.
    pub key: String,
    /// The closed ticket that this one is about.
    pub about: Option<About>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl NewTicket {
    /// The empty form. `categories` are choices whose value is the category's id.
    pub fn new(categories: Vec<Choice>, urgent: Option<Urgent>, key: String) -> Self {
        let none = Choice::new("", "new-category-none");
        let categories = std::iter::once(none).chain(categories).collect();
        Self {
            action: routes::NEW_TICKET,
            requester: None,
            category: Field::choice("category", "new-category", categories).hint("new-category-hint"),
            hints: Vec::new(),
            phone: Field::phone("phone", "new-phone").hint("new-phone-hint").conditional().large(),
            description: Field::text("description", "new-description").hint("new-description-hint").rows(10),
            files: Field::files("files", "new-files").hint("new-files-hint"),
            own: Vec::new(),
            urgent,
            hours: None,
            key,
            about: None,
            errors: Vec::new(),
        }
    }

    /// A category as a choice; an urgent one says its condition and reveals the number.
    pub fn category(id: impl Into<String>, name: &str, urgent: Urgency) -> Choice {
        match urgent {
            Urgency::Urgent => {
                Choice::new(id, Text::key("new-category-urgent").with("name", name)).class("urgent")
            }
            Urgency::Ordinary => Choice::new(id, Text::plain(name)),
        }
    }

    /// The form for whoever may open one for colleagues: who they are, whom somebody chose, and what was wrong with that.
    #[must_use]
    pub fn for_one_of(self, colleagues: Vec<Choice>, chosen: &str, wrong: Option<Text>) -> Self {
        if colleagues.is_empty() {
            return self;
        }
        let own = Choice::new("", "new-for-me");
        let people = std::iter::once(own).chain(colleagues).collect();
        let field = Field::choice("requester", "new-for", people).hint("new-for-hint").conditional();
        Self { requester: Some(field.value(chosen).error_if(wrong)), ..self }
    }

    /// The form with what a category asks, once the choices are there: the choice shows its group.
    #[must_use]
    pub fn asking(mut self, category: &str, name: &str, asked: &[OwnField], locale: Locale) -> Self {
        if asked.is_empty() {
            return self;
        }
        let place = self.own.len();
        for choice in self.category.choices.iter_mut().filter(|choice| choice.value == category) {
            let class = OwnFields::choice_class(place);
            let class = choice.class.as_ref().map_or(class.clone(), |other| format!("{other} {class}"));
            choice.class = Some(class);
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

    /// The form as it was typed.
    #[must_use]
    pub fn typed(self, category: &str, phone: &str, description: &str) -> Self {
        Self {
            category: self.category.value(category),
            phone: self.phone.value(phone),
            description: self.description.value(description),
            ..self
        }
    }

    /// The form with what was wrong, by field.
    #[must_use]
    pub fn refused(self, why: Refused) -> Self {
        let Refused { category, phone, description, files } = why;
        let category = self.category.error_if(category);
        let phone = self.phone.error_if(phone);
        let description = self.description.error_if(description);
        let files = self.files.error_if(files);
        // What another category asks was typed for another choice, and is in nobody's way.
        let asked = self.own.iter().flat_map(|it| &it.fields);
        Self {
            errors: problems(
                self.requester.iter().chain([&category, &phone]).chain(asked).chain([&description, &files]),
            ),
            category,
            phone,
            description,
            files,
            ..self
        }
    }
}

/// Whether a category is urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// We call back.
    Urgent,
    /// We answer in writing.
    Ordinary,
}

/// What was wrong with the form, by field.
#[derive(Debug, Clone, Default)]
pub struct Refused {
    /// No category was chosen.
    pub category: Option<Text>,
    /// The number is none.
    pub phone: Option<Text>,
    /// Nothing was described.
    pub description: Option<Text>,
    /// A file is too large or of a kind we refuse.
    pub files: Option<Text>,
}

impl Page for NewTicket {
    const TEMPLATE: &'static str = "portal/new-ticket";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "new-title".into()
    }

    fn samples() -> Vec<Self> {
        let urgent = |cover| Urgent {
            by: sample_time("2026-11-22T13:32:00Z"),
            minutes: 15,
            cover,
            operator_phone: Some("+33123456789".to_owned()),
        };
        let hours = |at| Some(HoursShown::sample(sample_time(at)));
        let categories = || {
            vec![
                Self::category("cat_1", "Application développée", Urgency::Ordinary),
                Self::category("cat_2", "Réseau / Internet / Messagerie", Urgency::Ordinary),
                Self::category("cat_3", "URGENT", Urgency::Urgent),
            ]
        };
        let form = |cover| Self::new(categories(), Some(urgent(cover)), "k3Fz9".to_owned());
        let hint = |category: &str, text: &str| CategoryHint {
            category: category.to_owned(),
            text: text.to_owned(),
        };
        let hints = vec![
            hint("Application développée", "Caisse, stocks et site de réservation."),
            hint("URGENT", "Seulement quand personne ne peut plus travailler."),
        ];
        let asked = own_fields::samples();
        let asking = form(Cover::OnCall)
            .typed("cat_1", "", "La caisse 2 n’imprime plus.")
            .asking("cat_1", "Application développée", &asked, Locale::Fr)
            .own_typed(
                |name| if name == asked[2].id.to_string() { "douze".to_owned() } else { String::new() },
                |name| {
                    let refused = [(&asked[0], "answer-missing"), (&asked[2], "answer-number")];
                    let found = refused.into_iter().find(|(field, _)| field.id.to_string() == name);
                    found.map(|(_, key)| key.into())
                },
            )
            .refused(Refused::default());
        let colleagues = || vec![Choice::new("per_2", Text::plain("Jean Petit"))];
        let asking = asking.for_one_of(colleagues(), "", None);
        let refused = Refused {
            category: None,
            phone: Some(crate::refusal::sample_phone()),
            description: Some(DescriptionRefusal::Empty.into()),
            files: Some("new-files-too-large".into()),
        };
        vec![
            Self {
                hints,
                hours: hours("2026-11-29T10:00:00Z"),
                ..form(Cover::OnCall).typed("", "+33612345678", "")
            },
            Self { hours: hours("2026-11-30T10:00:00Z"), ..form(Cover::OnCall) },
            form(Cover::OnCall).typed("cat_3", "06 12 34 56 78", "Serveur de caisse arrêté."),
            form(Cover::Nobody).typed("cat_3", "", "").refused(refused),
            Self {
                about: Some(About { number: 1021, href: routes::ticket(1021) }),
                ..Self::new(categories(), None, "k".to_owned()).refused(Refused {
                    category: Some("new-category-missing".into()),
                    files: Some("new-files-too-many".into()),
                    ..Refused::default()
                })
            },
            asking,
            form(Cover::OnCall)
                .refused(Refused { files: Some("new-files-kind".into()), ..Refused::default() }),
        ]
    }
}
