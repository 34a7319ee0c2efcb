//! `/tenants/{slug}/domains`: the own hosts of a client company, with the records that prove them.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::{host::HostName, role::StaffRight};
use rappel_pages::{
    office::{Domains, Done},
    routes::office as paths,
};
use rappel_service::{Error, Tenant};
use rappel_web::{Problem, see_other};

use crate::{
    desk::{Desk, failed},
    tenants::head,
    two_step,
    typed::Typed,
    words::word_for,
};

/// The list, and a form to add one.
#[handler]
pub(crate) async fn get(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (_, page) = page(&desk, &slug).await?;
    desk.show(paths::TENANTS, &page)
}

/// Adds one.
#[handler]
pub(crate) async fn add(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let (tenant, page) = page(&desk, &slug).await?;
    let host = typed.get("host");
    match desk.service().add_host(&desk.session.scope, tenant.id, host).await {
        Ok(_) => desk.done(Done::DomainAdded, &paths::domains(&slug)),
        Err(Error::Invalid(invalid)) => {
            desk.refuse(paths::TENANTS, &page.refused(host, word_for(&invalid, "host")))
        }
        Err(other) => failed(other),
    }
}

/// Looks for its record, has links carry it or not, or takes it away.
#[handler]
pub(crate) async fn act(
    desk: Desk,
    Path((slug, host, act)): Path<(String, String, String)>,
) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    let host = HostName::parse(&host).map_err(|_| Problem::not_found())?;
    desk.require(StaffRight::EditTenants)?;
    // Where links lead, and with its host the passkeys that were made for it: who changes that proves who they are first.
    if ["link", "unlink", "remove"].contains(&act.as_str()) && two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::domains(&slug))));
    }
    let (service, staff) = (desk.service(), &desk.session.scope);
    let done = match act.as_str() {
        "check" => service.check_host(staff, tenant.id, &host).await.map(|_| Done::DomainChecked),
        "link" => service.link_by_host(staff, tenant.id, &host).await.map(|()| Done::Saved),
        "unlink" => service.unlink_host(staff, tenant.id, &host).await.map(|()| Done::Saved),
        "remove" => service.remove_host(staff, tenant.id, &host).await.map(|()| Done::Removed),
        _ => Err(Error::NotFound),
    };
    match done {
        Ok(done) => {
            // What was taken away is served no more.
            desk.web.hosts().refresh().await;
            desk.done(done, &paths::domains(&slug))
        }
        // Its record went while somebody looked at the page.
        Err(Error::Invalid(_)) => desk.done(Done::TooLate, &paths::domains(&slug)),
        Err(other) => failed(other),
    }
}

async fn page(desk: &Desk, slug: &str) -> Result<(Tenant, Domains)> {
    let (tenant, head) = head(desk, slug, &paths::domains(slug)).await?;
    let own = desk.service().own_hosts(&desk.session.scope, tenant.id).await.map_err(Problem::from)?;
    let slug_host = desk.service().origins().slug_host(slug);
    let page = Domains::new(slug, head, &slug_host, &own);
    Ok((tenant, page))
}
