//! Client companies: the list, and what is set for one.

use rappel_domain::Locale;
use serde::Serialize;

use super::{
    brand::colour_field,
    categories::policy_field,
    company::{CompanyFields, InForce, or_follow, visibility_field},
};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    language,
    office_hours::HoursShown,
    page::sample_time,
    routes::office as routes,
    zones::ZONES,
};

/// Fields of a client company.
#[derive(Debug, Clone, Serialize)]
pub struct TenantFields {
    /// Which state of it the form was filled from; only for one that exists.
    pub version: Option<Field>,
    /// As people call it.
    pub name: Field,
    /// In host names; only when it is added.
    pub slug: Option<Field>,
    /// Its colour; only when it is added, for then it has its own page.
    pub brand_color: Option<Field>,
    /// What its people read.
    pub locale: Field,
    /// Whose clocks its times are shown by.
    pub time_zone: Field,
    /// By when we call.
    pub promise_minutes: Field,
    /// After how many days an answered ticket closes.
    pub close_after_days: Field,
    /// Texts planned for a month.
    pub sms_budget: Field,
    /// Calls planned for a month.
    pub call_budget: Field,
    /// Which escalation its urgent tickets follow; only for one that exists.
    pub policy: Option<Field>,
    /// Whose tickets its members see; only for one that exists.
    pub members_see: Option<Field>,
    /// What it says for itself besides; only for one that exists.
    pub company: Option<CompanyFields>,
    /// General terms.
    pub terms_fr: Field,
    /// General terms.
    pub terms_en: Field,
}

impl TenantFields {
    /// The fields of a new company.
    pub fn new() -> Self {
        Self {
            slug: Some(Field::text("slug", "office-tenant-slug").hint("office-tenant-slug-hint").optional()),
            brand_color: Some(colour_field()),
            ..Self::saved()
        }
    }

    /// The fields of one that exists: its short name stays.
    pub fn saved() -> Self {
        Self {
            version: None,
            name: Field::text("name", "office-tenant-name").autocomplete("off"),
            slug: None,
            brand_color: None,
            locale: Field::choice("locale", "office-language", or_follow(languages()))
                .value(Locale::Fr.tag()),
            time_zone: or_operators(zone_field()).value("Europe/Paris"),
            promise_minutes: Field { kind: "number", ..Field::text("promise_minutes", "office-promise") }
                .hint("office-inherited")
                .optional(),
            close_after_days: Field { kind: "number", ..Field::text("close_after_days", "office-days") }
                .hint("office-inherited")
                .optional(),
            sms_budget: budget_field("sms_budget", "office-tenant-sms-budget"),
            call_budget: budget_field("call_budget", "office-tenant-call-budget"),
            policy: None,
            members_see: None,
            company: None,
            terms_fr: terms_field("terms_fr", "office-tenant-terms-fr"),
            terms_en: terms_field("terms_en", "office-tenant-terms-en"),
        }
    }

    /// A zone that is not among the usual ones stays a choice.
    #[must_use]
    pub fn in_zone(self, zone: &str) -> Self {
        Self { time_zone: with_zone(self.time_zone, zone), ..self }
    }

    /// Escalations that may be chosen, and what the default one is called.
    #[must_use]
    pub fn with_policies(self, default: Option<&str>, policies: Vec<Choice>) -> Self {
        let follow = match default {
            Some(name) => Text::key("policy-choice-default").with("name", name),
            None => "policy-choice-none".into(),
        };
        let policy = Some(policy_field(Choice::new("", follow), policies));
        let company = Some(CompanyFields::of_company());
        let (version, members_see) = (Some(Field::version()), Some(visibility_field(true)));
        Self { version, policy, members_see, company, ..self }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        let fields = [
            &mut self.name,
            &mut self.locale,
            &mut self.time_zone,
            &mut self.promise_minutes,
            &mut self.close_after_days,
            &mut self.sms_budget,
            &mut self.call_budget,
            &mut self.terms_fr,
            &mut self.terms_en,
        ];
        let rest = self.version.iter_mut().chain(&mut self.slug).chain(&mut self.brand_color);
        let company = self.company.iter_mut().flat_map(CompanyFields::each);
        fields.into_iter().chain(rest).chain(&mut self.policy).chain(&mut self.members_see).chain(company)
    }

