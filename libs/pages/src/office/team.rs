//! Staff: the list with a form, and one of them.

use serde::Serialize;

use super::{people::Account, tenants::languages};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::office as routes,
};

/// Fields of a staff member.
#[derive(Debug, Clone, Serialize)]
pub struct StaffFields {
    /// As they are called.
    pub name: Field,
    /// Where they read mail.
    pub email: Field,
    /// What they sign in with; only when they are added.
    pub user_name: Option<Field>,
    /// The number that is paged.
    pub phone: Field,
    /// What they may do.
    pub role: Field,
    /// What they read.
    pub locale: Field,
    /// The name of their team.
    pub team: Field,
    /// Whether they see every client.
    pub all_tenants: Field,
    /// The clients of somebody who does not see all.
    pub tenants: Field,
    /// Whether they cannot sign in and are not paged; only for somebody who exists.
    pub is_disabled: Option<Field>,
}

impl StaffFields {
    /// The fields of somebody new, added by a reader who may give all clients or but their own.
    pub fn added(tenants: Vec<Choice>, may_give_all: bool) -> Self {
        let fields = Self::new(tenants);
        let all_tenants = Field { checked: may_give_all, ..fields.all_tenants };
        Self { all_tenants, ..fields }
    }

    /// The fields of somebody new.
    pub fn new(tenants: Vec<Choice>) -> Self {
        let roles = vec![
            Choice::new("agent", "office-role-agent").hint("office-role-agent-hint"),
            Choice::new("supervisor", "office-role-supervisor").hint("office-role-supervisor-hint"),
            Choice::new("admin", "office-role-admin").hint("office-role-admin-hint"),
        ];
        let user_name = Field::text("user_name", "office-user-name").hint("office-user-name-stays");
        Self {
            name: Field::text("name", "people-name").autocomplete("off"),
            email: Field::email("email", "people-email").autocomplete("off"),
            user_name: Some(user_name.autocomplete("off")),
            phone: Field::phone("phone", "office-staff-phone")
                .hint("office-staff-phone-hint")
                .autocomplete("off")
                .optional(),
            role: Field::choice("role", "people-role", roles).value("agent"),
            locale: Field::choice("locale", "office-language", languages()).value("fr"),
            team: Field::text("team", "team-field").hint("team-hint").autocomplete("off").optional(),
            all_tenants: Field::checkbox("all_tenants", "office-staff-all").ticked(),
            tenants: Field::choice("tenants", "office-staff-tenants", tenants)
                .hint("office-staff-tenants-hint"),
            is_disabled: None,
        }
    }

    /// The fields of somebody who exists: the user name stays.
    pub fn saved(tenants: Vec<Choice>) -> Self {
        let disabled = Field::checkbox("is_disabled", "office-staff-disabled");
        let is_disabled = Some(disabled.hint("office-staff-disabled-hint"));
        Self { user_name: None, is_disabled, ..Self::new(tenants) }
    }

    /// Names of the teams that there are.
    #[must_use]
    pub fn with_teams(self, names: &[&str]) -> Self {
        if names.is_empty() {
            return self;
        }
        let known = Text::key("team-known").with("names", names.join(", "));
        Self { team: self.team.hint(known), ..self }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        let fields = [
            &mut self.name,
            &mut self.email,
            &mut self.phone,
            &mut self.role,
            &mut self.locale,
            &mut self.team,
            &mut self.tenants,
        ];
        fields.into_iter().chain(&mut self.user_name)
    }

    fn problems(&self) -> Vec<Problem> {
        let first = [&self.name, &self.email].into_iter().chain(&self.user_name);
        problems(first.chain([&self.phone, &self.role, &self.locale, &self.team, &self.tenants]))
    }
}

