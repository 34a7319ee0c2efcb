//! People of a client company, as the staff looks after them.

use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    people_search::{PeopleSearch, Place},
    portal::Role,
    routes::office as routes,
};

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Has not signed in yet.
    Invited,
    /// Signs in.
    Active,
    /// Cannot sign in.
    Disabled,
}

/// Somebody of the company.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Name.
    pub name: String,
    /// User name.
    pub user_name: String,
    /// E-mail address.
    pub email: String,
    /// What they may see.
    pub role: Role,
    /// How the account stands.
    pub account: Account,
    /// Where the invitation is mailed again.
    pub invite_action: String,
    /// Where they are switched off, or on again.
    pub switch_action: String,
    /// Where their second factor is taken away; nothing when they have none.
    pub factor_action: Option<String>,
    /// Where it is forgotten who they are with the company's provider; nothing when they are nobody there.
    pub unlink_action: Option<String>,
}

impl PersonLine {
    /// Somebody, by identifier.
    pub fn new(slug: &str, id: &str, name: &str, login: (&str, &str), role: Role, account: Account) -> Self {
        let switch = if account == Account::Disabled { "enable" } else { "disable" };
        Self {
            name: name.to_owned(),
            user_name: login.0.to_owned(),
            email: login.1.to_owned(),
            role,
            account,
            invite_action: routes::person_act(slug, id, "invite"),
            switch_action: routes::person_act(slug, id, switch),
            factor_action: None,
            unlink_action: None,
        }
    }

    /// What is done with them leads back to a place of the list.
    #[must_use]
    pub fn at(self, place: &Place) -> Self {
        Self {
            invite_action: place.address(&self.invite_action),
            switch_action: place.address(&self.switch_action),
            ..self
        }
    }

    /// Somebody who has a second factor.
    #[must_use]
    pub fn with_factor(self, slug: &str, id: &str) -> Self {
        Self { factor_action: Some(routes::person_act(slug, id, "take-factor")), ..self }
    }

    /// Somebody who is linked to an account of the company's provider.
    #[must_use]
    pub fn with_link(self, slug: &str, id: &str) -> Self {
        Self { unlink_action: Some(routes::person_act(slug, id, "unlink")), ..self }
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct TenantPeople {
    /// Head.
    pub head: TenantHead,
    /// How they are looked through.
    pub search: PeopleSearch,
    /// Those of this page.
    pub rows: Vec<PersonLine>,
    /// Where the form posts.
    pub action: String,
    /// Name of somebody to invite.
    pub name: Field,
    /// Address of somebody to invite.
    pub email: Field,
    /// User name of somebody to invite.
    pub user_name: Field,
    /// Number of somebody to invite.
    pub phone: Field,
    /// Role of somebody to invite.
    pub role: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl TenantPeople {
    /// The page with an empty form.
    pub fn new(slug: &str, head: TenantHead, rows: Vec<PersonLine>, search: PeopleSearch) -> Self {
        let roles = vec![
            Choice::new("member", "role-member").hint("role-member-hint"),
            Choice::new("manager", "role-manager").hint("role-manager-hint"),
        ];
        Self {
            head,
            search,
            rows,
            action: routes::tenant_people(slug),
            name: Field::text("name", "people-name").autocomplete("off"),
            email: Field::email("email", "people-email").autocomplete("off"),
            user_name: Field::text("user_name", "office-user-name").hint("office-user-name-hint").optional(),
            phone: Field::phone("phone", "office-phone").autocomplete("off").optional(),
            role: Field::choice("role", "people-role", roles).value("member"),
            errors: Vec::new(),
        }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [&mut self.name, &mut self.email, &mut self.user_name, &mut self.phone, &mut self.role].into_iter()
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let errors = problems([&self.name, &self.email, &self.user_name, &self.phone, &self.role]);
        Self { errors, ..self }
    }
}

impl Page for TenantPeople {
    const TEMPLATE: &'static str = "office/tenant-people";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("office-people-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let head = || TenantHead::sample(&routes::tenant_people("durand"));
        let line = |name: &str, role, account| {
            PersonLine::new("durand", "per_1", name, ("claire", "claire@durand.example"), role, account)
        };
        let rows = vec![
            line("Claire Martin", Role::Manager, Account::Active).with_factor("durand", "per_1"),
            line("Jean Petit", Role::Member, Account::Invited),
            line("Sofia Nunes", Role::Member, Account::Disabled),
        ];
        let search = |place: &Place, goes_on| {
            PeopleSearch::new(&routes::tenant_people("durand"), place, goes_on, rows.len())
        };
        let place = |sought: &str, page| Place { former: false, sought: sought.to_owned(), page };
        let all = |rows: &[PersonLine]| {
            Self::new("durand", head(), rows.to_vec(), search(&Place::default(), false))
        };
        let mut refused = all(&[]);
        for field in refused.each() {
            field.error = Some("invalid-missing".into());
        }
        vec![
            all(&rows),
            refused.summed_up(),
            Self::new("durand", head(), rows.clone(), search(&place("durand", 1), true)),
            Self::new("durand", head(), Vec::new(), search(&place("martine", 0), false)),
        ]
    }
}
