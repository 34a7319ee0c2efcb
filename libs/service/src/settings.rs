//! What a tenant inherits from the operator, and the operator's own settings.

mod changed;

use chrono_tz::Tz;
use rappel_domain::{
    audit::Deed,
    brand::Logo,
    company::{CompanySettings, Written},
    delivery::{Channel, News, Recipient},
    id::TenantId,
    office_hours::OfficeHours,
    phone::{Country, Phone},
    role::StaffRight,
    visibility::Visibility,
};
use rappel_store::Tx;

pub(crate) use changed::changed;

use crate::{
    Service, StaffScope, Tenant,
    company::{self, CompanyForm},
    error::{Error, Result},
    invalid::{Checks, Invalid, Reason, not_stale},
    people::company_rule,
    retry::again,
};

/// By when we call unless the operator says otherwise.
pub const PROMISE_MINUTES: i32 = 15;
/// After how many days an answered ticket closes unless the operator says otherwise.
pub const CLOSE_AFTER_DAYS: i32 = 15;

/// A tenant with what it inherits.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The tenant itself.
    pub tenant: Tenant,
    /// The operator's name.
    pub operator_name: String,
    /// What is known of the operator's logo, if there is one.
    pub operator_logo: Option<Logo>,
    /// The operator's number, the way out.
    pub operator_phone: Option<Phone>,
    /// The clocks that the operator's staff live by.
    pub operator_zone: chrono_tz::Tz,
    /// By when we call.
    pub promise_minutes: i32,
    /// After how many days an answered ticket closes.
    pub close_after_days: i32,
    /// The rest of what counts for the tenant: what it says for itself, else what the operator says.
    pub company: Box<CompanySettings>,
    /// General terms: the tenant's, else the operator's.
    pub terms: Box<Written>,
}

impl Effective {
    pub(crate) async fn read(tx: &Tx) -> Result<Self> {
        let (tenant, operator) = tx.tenant_and_operator().await?;
        Ok(Self::of(tenant, &operator))
    }

    /// What counts for a tenant beside what its operator says.
    pub fn of(tenant: Tenant, operator: &Tenant) -> Self {
        Self {
            promise_minutes: tenant.promise_minutes.or(operator.promise_minutes).unwrap_or(PROMISE_MINUTES),
            close_after_days: tenant
                .close_after_days
                .or(operator.close_after_days)
                .unwrap_or(CLOSE_AFTER_DAYS),
            operator_name: operator.name.clone(),
            operator_logo: operator.logo.clone(),
            operator_phone: operator.phone.clone(),
            operator_zone: operator.time_zone,
            company: Box::new(tenant.settings.or(&operator.settings)),
            terms: Box::new(terms_of(&tenant).or(&terms_of(operator))),
            tenant,
        }
    }

    /// How many days before closing the person is reminded; 0 for never.
    pub fn reminder_days(&self) -> u32 {
        let days = i32::from(self.company.reminder_days());
        if days < self.close_after_days { u32::try_from(days).unwrap_or_default() } else { 0 }
    }

    /// What a client reads of somebody of staff called `name`.
    pub fn staff_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.company.staff_names().shown(name, &self.operator_name)
    }

    /// When ordinary tickets are worked, if that is said, with the clocks that it is said by: those of whoever says it.
    pub fn hours(&self) -> Option<(&OfficeHours, Tz)> {
        let zone =
            if self.tenant.settings.hours.is_some() { self.tenant.time_zone } else { self.operator_zone };
        self.company.hours.as_ref().filter(|it| it.says_any()).map(|hours| (hours, zone))
    }
}

/// The general terms that a tenant has written.
pub fn terms_of(tenant: &Tenant) -> Written {
    Written { fr: tenant.terms_fr.clone(), en: tenant.terms_en.clone() }
}

