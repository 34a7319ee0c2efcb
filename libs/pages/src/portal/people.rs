//! The people of a company, for its managers.

use chrono::{DateTime, Utc};
use rappel_domain::{display_name::DisplayNameRefusal, email_address::EmailAddressRefusal};
use serde::Serialize;

use super::people_list::{Fate, ListLine, ListReport};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    people_search::{PeopleSearch, Place},
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
    /// Cannot sign in.
    Disabled,
}

/// Which people are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Those who may sign in.
    Present,
    /// Those who may not any more.
    Former,
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
    /// Whose tickets, of a member.
    pub sees: Option<Text>,
    /// Where that is changed.
    pub access_href: String,
    /// How the account stands.
    pub state: State,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// Whether it is the reader.
    pub own: bool,
    /// Where the invitation is sent again.
    pub invite_action: String,
    /// Where the role is changed.
    pub role_action: String,
    /// Where the person is removed.
    pub remove_action: String,
    /// Where the person is let in again.
    pub enable_action: String,
    /// Where their second factor is taken away; nothing when they have none.
    pub factor_action: Option<String>,
    /// Where it is forgotten who they are with the company's provider; nothing when they are nobody there.
    pub unlink_action: Option<String>,
    /// Where the person is erased.
    pub erase_href: String,
    /// Whether that is under way.
    pub erasing: bool,
}

impl PersonRow {
    /// A person, by id.
    pub fn new(id: &str, name: &str, email: &str, role: Role, state: State) -> Self {
        Self {
            name: name.to_owned(),
            email: email.to_owned(),
            role,
            sees: (role == Role::Member).then(|| "visibility-own".into()),
            access_href: routes::person_access(id),
            state,
            last_sign_in_at: None,
            own: false,
            invite_action: routes::invite_again(id),
            role_action: routes::person_role(id),
            remove_action: routes::remove_person(id),
            enable_action: routes::enable_person(id),
            factor_action: None,
            unlink_action: None,
            erase_href: routes::erase_person(id),
            erasing: false,
        }
    }

