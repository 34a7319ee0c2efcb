//! `/terms`, `/legal`, `/accessibility`: for everybody.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::portal::Document;
use rappel_service::settings::Effective;
use rappel_web::{PortalSession, Problem, Visit, Web};

/// General terms of sale: the tenant's own text, else ours.
#[handler]
pub(crate) async fn terms(session: Option<PortalSession>, web: Web, visit: Visit) -> Result<Response> {
    let settings = settings(&web, &visit).await?;
    let locale = visit.locale(session.and_then(|session| session.person.locale));
    let days = u32::try_from(settings.close_after_days).unwrap_or_default();
    let page =
        Document::terms(&settings.operator_name, days).written(settings.terms(locale).map(str::to_owned));
    show(&web, &visit, &page)
}

/// Legal notice.
#[handler]
pub(crate) async fn legal(web: Web, visit: Visit) -> Result<Response> {
    let settings = settings(&web, &visit).await?;
    show(&web, &visit, &Document::legal(&settings.operator_name))
}

/// Accessibility statement.
#[handler]
pub(crate) async fn accessibility(web: Web, visit: Visit) -> Result<Response> {
    let settings = settings(&web, &visit).await?;
    show(&web, &visit, &Document::accessibility(&settings.operator_name))
}

async fn settings(web: &Web, visit: &Visit) -> Result<Effective> {
    let tenant = visit.company()?.tenant;
    Ok(web.service().effective(tenant).await.map_err(Problem::from)?)
}

fn show(web: &Web, visit: &Visit, page: &Document) -> Result<Response> {
    Ok(web.show(StatusCode::OK, &web.guest_frame(visit)?, page)?)
}
