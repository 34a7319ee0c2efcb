//! `/terms`, `/legal`, `/accessibility`: for everybody.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::{
    Frame,
    portal::{AccessibilityStatement, Document},
    routes::portal as paths,
};
use rappel_service::settings::Effective;
use rappel_web::{PortalSession, Problem, Visit, Web};

/// General terms of sale: the tenant's own text, else ours.
#[handler]
pub(crate) async fn terms(session: Option<PortalSession>, web: Web, visit: Visit) -> Result<Response> {
    let settings = settings(&web, &visit).await?;
    let frame = frame(session.as_ref(), &web, &visit, paths::TERMS)?;
    let days = u32::try_from(settings.close_after_days).unwrap_or_default();
    let page = Document::terms(&settings.operator_name, days, settings.reminder_days());
    let page = page.written(frame.locale, settings.terms.read(frame.locale));
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Legal notice: who publishes the portal in the company's own words, else ours.
#[handler]
pub(crate) async fn legal(session: Option<PortalSession>, web: Web, visit: Visit) -> Result<Response> {
    let settings = settings(&web, &visit).await?;
    let frame = frame(session.as_ref(), &web, &visit, paths::LEGAL)?;
    let page = Document::legal(&settings.operator_name);
    let page = page.begins(frame.locale, settings.company.legal.read(frame.locale));
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Accessibility statement: the company's own, else ours.
#[handler]
pub(crate) async fn accessibility(
    session: Option<PortalSession>,
    web: Web,
    visit: Visit,
) -> Result<Response> {
    let settings = settings(&web, &visit).await?;
    let frame = frame(session.as_ref(), &web, &visit, paths::ACCESSIBILITY)?;
    let own = settings.company.accessibility.read(frame.locale);
    if own.is_some() {
        let page = Document::accessibility().written(frame.locale, own);
        return Ok(web.show(StatusCode::OK, &frame, &page)?);
    }
    Ok(web.show(StatusCode::OK, &frame, &AccessibilityStatement::current())?)
}

async fn settings(web: &Web, visit: &Visit) -> Result<Effective> {
    let tenant = visit.company()?.tenant;
    Ok(web.service().effective(tenant).await.map_err(Problem::from)?)
}

/// Whoever is signed in reads it in the language of their account, as every other page.
fn frame(session: Option<&PortalSession>, web: &Web, visit: &Visit, path: &str) -> Result<Frame> {
    Ok(match session {
        Some(session) => session.frame(web, visit, path)?,
        None => web.guest_frame(visit)?,
    })
}
