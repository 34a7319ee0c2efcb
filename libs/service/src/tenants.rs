//! Client companies: added and changed by the operator's administrators.

use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    audit::{Deed, SettingsPart},
    brand::BrandColour,
    display_name::DisplayName,
    id::{CategoryId, PolicyId, TenantId},
    phone::Country,
    role::StaffRight,
    slug::Slug,
};
use rappel_store::OfficeTx;
pub use rappel_store::categories::Category;

pub use crate::categories::{CategoryForm, FieldForm};
use crate::{
    Scope, Service, StaffScope, Tenant,
    company::{self, CompanyForm, FOLLOW},
    error::{Error, Result},
    invalid::{Checks, Invalid, Reason, not_stale},
    people::company_rule,
    policies::chosen,
    retry::again,
    settings::{bounded, changed},
};

/// A client company as it is typed.
#[derive(Debug, Clone, Default)]
pub struct TenantForm {
    /// Which state of one that exists it was filled from; not compared when empty.
    pub version: String,
    /// As people call it.
    pub name: String,
    /// Its name in host names; derived from the name when empty. Cannot be changed later.
    pub slug: String,
    /// `#rrggbb` of a new one.
    pub brand_color: String,
    /// `fr` or `en`, or `operator` to follow the operator's.
    pub locale: String,
    /// IANA name, or `operator` to follow the operator's; Europe/Paris when empty.
    pub time_zone: String,
    /// Minutes; empty follows the operator.
    pub promise_minutes: String,
    /// Days; empty follows the operator.
    pub close_after_days: String,
    /// Texts planned for a month; empty for no plan.
    pub sms_budget: String,
    /// Calls planned for a month; empty for no plan.
    pub call_budget: String,
    /// General terms in French.
    pub terms_fr: String,
    /// General terms in English.
    pub terms_en: String,
    /// The identifier of its escalation; the default one when empty. A new company begins with the default.
    pub policy: String,
    /// Whose tickets its members see: `own` or `company`, or `operator` to follow the operator; as it is when empty. In a new
    /// company, as the operator says.
    pub members_see: String,
    /// The rest of what it may say for itself.
    pub company: CompanyForm,
}

/// What may be planned for a month at most.
const MOST_PLANNED: i32 = 1_000_000;

/// The first set of a new tenant, in the order of the list.
pub const FIRST_CATEGORIES: [(&str, &str, bool); 6] = [
    ("Application développée", "Developed application", false),
    ("Réseau / Internet / Messagerie", "Network / Internet / E-mail", false),
    ("Site web", "Web site", false),
    ("Facturation / administratif", "Billing / administration", false),
    ("Autre", "Other", false),
    ("URGENT", "URGENT", true),
];

impl Service {
    /// The reader's tenants, by name.
    pub async fn tenants(&self, scope: &StaffScope) -> Result<Vec<Tenant>> {
        Ok(self.store.office(scope).await?.tenants().await?)
    }

    /// Adds a client company with the first set of categories. Only who sees every company would see the new one.
    pub async fn add_tenant(&self, scope: &StaffScope, form: &TenantForm) -> Result<Tenant> {
        if !scope.may(StaffRight::EditTenants) || !scope.sees_all() {
            return Err(Error::Forbidden);
        }
        let clock = self.clock();
        let blank = Tenant {
            id: TenantId::new(&*clock),
            number: 0,
            is_operator: false,
            slug: String::new(),
            name: String::new(),
            locale: Locale::Fr,
            time_zone: chrono_tz::Europe::Paris,
            country: Country::FRANCE,
            brand_color: String::new(),
            phone: None,
            promise_minutes: None,
            close_after_days: None,
            fallback_phone: None,
            fallback_email: None,
            terms_fr: None,
            terms_en: None,
            sms_budget: None,
            call_budget: None,
            logo: None,
            settings: Box::default(),
            disabled_at: None,
            version: 0,
        };
        let operator = self.operator().await?.ok_or(Error::NotFound)?;
        let mut tenant = checked(form, blank, &operator)?;
        let command = self.store.doors().command_line().await?;
        let mut tx = self.store.office_write(scope).await?;
        tenant.number = tx.insert_tenant(&tenant).await?;
        let tx = tx.go_on(&command.tenant(tenant.id)).await?;
        for (position, (fr, en, is_urgent)) in FIRST_CATEGORIES.into_iter().enumerate() {
            let category = Category {
                id: CategoryId::new(&*clock),
                name_fr: fr.to_owned(),
                name_en: en.to_owned(),
                hint_fr: None,
                hint_en: None,
                position: position as i32,
                is_urgent,
                team: None,
                archived_at: None,
                policy: None,
                fields: Vec::new(),
            };
            tx.categories().insert(&category).await?;
        }
        let own = scope.on_added(tenant.id).ok_or(Error::Forbidden)?;
        let tx = tx.go_on(&own).await?;
        tx.audit().note(None, &Deed::CompanyAdded).await?;
        tx.commit().await?;
        Ok(tenant)
    }

