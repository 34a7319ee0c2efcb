//! `/people/data`: everything of the company as a file, and how long its closed tickets are kept; for managers.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::id::CompanyExportId;
use rappel_pages::{
    data::{Announced, Retention},
    portal::{CompanyData, Done},
    routes::portal as paths,
};
use rappel_service::{Error, privacy::ExportState};
use rappel_web::{
    PortalSession, Problem, Visit, Web,
    company_data::{export_standing, retention_plan},
    download, see_other,
};

use crate::two_step;

/// Where it stands.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let found = web.service().company_export(&session.scope).await.map_err(Problem::from)?;
    let kept = web.service().kept(&session.scope).await.map_err(Problem::from)?;
    let standing = export_standing(found, paths::company_export);
    let next = kept.standing.next.map(|next| Announced {
        months: next.months,
        from: next.from,
        plan: retention_plan(&kept.planned.unwrap_or_default(), None),
    });
    let page = CompanyData::new(standing, Retention { months: kept.standing.keep.months(), next });
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &page)?)
}

/// Puts everything of the company together.
#[handler]
pub(crate) async fn ask(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    // Whoever may not have it learns that first.
    web.service().company_export(&session.scope).await.map_err(Problem::from)?;
    // Nothing gives more away at once: who asks for it proves who they are first.
    let Some(reader) = two_step::confirmed(&session, &web).await? else {
        return Ok(see_other(&paths::confirm(paths::COMPANY_DATA)));
    };
    match Box::pin(web.service().ask_company_export(&reader, &session.scope)).await {
        Ok(()) => done(&session, &web, &visit, Done::CompanyExportAsked),
        Err(Error::Busy) => done(&session, &web, &visit, Done::CompanyExportBusy),
        Err(other) => two_step::ended(other),
    }
}

/// Stops it, or takes the file away.
#[handler]
pub(crate) async fn cancel(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    match web.service().cancel_company_export(&session.scope).await {
        Ok(()) => done(&session, &web, &visit, Done::CompanyExportCancelled),
        Err(Error::NotFound) => done(&session, &web, &visit, Done::TooLate),
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Hands the file out, to managers of the company alone.
#[handler]
pub(crate) async fn fetch(session: PortalSession, web: Web, Path(export): Path<String>) -> Result<Response> {
    let id: CompanyExportId = export.parse().map_err(|_| Problem::not_found())?;
    // Whoever may not have it, or comes too late, learns that first.
    let found = web.service().company_export(&session.scope).await.map_err(Problem::from)?;
    let is_there = found.is_some_and(|it| it.id == id && matches!(it.state, ExportState::Ready(_)));
    if !is_there {
        return Err(Problem::not_found().into());
    }
    // A session that was left open hands nothing out: who asked for it proves again who they are.
    if two_step::confirmed(&session, &web).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::company_export(id))));
    }
    let found = web.service().fetch_company_export(&session.scope, id).await.map_err(Problem::from)?;
    Ok(download(&found).await?)
}

fn done(session: &PortalSession, web: &Web, visit: &Visit, done: Done) -> Result<Response> {
    web.flash(visit, session.locale(visit), &done.into())?;
    Ok(see_other(paths::COMPANY_DATA))
}