/// The operator's settings, as they are typed.
#[derive(Debug, Clone, Default)]
pub struct OperatorForm {
    /// Which state of them it was filled from; not compared when empty.
    pub version: String,
    /// Name of the operator.
    pub name: String,
    /// Number shown to clients.
    pub phone: String,
    /// By when we call, in minutes: 5 to 240.
    pub promise_minutes: String,
    /// After how many days an answered ticket closes: 1 to 90.
    pub close_after_days: String,
    /// Number that is paged as the last resort.
    pub fallback_phone: String,
    /// Mailbox that is written to as the last resort.
    pub fallback_email: String,
    /// What companies read that follow the operator; as it is when empty.
    pub locale: String,
    /// Whose clocks they and the staff live by; as it is when empty.
    pub time_zone: String,
    /// Whose tickets their members see: `own` or `company`; as it is when empty.
    pub members_see: String,
    /// General terms in French of those that have none of their own.
    pub terms_fr: String,
    /// General terms in English.
    pub terms_en: String,
    /// The rest of what companies follow that say nothing themselves.
    pub company: CompanyForm,
}

impl Service {
    /// A tenant with what it inherits.
    pub async fn effective(&self, tenant: TenantId) -> Result<Effective> {
        let tenants = self.store.tenants().await?;
        let operator = tenants.iter().find(|it| it.is_operator).cloned().ok_or(Error::NotFound)?;
        let tenant = tenants.into_iter().find(|it| it.id == tenant).ok_or(Error::NotFound)?;
        Ok(Effective::of(tenant, &operator))
    }

    /// The operator; `None` before the first set-up.
    pub async fn operator(&self) -> Result<Option<Tenant>> {
        Ok(self.store.operator().await?)
    }

    /// Whose tickets members of companies see that say nothing of it themselves.
    pub async fn operators_rule(&self, scope: &StaffScope) -> Result<Visibility> {
        if !scope.may(StaffRight::EditSettings) {
            return Err(Error::Forbidden);
        }
        self.members_see(&scope.on(scope.operator()).ok_or(Error::Forbidden)?).await
    }

