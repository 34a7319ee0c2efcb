//! The people of a company, for its managers.

use rappel_domain::{display_name::DisplayNameRefusal, email_address::EmailAddressRefusal};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::portal as routes,
};

/// What a person may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Own tickets.
    Member,
    /// All tickets of the company, and its people.
    Manager,
}

/// How a person's account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Has not signed in yet.
    Invited,
    /// Signs in.
    Active,
}

/// A person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRow {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What the person may see.
    pub role: Role,
    /// How the account stands.
    pub state: State,
    /// Whether it is the reader.
    pub own: bool,
    /// Where the invitation is sent again.
    pub invite_action: String,
    /// Where the person is removed.
    pub remove_action: String,
}

impl PersonRow {
    /// A person, by id.
    pub fn new(id: &str, name: &str, email: &str, role: Role, state: State) -> Self {
        Self {
            name: name.to_owned(),
            email: email.to_owned(),
            role,
            state,
            own: false,
            invite_action: routes::invite_again(id),
            remove_action: routes::remove_person(id),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct People {
    /// Everybody.
    pub rows: Vec<PersonRow>,
    /// Where the invitation form posts.
    pub action: &'static str,
    /// Name of the person to invite.
    pub name: Field,
    /// Address of the person to invite.
    pub email: Field,
    /// Role of the person to invite.
    pub role: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl People {
    /// The page with an empty form.
    pub fn new(rows: Vec<PersonRow>) -> Self {
        let roles = vec![
            Choice::new("member", "role-member").hint("role-member-hint"),
            Choice::new("manager", "role-manager").hint("role-manager-hint"),
        ];
        Self {
            rows,
            action: routes::PEOPLE,
            name: Field::text("name", "people-name").autocomplete("off"),
            email: Field::email("email", "people-email").autocomplete("off"),
            role: Field::choice("role", "people-role", roles).value("member"),
            errors: Vec::new(),
        }
    }

    /// The form as it was typed, with what was wrong.
    #[must_use]
    pub fn refused(self, name: (&str, Option<Text>), email: (&str, Option<Text>), role: &str) -> Self {
        let name = self.name.value(name.0).error_if(name.1);
        let email = self.email.value(email.0).error_if(email.1);
        Self { errors: problems([&name, &email]), name, email, role: self.role.value(role), ..self }
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "portal/people";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "people-title".into()
    }

    fn samples() -> Vec<Self> {
        let claire =
            PersonRow::new("per_1", "Claire Martin", "claire@durand.example", Role::Manager, State::Active);
        let rows = || {
            vec![
                PersonRow { own: true, ..claire.clone() },
                PersonRow::new("per_2", "Jean Petit", "jean@durand.example", Role::Member, State::Active),
                PersonRow::new("per_3", "Sofia Nunes", "sofia@durand.example", Role::Member, State::Invited),
            ]
        };
        vec![
            Self::new(rows()),
            Self::new(rows()).refused(
                ("", Some(DisplayNameRefusal::Empty.into())),
                ("x", Some(EmailAddressRefusal::NotAnAddress.into())),
                "member",
            ),
            Self::new(rows()).refused(
                ("Jean", None),
                ("jean@durand.example", Some("people-email-taken".into())),
                "manager",
            ),
        ]
    }
}