/// Somebody in the list.
#[derive(Debug, Clone, Serialize)]
pub struct StaffLine {
    /// Their page.
    pub href: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Number, E.164.
    pub phone: Option<String>,
    /// Whether it was proved by a code.
    pub phone_verified: bool,
    /// Whether the number refuses our text messages.
    pub sms_refused: bool,
    /// What they may do.
    pub role: Text,
    /// The clients they see; nothing for all.
    pub tenants: Option<String>,
    /// How the account stands.
    pub account: Account,
    /// Where the invitation is mailed again.
    pub invite_action: String,
}

/// What a role is called.
pub fn role_name(role: rappel_domain::role::StaffRole) -> Text {
    use rappel_domain::role::StaffRole;
    match role {
        StaffRole::Agent => "office-role-agent",
        StaffRole::Supervisor => "office-role-supervisor",
        StaffRole::Admin => "office-role-admin",
    }
    .into()
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub struct Team {
    /// Everybody.
    pub rows: Vec<StaffLine>,
    /// Where the form posts.
    pub action: &'static str,
    /// Somebody new.
    pub form: StaffFields,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Team {
    /// The list with a form, as it was filled in.
    pub fn new(rows: Vec<StaffLine>, form: StaffFields) -> Self {
        Self { rows, action: routes::TEAM, errors: form.problems(), form }
    }
}

fn sample_tenants() -> Vec<Choice> {
    vec![
        Choice::new("durand", Text::plain("Durand & Fils")),
        Choice::new("helios", Text::plain("Hélios Conseil")),
    ]
}

impl Page for Team {
    const TEMPLATE: &'static str = "office/team";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-team-title".into()
    }

    fn samples() -> Vec<Self> {
        use rappel_domain::role::StaffRole;
        let line = |name: &str, role, account| StaffLine {
            href: routes::staff("stf_1"),
            name: name.to_owned(),
            email: "marie@op.example".to_owned(),
            phone: (role != StaffRole::Admin).then(|| "+33612345678".to_owned()),
            phone_verified: role == StaffRole::Agent,
            sms_refused: role == StaffRole::Supervisor,
            role: role_name(role),
            tenants: (role == StaffRole::Agent).then(|| "Durand & Fils".to_owned()),
            account,
            invite_action: routes::invite_staff("stf_1"),
        };
        let rows = vec![
            line("Zoé Admin", StaffRole::Admin, Account::Active),
            line("Karim Haddad", StaffRole::Supervisor, Account::Disabled),
            line("Marie Leroy", StaffRole::Agent, Account::Invited),
        ];
        let mut refused = StaffFields::new(sample_tenants());
        for field in refused.each() {
            field.error = Some("invalid-missing".into());
        }
        vec![Self::new(rows, StaffFields::new(sample_tenants())), Self::new(Vec::new(), refused)]
    }
}

/// Somebody of the staff.
#[derive(Debug, Clone, Serialize)]
pub struct StaffPage {
    /// Name.
    pub name: String,
    /// What they sign in with.
    pub user_name: String,
    /// Where the list is.
    pub list_href: &'static str,
    /// Where the form posts.
    pub action: String,
    /// What is set.
    pub form: StaffFields,
    /// Where their second factor is taken away; nothing when they have none, and for the reader's own.
    pub factor_action: Option<String>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl StaffPage {
    /// The page with a form, as it was filled in.
    pub fn new(id: &str, name: &str, user_name: &str, form: StaffFields) -> Self {
        Self {
            name: name.to_owned(),
            user_name: user_name.to_owned(),
            list_href: routes::TEAM,
            action: routes::staff(id),
            errors: form.problems(),
            form,
            factor_action: None,
        }
    }

    /// Somebody who has a second factor.
    #[must_use]
    pub fn with_factor(self, id: &str) -> Self {
        Self { factor_action: Some(routes::take_staff_factor(id)), ..self }
    }
}

impl Page for StaffPage {
    const TEMPLATE: &'static str = "office/staff";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::plain(self.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let form = StaffFields::saved(sample_tenants()).with_teams(&["Réseau", "Système"]);
        let page = Self::new("stf_1", "Marie Leroy", "marie", form);
        vec![page.clone(), page.with_factor("stf_1")]
    }
}