    fn problems(&self) -> Vec<Problem> {
        problems(
            self.version
                .iter()
                .chain([&self.name])
                .chain(&self.slug)
                .chain(&self.brand_color)
                .chain([
                    &self.locale,
                    &self.time_zone,
                    &self.promise_minutes,
                    &self.close_after_days,
                    &self.sms_budget,
                    &self.call_budget,
                ])
                .chain(&self.policy)
                .chain(&self.members_see)
                .chain(self.company.iter().flat_map(CompanyFields::all)),
        )
    }
}

impl Default for TenantFields {
    fn default() -> Self {
        Self::new()
    }
}

/// A number of messages planned for a month.
fn budget_field(name: &'static str, label: &'static str) -> Field {
    Field { kind: "number", ..Field::text(name, label) }.hint("office-tenant-budget-hint").optional()
}

/// What was sent this month, beside what is planned.
#[derive(Debug, Clone, Serialize)]
pub struct Used {
    /// In words.
    pub text: Text,
    /// Whether it is all of it, or more.
    pub over: bool,
}

impl Used {
    /// Texts of this month.
    pub fn sms(used: u64, budget: Option<i32>) -> Self {
        Self::of(used, budget, ["office-tenant-sms-used", "office-tenant-sms-used-of"])
    }

    /// Calls of this month.
    pub fn calls(used: u64, budget: Option<i32>) -> Self {
        Self::of(used, budget, ["office-tenant-calls-used", "office-tenant-calls-used-of"])
    }

    fn of(used: u64, budget: Option<i32>, [alone, of]: [&'static str; 2]) -> Self {
        match budget {
            Some(budget) => Self {
                text: Text::key(of).with("used", used).with("budget", budget),
                over: i64::try_from(used).is_ok_and(|used| used >= i64::from(budget)),
            },
            None => Self { text: Text::key(alone).with("used", used), over: false },
        }
    }
}

/// General terms of a company, else the operator's.
fn terms_field(name: &'static str, label: &'static str) -> Field {
    Field::text(name, label).rows(6).hint("office-inherited").optional()
}

/// A choice with that of the operator before it.
fn or_operators(mut field: Field) -> Field {
    field.choices = or_follow(std::mem::take(&mut field.choices));
    field
}

/// A choice of time zones.
pub(crate) fn zone_field() -> Field {
    let zones = ZONES.map(|zone| Choice::new(zone, Text::plain(zone)));
    Field::choice("time_zone", "office-tenant-zone", zones.into())
}

/// The choice with a zone chosen, whether it is among the usual ones or not.
pub(crate) fn with_zone(mut field: Field, zone: &str) -> Field {
    if !zone.is_empty() && !field.choices.iter().any(|choice| choice.value == zone) {
        field.choices.push(Choice::new(zone, Text::plain(zone)));
    }
    field.value(zone)
}

pub(crate) fn languages() -> Vec<Choice> {
    language::languages().into_iter().map(|it| Choice::new(it.tag, Text::plain(it.name))).collect()
}

/// A company in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TenantRow {
    /// Name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Address of its portal.
    pub portal: String,
    /// Its tickets in the queue.
    pub queue_href: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Whether its deletion is planned.
    pub leaves: bool,
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub struct Tenants {
    /// Every company.
    pub rows: Vec<TenantRow>,
    /// Where the form posts.
    pub action: &'static str,
    /// Receipts of companies that are gone, for the same.
    pub receipts_href: &'static str,
    /// A new one, for those who may add one.
    pub form: Option<TenantFields>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Tenants {
    /// The list with a form, as it was filled in.
    pub fn new(rows: Vec<TenantRow>, form: TenantFields) -> Self {
        let errors = form.problems();
        Self { rows, action: routes::TENANTS, receipts_href: routes::DELETIONS, errors, form: Some(form) }
    }

    /// The list alone, for those who see but some companies.
    pub const fn only(rows: Vec<TenantRow>) -> Self {
        let receipts_href = routes::DELETIONS;
        Self { rows, action: routes::TENANTS, receipts_href, errors: Vec::new(), form: None }
    }
}

impl Page for Tenants {
    const TEMPLATE: &'static str = "office/tenants";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-tenants-title".into()
    }

    fn samples() -> Vec<Self> {
        let row = |name: &str, slug: &str| TenantRow {
            name: name.to_owned(),
            href: routes::tenant(slug),
            portal: format!("http://{slug}.localhost:8080"),
            queue_href: format!("{}?tenant={slug}", routes::QUEUE),
            disabled: slug == "old",
            leaves: slug == "helios",
        };
        let rows =
            vec![row("Durand & Fils", "durand"), row("Hélios Conseil", "helios"), row("Ancien", "old")];
        let mut refused = TenantFields::new();
        for field in refused.each().filter(|field| field.name != "slug") {
            field.error = Some("invalid-missing".into());
        }
        let only = Self::only(rows.clone());
        vec![Self::new(rows, TenantFields::new()), Self::new(Vec::new(), refused), only]
    }
}

/// A part of what is set for a company.
#[derive(Debug, Clone, Serialize)]
pub struct TenantTab {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub text: Text,
    /// Whether it is shown.
    pub current: bool,
}

/// Head of the pages of a company.
#[derive(Debug, Clone, Serialize)]
pub struct TenantHead {
    /// Name.
    pub name: String,
    /// Address of its portal.
    pub portal: String,
    /// The parts.
    pub tabs: Vec<TenantTab>,
    /// Where the list is.
    pub list_href: &'static str,
}

impl TenantHead {
    /// The head; `current` is the path of the part shown.
    pub fn new(slug: &str, name: &str, portal: &str, current: &str) -> Self {
        let parts = [
            ("office-tenant-brand", routes::tenant_brand(slug)),
            ("office-tenant-texts", routes::tenant_texts(slug)),
            ("office-tenant-domains", routes::domains(slug)),
            ("office-tenant-sign-on", routes::sign_on(slug)),
            ("office-tenant-people", routes::tenant_people(slug)),
            ("office-tenant-categories", routes::categories(slug)),
            ("office-tenant-keys", routes::api_keys(slug)),
            ("office-tenant-settings", routes::tenant(slug)),
            ("office-tenant-data", routes::tenant_data(slug)),
        ];
        let tabs = parts.map(|(text, href)| TenantTab { current: href == current, text: text.into(), href });
        Self {
            name: name.to_owned(),
            portal: portal.to_owned(),
            tabs: tabs.into(),
            list_href: routes::TENANTS,
        }
    }