    /// What is done with them leads back to a place of the list.
    #[must_use]
    pub fn at(self, place: &Place) -> Self {
        Self {
            invite_action: place.address(&self.invite_action),
            role_action: place.address(&self.role_action),
            remove_action: place.address(&self.remove_action),
            enable_action: place.address(&self.enable_action),
            ..self
        }
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct People {
    /// Which people are listed.
    pub shown: Shown,
    /// How many that match may sign in.
    pub present_count: usize,
    /// How many that match may not any more.
    pub former_count: usize,
    /// How they are looked through.
    pub search: PeopleSearch,
    /// Those who are listed.
    pub rows: Vec<PersonRow>,
    /// What became of a list that was sent.
    pub report: Option<ListReport>,
    /// Where everything leads.
    pub links: Links,
    /// Name of the person to invite.
    pub name: Field,
    /// Address of the person to invite.
    pub email: Field,
    /// Role of the person to invite.
    pub role: Field,
    /// People to invite, one a line.
    pub list: Field,
    /// Role of the people of the list.
    pub list_role: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

/// Where the page leads and its forms post.
#[derive(Debug, Clone, Serialize)]
pub struct Links {
    present: String,
    former: String,
    history: &'static str,
    data: &'static str,
    leave: &'static str,
    invite: &'static str,
    list: &'static str,
}

impl People {
    /// The page with empty forms, of those at a place of the list. How many of them may sign in, and how many may not any more, is
    /// said on the tabs.
    pub fn new(
        place: &Place,
        rows: Vec<PersonRow>,
        (present_count, former_count): (usize, usize),
        search: PeopleSearch,
    ) -> Self {
        let shown = if place.former { Shown::Former } else { Shown::Present };
        let rows = rows.into_iter().map(|row| row.at(place)).collect();
        let roles = || {
            vec![
                Choice::new("member", "role-member").hint("role-member-hint"),
                Choice::new("manager", "role-manager").hint("role-manager-hint"),
            ]
        };
        Self {
            shown,
            present_count,
            former_count,
            search,
            rows,
            report: None,
            links: Links {
                present: place.tab(false).address(routes::PEOPLE),
                former: place.tab(true).address(routes::PEOPLE),
                history: routes::PEOPLE_HISTORY,
                data: routes::COMPANY_DATA,
                leave: routes::LEAVE,
                invite: routes::PEOPLE,
                list: routes::PEOPLE_LIST,
            },
            name: Field::text("name", "people-name").autocomplete("off"),
            email: Field::email("email", "people-email").autocomplete("off"),
            role: Field::choice("role", "people-role", roles()).value("member"),
            list: Field::text("list", "people-list").hint("people-list-hint").rows(6),
            list_role: Field::choice("list_role", "people-role", roles()).value("member"),
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

    /// The list as it was pasted, with what was wrong with all of it.
    #[must_use]
    pub fn list_refused(self, list: &str, role: &str, why: impl Into<Text>) -> Self {
        let list = self.list.value(list).error(why);
        Self { errors: problems([&list]), list, list_role: self.list_role.value(role), ..self }
    }

    /// What became of each line; `left` stays in the box.
    #[must_use]
    pub fn reported(self, report: ListReport, left: &str, role: &str) -> Self {
        // There is nothing to correct in what was only not read.
        let key = if report.left == report.unread { "people-list-later" } else { "people-list-left" };
        let why = (!left.is_empty()).then(|| Text::key(key).with("count", report.left));
        let list = self.list.value(left).error_if(why);
        let errors = problems([&list]);
        Self { errors, list, list_role: self.list_role.value(role), report: Some(report), ..self }
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "portal/people";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "people-title".into()
    }

    fn samples() -> Vec<Self> {
        let person = |number: u8, name: &str, role, state| {
            let email =
                format!("{}@durand.example", name.split(' ').next().unwrap_or_default().to_lowercase());
            PersonRow::new(&format!("per_{number}"), name, &email, role, state)
        };
        let seen = |row: PersonRow, at: &str| PersonRow { last_sign_in_at: Some(sample_time(at)), ..row };
        let claire = seen(person(1, "Claire Martin", Role::Manager, State::Active), "2026-11-22T08:12:00Z");
        let everybody = || {
            vec![
                PersonRow { own: true, ..claire.clone() },
                PersonRow {
                    factor_action: Some(routes::take_factor("per_2")),
                    unlink_action: Some(routes::unlink("per_2")),
                    ..seen(person(2, "Jean Petit", Role::Member, State::Active), "2026-10-02T15:40:00Z")
                },
                person(3, "Sofia Nunes", Role::Member, State::Invited),
                person(4, "Anne Roy", Role::Manager, State::Invited),
                seen(person(5, "Paul Blanc", Role::Member, State::Disabled), "2026-03-01T09:00:00Z"),
                PersonRow { erasing: true, ..person(6, "Luc Noir", Role::Member, State::Disabled) },
            ]
        };
        let of = |place: &Place, everybody: Vec<PersonRow>, goes_on| {
            let is_former = |row: &PersonRow| row.state == State::Disabled;
            let former = everybody.iter().filter(|row| is_former(row)).count();
            let counts = (everybody.len() - former, former);
            let rows = everybody.into_iter().filter(|row| is_former(row) == place.former).collect();
            let search = PeopleSearch::new(routes::PEOPLE, place, goes_on, 6);
            Self::new(place, rows, counts, search)
        };
        let present = || of(&Place::default(), everybody(), false);
        let former = Place { former: true, ..Place::default() };
        let second = Place { sought: "durand".to_owned(), page: 1, ..Place::default() };
        let nobody = Place { sought: "martine".to_owned(), ..Place::default() };
        let wrong = "Luc Petit\nzoe@durand";
        let report = ListReport::new(vec![
            ListLine::new(
                "ines@durand.example",
                Fate::Invited("Ines".to_owned(), "ines@durand.example".to_owned()),
            ),
            ListLine::new(
                "Jean Petit <jean@durand.example>",
                Fate::There("Jean Petit".to_owned(), State::Active),
            ),
            ListLine::new("sofia@durand.example", Fate::There("Sofia Nunes".to_owned(), State::Invited)),
            ListLine::new("paul@durand.example", Fate::There("Paul Blanc".to_owned(), State::Disabled)),
            ListLine::new("ines@durand.example", Fate::Twice),
            ListLine::new("Luc Petit", Fate::Wrong("list-no-address".into())),
            ListLine::new("zoe@durand", Fate::Wrong(EmailAddressRefusal::Domain.into())),
            ListLine::new("max@durand.example", Fate::Later),
        ])
        .unread(1);
        let long = ListReport::new(Vec::new()).unread(1_250);
        let all_done = ListReport::new(vec![ListLine::new(
            "a@durand.example",
            Fate::Invited("A".to_owned(), "a@durand.example".to_owned()),
        )]);
        vec![
            present(),
            of(&former, everybody(), false),
            of(&former, vec![PersonRow { own: true, ..claire.clone() }], false),
            of(&second, everybody(), true),
            of(&nobody, Vec::new(), false),
            present().refused(
                ("", Some(DisplayNameRefusal::Empty.into())),
                ("x", Some(EmailAddressRefusal::NotAnAddress.into())),
                "member",
            ),
            present().refused(
                ("Jean", None),
                ("jean@durand.example", Some("people-email-taken".into())),
                "manager",
            ),
            present().list_refused("", "member", "people-list-empty"),
            present().reported(
                report,
                &format!("{wrong}\nmax@durand.example\neva@durand.example"),
                "manager",
            ),
            present().reported(all_done, "", "member"),
            present().reported(long, "max@durand.example", "member"),
        ]
    }
}