    /// Saves the operator's settings. Companies that say nothing themselves follow them, so that who sees some alone sets none.
    pub async fn save_settings(&self, scope: &StaffScope, form: &OperatorForm) -> Result<()> {
        if !scope.may(StaffRight::EditSettings) || !scope.sees_all() {
            return Err(Error::Forbidden);
        }
        let rule = company_rule(&form.members_see);
        let rule = rule.map_err(|reason| Error::Invalid(vec![Invalid::new("members_see", reason)]))?;
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        again(|| async {
            let operator = self.store.operator().await?.ok_or(Error::NotFound)?;
            not_stale(&form.version, operator.version)?;
            let sees = self.members_see(&own).await?;
            let leaving = self.store.leaving().await?;
            let saved = checked(form, operator.clone())?;
            let mut tx = self.store.office_write(scope).await?;
            let mut companies = tx.tenants().await?;
            companies.retain(|it| !leaving.contains_key(&it.id));
            tx.update_tenant(&saved).await?;
            tx.have_followers_follow(&saved).await?;
            let rule = rule.as_ref().filter(|rule| **rule != sees);
            if let Some(rule) = rule {
                tx.let_members_see(saved.id, Some(rule)).await?;
            }
            let tx = tx.go_on(&own).await?;
            let parts = changed(&changed::meant(&operator), &changed::meant(&saved));
            if !parts.is_empty() {
                tx.audit().note(None, &Deed::SettingsChanged { parts }).await?;
            }
            if let Some(rule) = rule {
                tx.audit().note(None, &Deed::MembersSee { sees: rule.clone() }).await?;
            }
            let noted = note_followed(tx, scope, companies, [&operator, &saved], rule);
            let tx = Box::pin(noted).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Sends a message to the staff member who asks, by their own address or number.
    pub async fn send_test(&self, scope: &StaffScope, channel: Channel) -> Result<()> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let mut tx = self.store.write(&own).await?;
        let to = Recipient::Staff(scope.staff());
        let test = rappel_domain::decision::announce(tx.clock(), scope.operator(), to, channel, News::Test);
        tx.record(test).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Notes with each company what counts for it otherwise from now on, though nobody touched its own settings: what its managers read
/// says why. In the transaction that changes it, so that there is no effect without its row; companies in the order of their
/// identifiers, so that of two who do this none waits for the other in a ring.
async fn note_followed(
    mut tx: Tx,
    staff: &StaffScope,
    mut companies: Vec<Tenant>,
    [before, after]: [&Tenant; 2],
    rule: Option<&Visibility>,
) -> Result<Tx> {
    companies.sort_by_key(|it| it.id);
    for company in companies {
        let parts = changed::counting_otherwise(&company, before, after);
        if parts.is_empty() && rule.is_none() {
            continue;
        }
        tx = tx.go_on(&staff.on(company.id).ok_or(Error::NotFound)?).await?;
        if !parts.is_empty() {
            tx.audit().note(None, &Deed::FollowedSettingsChanged { parts }).await?;
        }
        if let Some(rule) = rule
            && tx.company_rules().await?.own_visibility.is_none()
        {
            tx.audit().note(None, &Deed::MembersSee { sees: rule.clone() }).await?;
        }
    }
    Ok(tx)
}

fn checked(form: &OperatorForm, operator: Tenant) -> Result<Tenant> {
    let mut checks = Checks::default();
    let country = operator.country;
    let name = checks.take("name", rappel_domain::display_name::DisplayName::parse(&form.name));
    let phone = optional_phone(&mut checks, "phone", &form.phone, country);
    let fallback_phone = optional_phone(&mut checks, "fallback_phone", &form.fallback_phone, country);
    let fallback_email = optional_email(&mut checks, "fallback_email", &form.fallback_email);
    let promise = bounded(&mut checks, "promise_minutes", &form.promise_minutes, 5, 240);
    let days = bounded(&mut checks, "close_after_days", &form.close_after_days, 1, 90);
    let locale = kept(&mut checks, "locale", &form.locale, operator.locale);
    let zone = kept(&mut checks, "time_zone", &form.time_zone, operator.time_zone);
    let company = company::checked(&mut checks, &form.company, (false, false), &operator.settings);
    let terms_fr = company::document(&mut checks, "terms_fr", &form.terms_fr);
    let terms_en = company::document(&mut checks, "terms_en", &form.terms_en);
    checks.done((|| {
        Some(Tenant {
            locale: locale?,
            time_zone: zone?,
            settings: Box::new(company?),
            terms_fr: terms_fr?,
            terms_en: terms_en?,
            name: name?.to_string(),
            phone: phone?,
            fallback_phone: fallback_phone?,
            fallback_email: fallback_email?,
            promise_minutes: Some(promise?),
            close_after_days: Some(days?),
            ..operator
        })
    })())
}

/// What was chosen; as it is when nothing was.
fn kept<T: std::str::FromStr>(checks: &mut Checks, field: &'static str, typed: &str, now: T) -> Option<T> {
    match typed {
        "" => Some(now),
        typed => checks.take(field, typed.parse().map_err(|_| Reason::NotAChoice)),
    }
}

pub(crate) fn optional_phone(
    checks: &mut Checks,
    field: &'static str,
    text: &str,
    country: Country,
) -> Option<Option<Phone>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    checks.take(field, Phone::parse(text, country)).map(Some)
}

fn optional_email(checks: &mut Checks, field: &'static str, text: &str) -> Option<Option<String>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let parsed = rappel_domain::email_address::EmailAddress::parse(text);
    checks.take(field, parsed).map(|it| Some(it.to_string()))
}

pub(crate) fn bounded(
    checks: &mut Checks,
    field: &'static str,
    text: &str,
    least: i32,
    most: i32,
) -> Option<i32> {
    match text.trim().parse::<i32>() {
        Ok(value) if (least..=most).contains(&value) => Some(value),
        _ => {
            checks.refuse(field, Reason::OutOfRange { least: i64::from(least), most: i64::from(most) });
            None
        }
    }
}