    pub(crate) fn sample(current: &str) -> Self {
        Self::new("durand", "Durand & Fils", "http://durand.localhost:8080", current)
    }
}

/// Settings of a company.
#[derive(Debug, Clone, Serialize)]
pub struct TenantPage {
    /// Head.
    pub head: TenantHead,
    /// Where the form posts.
    pub action: String,
    /// What is set.
    pub form: TenantFields,
    /// What was sent this month.
    pub used: [Used; 2],
    /// What counts, and where it comes from.
    pub in_force: Vec<InForce>,
    /// When ordinary tickets are worked, if that is said.
    pub hours: Option<HoursShown>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl TenantPage {
    /// The page with a form, as it was filled in.
    pub fn new(slug: &str, head: TenantHead, form: TenantFields, used: [Used; 2]) -> Self {
        let (in_force, hours) = (Vec::new(), None);
        Self { head, action: routes::tenant(slug), errors: form.problems(), form, used, in_force, hours }
    }

    /// The page with what counts now.
    #[must_use]
    pub fn with_in_force(self, in_force: Vec<InForce>, hours: Option<HoursShown>) -> Self {
        Self { in_force, hours, ..self }
    }
}

impl Page for TenantPage {
    const TEMPLATE: &'static str = "office/tenant";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::plain(self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let head = TenantHead::sample(&routes::tenant("durand"));
        let policies = vec![Choice::new("pol_1", Text::plain("Nuits"))];
        let form = TenantFields::saved().in_zone("Asia/Tokyo");
        let chosen = form.clone().with_policies(Some("URGENT"), policies);
        let hours = Some(HoursShown::sample(sample_time("2026-11-29T10:00:00Z")));
        let mut refused = form.clone().with_policies(None, Vec::new());
        for field in refused.company.iter_mut().flat_map(CompanyFields::each) {
            field.error = Some("invalid-choice".into());
        }
        let used = [Used::sms(0, None), Used::calls(0, None)];
        vec![
            Self::new("durand", head.clone(), chosen, [Used::sms(43, Some(50)), Used::calls(1, None)])
                .with_in_force(InForce::samples(), hours),
            Self::new("durand", head.clone(), refused, used).with_in_force(InForce::samples(), None),
            Self::new(
                "durand",
                head,
                form.with_policies(None, Vec::new()),
                [Used::sms(61, Some(50)), Used::calls(0, Some(20))],
            ),
        ]
    }
}
