//! `/tenants/{slug}/data/export`: everything of a client company as a file, for administrators who may see the company. Each request
//! and each download is in the company's log.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::id::CompanyExportId;
use rappel_pages::{data::ExportStanding, office::Done, routes::office as paths};
use rappel_service::{Error, Scope, privacy::ExportState};
use rappel_web::{Problem, company_data::export_standing, download, see_other};

use crate::{
    desk::{Desk, failed},
    two_step,
};

/// Puts everything of the company together.
#[handler]
pub(crate) async fn ask(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let scope = scope(&desk, &slug).await?;
    // Nothing gives more away at once: who asks for it proves who they are first.
    let Some(admin) = two_step::confirmed(&desk).await? else {
        return Ok(see_other(&paths::confirm(&paths::tenant_data(&slug))));
    };
    match Box::pin(desk.service().ask_company_export(&admin, &scope)).await {
        Ok(()) => desk.done(Done::CompanyExportAsked, &paths::tenant_data(&slug)),
        Err(Error::Busy) => desk.done(Done::CompanyExportBusy, &paths::tenant_data(&slug)),
        Err(other) => two_step::ended(other),
    }
}

/// Stops it, or takes the file away.
#[handler]
pub(crate) async fn cancel(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let scope = scope(&desk, &slug).await?;
    match desk.service().cancel_company_export(&scope).await {
        Ok(()) => desk.done(Done::CompanyExportCancelled, &paths::tenant_data(&slug)),
        Err(Error::NotFound) => desk.done(Done::TooLate, &paths::tenant_data(&slug)),
        Err(other) => failed(other),
    }
}

/// Hands the file out.
#[handler]
pub(crate) async fn fetch(desk: Desk, Path((slug, export)): Path<(String, String)>) -> Result<Response> {
    let scope = scope(&desk, &slug).await?;
    let id: CompanyExportId = export.parse().map_err(|_| Problem::not_found())?;
    // Whoever comes too late learns that first.
    let found = desk.service().company_export(&scope).await.map_err(Problem::from)?;
    let is_there = found.is_some_and(|it| it.id == id && matches!(it.state, ExportState::Ready(_)));
    if !is_there {
        return Err(Problem::not_found().into());
    }
    // A session that was left open hands nothing out: who asked for it proves again who they are.
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::company_export(&slug, id))));
    }
    let found = desk.service().fetch_company_export(&scope, id).await.map_err(Problem::from)?;
    Ok(download(&found).await?)
}

/// Where it stands, on the page of the company's data.
pub(crate) async fn standing(desk: &Desk, slug: &str, scope: &Scope) -> Result<ExportStanding> {
    let found = desk.service().company_export(scope).await.map_err(Problem::from)?;
    Ok(export_standing(found, |id| paths::company_export(slug, id)))
}

/// The right to it; 404 for a company that the reader does not see.
pub(crate) async fn scope(desk: &Desk, slug: &str) -> Result<Scope> {
    let (_, tenant) = desk.on(slug).await?;
    Ok(desk.service().company_of(&desk.session.scope, tenant.id).map_err(Problem::from)?)
}