    /// Saves the settings of a client company; its slug and what it looks like stay.
    pub async fn save_tenant(&self, scope: &StaffScope, slug: &str, form: &TenantForm) -> Result<()> {
        if !scope.may(StaffRight::EditTenants) {
            return Err(Error::Forbidden);
        }
        // Nothing when it stays; nothing in it when the operator is followed.
        let rule = match form.members_see.as_str() {
            FOLLOW => Ok(Some(None)),
            typed => company_rule(typed).map(|rule| rule.map(Some)),
        };
        let rule = rule.map_err(|reason| Error::Invalid(vec![Invalid::new("members_see", reason)]))?;
        again(|| async {
            let known = self.tenants(scope).await?.into_iter().find(|it| it.slug == slug);
            let client = tenant_of(scope, known.ok_or(Error::NotFound)?.id)?;
            let rules = self.store.read(&client).await?.company_rules().await?;
            let operator = self.operator().await?.ok_or(Error::NotFound)?;
            let mut tx = self.store.office_write(scope).await?;
            let found = tx.tenants().await?.into_iter().find(|it| it.slug == slug).ok_or(Error::NotFound)?;
            not_stale(&form.version, found.version)?;
            // Its host and its colour are not changed here.
            let form = TenantForm {
                slug: found.slug.clone(),
                brand_color: found.brand_color.clone(),
                ..form.clone()
            };
            let (id, policy) = (found.id, chosen_in(&tx, &form.policy).await?);
            let saved = checked(&form, found.clone(), &operator)?;
            let mut parts = changed(&found, &saved);
            if policy != tx.policy_of_tenant(id).await? {
                parts.push(SettingsPart::Policy);
            }
            tx.update_tenant(&saved).await?;
            tx.choose_policy(id, policy).await?;
            if let Some(rule) = rule.as_ref().filter(|rule| **rule != rules.own_visibility) {
                tx.let_members_see(id, rule.as_ref()).await?;
            }
            let tx = tx.go_on(&client).await?;
            if !parts.is_empty() {
                tx.audit().note(None, &Deed::SettingsChanged { parts }).await?;
            }
            let now = tx.company_rules().await?.members_see;
            if now != rules.members_see {
                tx.audit().note(None, &Deed::MembersSee { sees: now }).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// A client company that somebody of staff may change. The operator's own rows are no company's.
pub(crate) fn client_to_change(staff: &StaffScope, tenant: TenantId) -> Result<Scope> {
    if !staff.may(StaffRight::EditTenants) {
        return Err(Error::Forbidden);
    }
    client_of(staff, tenant)
}

/// A client company that somebody of staff may see.
pub(crate) fn client_of(staff: &StaffScope, tenant: TenantId) -> Result<Scope> {
    if tenant == staff.operator() {
        return Err(Error::NotFound);
    }
    tenant_of(staff, tenant)
}

/// Staff's right to a tenant by its identifier.
pub(crate) fn tenant_of(scope: &StaffScope, tenant: TenantId) -> Result<Scope> {
    scope.on(tenant).ok_or(Error::NotFound)
}

/// The policy that was chosen.
async fn chosen_in(tx: &OfficeTx, typed: &str) -> Result<Option<PolicyId>> {
    let chosen = chosen(&tx.policies().await?, typed);
    chosen.map_err(|reason| Error::Invalid(vec![Invalid::new("policy", reason)]))
}

pub(crate) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn checked(form: &TenantForm, tenant: Tenant, operator: &Tenant) -> Result<Tenant> {
    let mut checks = Checks::default();
    let name = checks.take("name", DisplayName::parse(&form.name));
    let typed = match form.slug.trim() {
        "" => name
            .as_ref()
            .and_then(|it| Slug::suggest(it.as_str()))
            .map(|it| it.to_string())
            .unwrap_or_default(),
        slug => slug.to_owned(),
    };
    let slug = match (&name, typed.is_empty()) {
        (None, true) => None,
        _ => checks.take("slug", Slug::parse(&typed)),
    };
    let colour =
        checks.take("brand_color", form.brand_color.parse::<BrandColour>().map_err(|_| Reason::Colour));
    let follows = (form.locale == FOLLOW, form.time_zone == FOLLOW);
    let locale = match form.locale.as_str() {
        FOLLOW => Some(operator.locale),
        typed => checks.take("locale", typed.parse::<Locale>().map_err(|_| Reason::NotAChoice)),
    };
    let zone = match form.time_zone.as_str() {
        FOLLOW => Some(operator.time_zone),
        "" => Some(chrono_tz::Europe::Paris),
        typed => checks.take("time_zone", typed.parse::<Tz>().map_err(|_| Reason::NotAChoice)),
    };
    let company = company::checked(&mut checks, &form.company, follows, &tenant.settings);
    let promise = inherited(&mut checks, "promise_minutes", &form.promise_minutes, 5, 240);
    let days = inherited(&mut checks, "close_after_days", &form.close_after_days, 1, 90);
    let sms_budget = inherited(&mut checks, "sms_budget", &form.sms_budget, 1, MOST_PLANNED);
    let call_budget = inherited(&mut checks, "call_budget", &form.call_budget, 1, MOST_PLANNED);
    let terms_fr = company::document(&mut checks, "terms_fr", &form.terms_fr);
    let terms_en = company::document(&mut checks, "terms_en", &form.terms_en);
    checks.done((|| {
        Some(Tenant {
            name: name?.to_string(),
            slug: slug?.to_string(),
            brand_color: colour?.to_string(),
            locale: locale?,
            time_zone: zone?,
            settings: Box::new(company?),
            promise_minutes: promise?,
            close_after_days: days?,
            sms_budget: sms_budget?,
            call_budget: call_budget?,
            terms_fr: terms_fr?,
            terms_en: terms_en?,
            ..tenant
        })
    })())
}

fn inherited(
    checks: &mut Checks,
    field: &'static str,
    text: &str,
    least: i32,
    most: i32,
) -> Option<Option<i32>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    bounded(checks, field, text, least, most).map(Some)
}
