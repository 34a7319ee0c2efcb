//! `/tenants/{slug}/data/retention` and `/settings/retention`: how long closed tickets are kept, shown before it is set.

use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{
    retention::{Keep, NOTICE},
    role::StaffRight,
};
use rappel_pages::{
    data::{Announced, Retention},
    office::{Done, OperatorRetention, RetentionPreview, TenantData},
    routes::office as paths,
};
use rappel_service::{Error, Service, privacy::Kept};
use rappel_web::{Problem, company_data::retention_plan, see_other};
use serde::Deserialize;

use crate::{
    company_export::scope,
    data,
    desk::{Desk, failed},
    tenants::head,
    two_step,
    typed::Typed,
    words::word_of,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    months: Option<String>,
}

/// What a time would take away; without one, the page where one is typed.
#[handler]
pub(crate) async fn preview(
    desk: Desk,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let scope = scope(&desk, &slug).await?;
    let Some(typed) = asked.months.as_deref() else { return Ok(see_other(&paths::tenant_data(&slug))) };
    let own = match Service::retention_typed(typed) {
        Ok(own) => own,
        Err(Error::Invalid(invalid)) => {
            return refuse(&desk, &slug, |page| page.refused_months(typed, word_of(&invalid, "months")))
                .await;
        }
        Err(other) => return failed(other),
    };
    let kept = desk.service().kept(&scope).await.map_err(Problem::from)?;
    // Asked for before they have read what it would take away, not after.
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::tenant_data(&slug))));
    }
    let keep = own.map_or(kept.operator, |months| Keep::of(Some(months)));
    let planned = desk.service().retention_preview(&scope, keep).await.map_err(Problem::from)?;
    let (_, head) = head(&desk, &slug, &paths::tenant_data(&slug)).await?;
    let page = RetentionPreview {
        head: Some(head),
        typed: own.map(|months| months.to_string()).unwrap_or_default(),
        months: keep.months(),
        follows: own.is_none(),
        from: first(&desk, keep, kept.standing.keep),
        plan: retention_plan(&planned.now, Some(planned.soon)),
        companies: None,
        action: paths::retention(&slug),
        back_href: paths::tenant_data(&slug),
    };
    desk.show(paths::TENANTS, &page)
}

/// Sets it.
#[handler]
pub(crate) async fn save(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    desk.require(StaffRight::EditTenants)?;
    // What it takes away comes back no more: who sets it proves who they are first.
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::tenant_data(&slug))));
    }
    let months = typed.get("months");
    let saved = match Service::retention_typed(months) {
        Ok(own) => Box::pin(desk.service().set_retention(&desk.session.scope, tenant.id, own)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => desk.done(Done::RetentionSaved, &paths::tenant_data(&slug)),
        Err(Error::Invalid(invalid)) => {
            refuse(&desk, &slug, |page| page.refused_months(months, word_of(&invalid, "months"))).await
        }
        Err(other) => failed(other),
    }
}

/// Takes back what was announced.
#[handler]
pub(crate) async fn undo(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    match Box::pin(desk.service().undo_retention(&desk.session.scope, tenant.id)).await {
        Ok(()) => desk.done(Done::RetentionUndone, &paths::tenant_data(&slug)),
        // Somebody else did, or it counts by now.
        Err(Error::NotFound) => desk.done(Done::TooLate, &paths::tenant_data(&slug)),
        Err(other) => failed(other),
    }
}

/// What the operator says, or what another time would take away of those that follow.
#[handler]
pub(crate) async fn for_all(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    desk.require(StaffRight::EditSettings)?;
    let Some(typed) = asked.months.as_deref() else {
        return desk.show(paths::SETTINGS, &operators(&desk).await?);
    };
    let months = match Service::retention_typed(typed) {
        Ok(months) => months,
        Err(Error::Invalid(invalid)) => {
            let page = operators(&desk).await?.refused(typed, word_of(&invalid, "months"));
            return desk.refuse(paths::SETTINGS, &page);
        }
        Err(other) => return failed(other),
    };
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(paths::SETTINGS_RETENTION)));
    }
    let keep = Keep::of(months);
    let planned = desk.service().operators_retention_preview(&desk.session.scope, keep).await;
    let planned = planned.map_err(Problem::from)?;
    let now = Keep::of(
        desk.service().operator().await.map_err(Problem::from)?.and_then(|it| it.settings.keep_months),
    );
    let page = RetentionPreview {
        head: None,
        typed: months.map(|months| months.to_string()).unwrap_or_default(),
        months: keep.months(),
        follows: false,
        from: first(&desk, keep, now),
        plan: retention_plan(&planned.now, Some(planned.soon)),
        companies: Some(planned.companies),
        action: paths::SETTINGS_RETENTION.to_owned(),
        back_href: paths::SETTINGS_RETENTION.to_owned(),
    };
    desk.show(paths::SETTINGS, &page)
}

/// Sets it for all that follow.
#[handler]
pub(crate) async fn save_for_all(desk: Desk, typed: Typed) -> Result<Response> {
    desk.require(StaffRight::EditSettings)?;
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(paths::SETTINGS_RETENTION)));
    }
    let months = typed.get("months");
    let saved = match Service::retention_typed(months) {
        Ok(months) => Box::pin(desk.service().set_operators_retention(&desk.session.scope, months)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => desk.done(Done::RetentionSaved, paths::SETTINGS_RETENTION),
        Err(Error::Invalid(invalid)) => {
            let page = operators(&desk).await?.refused(months, word_of(&invalid, "months"));
            desk.refuse(paths::SETTINGS, &page)
        }
        Err(other) => failed(other),
    }
}

/// As it stands, on the page of the company's data.
pub(crate) fn shown(kept: &Kept) -> Retention {
    let next = kept.standing.next.map(|next| Announced {
        months: next.months,
        from: next.from,
        plan: retention_plan(&kept.planned.unwrap_or_default(), None),
    });
    Retention { months: kept.standing.keep.months(), next }
}

async fn operators(desk: &Desk) -> Result<OperatorRetention> {
    let operator = desk.service().operator().await.map_err(Problem::from)?.ok_or_else(Problem::not_found)?;
    Ok(OperatorRetention::new(Keep::of(operator.settings.keep_months).months()))
}

async fn refuse(desk: &Desk, slug: &str, with: impl FnOnce(TenantData) -> TenantData) -> Result<Response> {
    let (_, page) = data::page(desk, slug).await?;
    desk.refuse(paths::TENANTS, &with(page))
}

/// When tickets go for the first time by a time that is shorter than what counts.
fn first(desk: &Desk, keep: Keep, now: Keep) -> Option<chrono::DateTime<chrono::Utc>> {
    keep.is_shorter_than(now).then(|| desk.service().clock().now() + NOTICE)
}
