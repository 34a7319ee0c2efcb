//! `/tenants/{slug}/data` and `/deletions`: the deletion of a client company, and what is left of those that are gone.

use std::collections::HashMap;

use poem::{Response, Result, handler, http::header, web::Path};
use rappel_domain::{id::StaffId, leaving::GRACE, role::StaffRight};
use rappel_pages::{
    office::{CountLine, Deletions, Done, Leaves, ReceiptCard, TenantData},
    routes::office as paths,
};
use rappel_service::{Error, Tenant, leaving::Deletion};
use rappel_web::{Problem, see_other};

use crate::{
    company_export,
    desk::{Desk, failed},
    retention,
    tenants::head,
    two_step,
    typed::Typed,
    words::word_of,
};

/// What can be done, and what was asked.
#[handler]
pub(crate) async fn get(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (_, page) = page(&desk, &slug).await?;
    desk.show(paths::TENANTS, &page)
}

/// Has the company deleted when its time has come.
#[handler]
pub(crate) async fn delete(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let (tenant, page) = page(&desk, &slug).await?;
    let name = typed.get("name");
    // Nothing here takes more away: who asks for it proves who they are first.
    let Some(admin) = two_step::confirmed(&desk).await? else {
        return Ok(see_other(&paths::confirm(&paths::tenant_data(&slug))));
    };
    let asked = desk.service().ask_deletion(&admin, &desk.session.scope, tenant.id, name);
    match Box::pin(asked).await {
        Ok(()) => {
            // The portal says so at once.
            desk.web.hosts().refresh().await;
            desk.done(Done::DeletionAsked, &paths::tenant_data(&slug))
        }
        Err(Error::Invalid(invalid)) => {
            desk.refuse(paths::TENANTS, &page.refused(name, word_of(&invalid, "name")))
        }
        Err(other) => two_step::ended(other),
    }
}

/// Calls it back.
#[handler]
pub(crate) async fn keep(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let all = desk.tenants().await?;
    let Some(tenant) = all.into_iter().find(|it| it.slug == slug) else {
        // What has begun is nobody's any more; what is left of it is on the page of those who see every company.
        let staff = &desk.session.scope;
        if staff.may(StaffRight::EditTenants) && staff.sees_all() {
            return desk.done(Done::TooLate, paths::DELETIONS);
        }
        return Err(Problem::not_found().into());
    };
    match Box::pin(desk.service().recall_deletion(&desk.session.scope, tenant.id)).await {
        Ok(()) => {
            desk.web.hosts().refresh().await;
            desk.done(Done::DeletionRecalled, &paths::tenant_data(&slug))
        }
        // Somebody else did, or nothing was asked.
        Err(Error::NotFound) => desk.done(Done::TooLate, &paths::tenant_data(&slug)),
        Err(other) => failed(other),
    }
}

/// What is left of companies.
#[handler]
pub(crate) async fn list(desk: Desk) -> Result<Response> {
    let deletions = desk.service().deletions(&desk.session.scope).await.map_err(Problem::from)?;
    let names = names(&desk, &deletions).await?;
    let cards = deletions.into_iter().map(|it| card(it, &names)).collect();
    desk.show(paths::TENANTS, &Deletions::new(cards))
}

/// The same as a file.
#[handler]
pub(crate) async fn file(desk: Desk) -> Result<Response> {
    let text = desk.service().receipts(&desk.session.scope).await.map_err(Problem::from)?;
    Ok(Response::builder()
        .content_type("application/json")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"rappel-deletions.json\"")
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(text))
}

pub(crate) async fn page(desk: &Desk, slug: &str) -> Result<(Tenant, TenantData)> {
    let (tenant, head) = head(desk, slug, &paths::tenant_data(slug)).await?;
    desk.require(StaffRight::EditTenants)?;
    let (service, staff) = (desk.service(), &desk.session.scope);
    let found = service.deletion_of(staff, tenant.id).await.map_err(Problem::from)?;
    let leaves = match found {
        Some(it) => {
            let names = names(desk, std::slice::from_ref(&it)).await?;
            let asked_by = names.get(&it.asked_by).cloned().unwrap_or_default();
            let is_due = it.due_at <= service.clock().now();
            let waits_for =
                if is_due { service.owed_call(staff, tenant.id).await.map_err(Problem::from)? } else { None };
            let (on, asked_at) = (it.due_at, it.asked_at);
            Some(Leaves { on, is_due, waits_for, asked_at, asked_by, keep_action: None })
        }
        None => None,
    };
    let scope = company_export::scope(desk, slug).await?;
    let standing = company_export::standing(desk, slug, &scope).await?;
    let kept = service.kept(&scope).await.map_err(Problem::from)?;
    let page = TenantData::new(slug, head, GRACE.num_days(), staff.sees_all(), leaves)
        .with_export(standing)
        .with_retention(retention::shown(&kept), kept.own);
    Ok((tenant, page))
}

async fn names(desk: &Desk, of: &[Deletion]) -> Result<HashMap<StaffId, String>> {
    let ids: Vec<StaffId> = of.iter().flat_map(|it| [Some(it.asked_by), it.recalled_by]).flatten().collect();
    let names = desk.service().names_of_staff(&desk.session.scope, &ids).await;
    Ok(names.map_err(Problem::from)?)
}

fn card(it: Deletion, names: &HashMap<StaffId, String>) -> ReceiptCard {
    let counts = it.counts.into_iter().map(|(table, rows)| CountLine { table, rows }).collect();
    ReceiptCard {
        number: it.number,
        asked_at: it.asked_at,
        asked_by: names.get(&it.asked_by).cloned(),
        recalled_at: it.recalled_at,
        recalled_by: it.recalled_by.and_then(|by| names.get(&by).cloned()),
        begun_at: it.begun_at,
        done_at: it.done_at,
        files: it.seal.as_ref().map_or(0, |seal| seal.files),
        bytes: it.seal.as_ref().map_or(0, |seal| seal.bytes),
        counts,
        name_hash: it.name_hash.to_string(),
        audit_head: it.seal.as_ref().and_then(|seal| seal.audit_head.clone()),
        chains: it.seal.map(|seal| seal.chains),
    }
}
