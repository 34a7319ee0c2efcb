//! `/tenants` and `/tenants/{slug}`: client companies and their settings.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::role::StaffRight;
use rappel_pages::{
    Text,
    office::{Done, TenantFields, TenantHead, TenantPage, TenantRow, Tenants, Used},
    routes::office as paths,
};
use rappel_service::{Error, Invalid, Tenant, company::FOLLOW, tenants::TenantForm};
use rappel_web::Problem;

use crate::{
    company::{self, Whose},
    desk::{Desk, failed},
    policies::choices,
    typed::Typed,
};

/// The list.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    desk.require(StaffRight::EditTenants)?;
    let rows = rows(&desk).await?;
    let sees_all = desk.session.scope.sees_all();
    let page = if sees_all { Tenants::new(rows, TenantFields::new()) } else { Tenants::only(rows) };
    desk.show(paths::TENANTS, &page)
}

/// Adds a company.
#[handler]
pub(crate) async fn add(desk: Desk, typed: Typed) -> Result<Response> {
    match desk.service().add_tenant(&desk.session.scope, &form(&typed)).await {
        Ok(tenant) => {
            // Its portal answers from now on.
            desk.web.hosts().refresh().await;
            desk.done(Done::Saved, &paths::tenant_people(&tenant.slug))
        }
        Err(Error::Invalid(invalid)) => {
            let fields = filled(TenantFields::new(), &typed, &invalid);
            desk.refuse(paths::TENANTS, &Tenants::new(rows(&desk).await?, fields))
        }
        Err(other) => failed(other),
    }
}

/// Settings of a company.
#[handler]
pub(crate) async fn show(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (tenant, head) = head(&desk, &slug, &paths::tenant(&slug)).await?;
    let chosen = desk.service().policy_of_tenant(&desk.session.scope, tenant.id).await;
    let chosen = chosen.map_err(Problem::from)?;
    let (client, _) = desk.on(&slug).await?;
    let rules = desk.service().company_rules(&client).await.map_err(Problem::from)?;
    let (own, follow) = (&tenant.settings, || FOLLOW.to_owned());
    let locale = if own.follows_language { follow() } else { tenant.locale.tag().to_owned() };
    let zone = if own.follows_zone { follow() } else { tenant.time_zone.name().to_owned() };
    let sees = rules.own_visibility.as_ref().map_or_else(follow, |it| it.as_str().to_owned());
    let number = |value: Option<i32>| value.map(|it| it.to_string()).unwrap_or_default();
    let kept = Typed::from([
        ("version", tenant.version.to_string()),
        ("name", tenant.name.clone()),
        ("locale", locale),
        ("time_zone", zone),
        ("promise_minutes", number(tenant.promise_minutes)),
        ("close_after_days", number(tenant.close_after_days)),
        ("sms_budget", number(tenant.sms_budget)),
        ("call_budget", number(tenant.call_budget)),
        ("terms_fr", tenant.terms_fr.clone().unwrap_or_default()),
        ("terms_en", tenant.terms_en.clone().unwrap_or_default()),
        ("policy", chosen.map(|it| it.to_string()).unwrap_or_default()),
        ("members_see", sees),
    ]);
    let kept = kept.and(company::kept(own, Whose::Companys));
    let fields = saved(&desk).await?.in_zone(tenant.time_zone.name());
    let fields = filled(fields, &kept, &[]);
    let used = used(&desk, &tenant).await?;
    let page = in_force(&desk, &tenant, TenantPage::new(&slug, head, fields, used)).await?;
    desk.show(paths::TENANTS, &page)
}

/// Saves them.
#[handler]
pub(crate) async fn save(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    match desk.service().save_tenant(&desk.session.scope, &slug, &form(&typed)).await {
        Ok(()) => {
            desk.web.hosts().refresh().await;
            desk.done(Done::Saved, &paths::tenant(&slug))
        }
        Err(Error::Invalid(invalid)) => {
            let (tenant, head) = head(&desk, &slug, &paths::tenant(&slug)).await?;
            let fields = saved(&desk).await?.in_zone(typed.get("time_zone"));
            let mut fields = filled(fields, &typed, &invalid);
            fields.version.iter_mut().for_each(|it| it.renew(tenant.version));
            let used = used(&desk, &tenant).await?;
            let page = in_force(&desk, &tenant, TenantPage::new(&slug, head, fields, used)).await?;
            desk.refuse_version(paths::TENANTS, &page, &invalid)
        }
        Err(other) => failed(other),
    }
}

/// The page with what counts for the company, and where it comes from.
async fn in_force(desk: &Desk, tenant: &Tenant, page: TenantPage) -> Result<TenantPage> {
    let service = desk.service();
    let (client, _) = desk.on(&tenant.slug).await?;
    let rules = service.company_rules(&client).await.map_err(Problem::from)?;
    let settings = service.effective(tenant.id).await.map_err(Problem::from)?;
    let chosen = service.policy_of_tenant(&desk.session.scope, tenant.id).await.map_err(Problem::from)?;
    let (policies, default) = choices(desk).await?;
    let own = chosen.map(|it| it.to_string());
    let own = own.and_then(|id| policies.into_iter().find(|it| it.value == id)).map(|it| it.label);
    let policy = match (&own, default) {
        (Some(name), _) => Some(name.clone()),
        (None, default) => default.map(Text::plain),
    };
    let sees = (&rules.members_see, rules.own_visibility.is_some());
    let kept = service.kept(&client).await.map_err(Problem::from)?.standing;
    let rows = company::in_force(&settings, sees, (policy, own.is_some()), kept);
    Ok(page.with_in_force(rows, company::hours_shown(&settings, service.clock().now())))
}

/// What a company has sent this month.
async fn used(desk: &Desk, tenant: &Tenant) -> Result<[Used; 2]> {
    let usage = desk.service().usage(&desk.session.scope, tenant.id).await.map_err(Problem::from)?;
    Ok([Used::sms(usage.sms, tenant.sms_budget), Used::calls(usage.calls, tenant.call_budget)])
}

/// A company with the head of its pages; 404 for one that the reader may not see.
pub(crate) async fn head(desk: &Desk, slug: &str, current: &str) -> Result<(Tenant, TenantHead)> {
    desk.require(StaffRight::EditTenants)?;
    let (_, tenant) = desk.on(slug).await?;
    let portal = desk.service().portal_origin(&tenant).await.map_err(Problem::from)?;
    let head = TenantHead::new(slug, &tenant.name, &portal, current);
    Ok((tenant, head))
}

async fn rows(desk: &Desk) -> Result<Vec<TenantRow>> {
    let mut rows = Vec::new();
    let leaving = desk.service().leaving().await.map_err(Problem::from)?;
    for tenant in desk.tenants().await? {
        rows.push(TenantRow {
            portal: desk.service().portal_origin(&tenant).await.map_err(Problem::from)?,
            href: paths::tenant(&tenant.slug),
            queue_href: format!("{}?tenant={}", paths::QUEUE, tenant.slug),
            disabled: tenant.disabled_at.is_some(),
            leaves: leaving.contains_key(&tenant.id),
            name: tenant.name,
        });
    }
    Ok(rows)
}

/// The fields of a company that exists.
async fn saved(desk: &Desk) -> Result<TenantFields> {
    let (policies, default) = choices(desk).await?;
    Ok(TenantFields::saved().with_policies(default.as_deref(), policies))
}

fn filled(mut fields: TenantFields, typed: &Typed, invalid: &[Invalid]) -> TenantFields {
    typed.fill(fields.each(), invalid);
    fields
}

fn form(typed: &Typed) -> TenantForm {
    TenantForm {
        version: typed.owned("version"),
        name: typed.owned("name"),
        slug: typed.owned("slug"),
        brand_color: typed.owned("brand_color"),
        locale: typed.owned("locale"),
        time_zone: typed.owned("time_zone"),
        promise_minutes: typed.owned("promise_minutes"),
        close_after_days: typed.owned("close_after_days"),
        sms_budget: typed.owned("sms_budget"),
        call_budget: typed.owned("call_budget"),
        terms_fr: typed.owned("terms_fr"),
        terms_en: typed.owned("terms_en"),
        policy: typed.owned("policy"),
        members_see: typed.owned("members_see"),
        company: company::form(typed, Whose::Companys),
    }
}
