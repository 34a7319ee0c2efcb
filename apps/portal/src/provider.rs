//! `/login/provider` and `/login/provider/callback`: signing in with the company's own identity provider.

use poem::{
    Response, Result, handler,
    http::{HeaderValue, StatusCode, header::HeaderName},
    web::Query,
};
use rappel_domain::id::TenantId;
use rappel_pages::{
    Text,
    portal::{ProviderRefused, ToProvider},
    routes::portal as paths,
};
use rappel_service::{
    Error,
    second_step::Admission,
    sign_in::Entrance,
    sign_on::{NotDone, Onward, Returned, Why},
};
use rappel_web::{
    Form, PortalSession, Problem, Visit, Web, before_leaving, before_sign_in, local_path, see_other,
};
use serde::Deserialize;

use crate::{login, second_step, tickets};

/// Leads on by itself, with or without scripts.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    next: String,
    /// What was typed before the session ended, encoded as a form.
    kept: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Brought {
    state: String,
    code: String,
    iss: Option<String>,
    error: Option<String>,
}

/// Where the page between leads that is asked for once more, as when another language is chosen on it.
#[handler]
pub(crate) fn again() -> Response {
    see_other(paths::LOGIN)
}

/// Sends the browser to the provider.
#[handler]
pub(crate) async fn begin(web: Web, visit: Visit, Form(wanted): Form<Wanted>) -> Result<Response> {
    let company = visit.company()?;
    before_leaving(&web, &visit).await?;
    // The form came with it: its token is bound to it.
    let Some(browser) = PortalSession::browser(&visit) else { return refused(&web, &visit, &Why::Over) };
    let onward = Onward { next: local_path(&wanted.next).map(str::to_owned), kept: wanted.kept };
    let begun = web.service().begin_sign_on(company.tenant, &visit.origin(), browser, onward).await;
    let leaving = match begun {
        Ok(leaving) => leaving,
        Err(not_done) => return failed(&web, &visit, not_done),
    };
    let page = ToProvider::new(&leaving.url, &leaving.host);
    let mut response = web.show(StatusCode::OK, &web.guest_frame(&visit)?, &page)?;
    if let Ok(value) = HeaderValue::try_from(format!("0; url={}", leaving.url)) {
        response.headers_mut().insert(REFRESH, value);
    }
    Ok(response)
}

/// The provider sends the browser back. The one GET that signs somebody in: what it changes is what this browser began.
#[handler]
pub(crate) async fn end(web: Web, visit: Visit, Query(brought): Query<Brought>) -> Result<Response> {
    let company = visit.company()?;
    before_sign_in(&web, &visit, &format!("identity provider {}", visit.network())).await;
    let Some(browser) = PortalSession::browser(&visit) else { return refused(&web, &visit, &Why::Over) };
    let returned =
        Returned { state: brought.state, code: brought.code, issuer: brought.iss, error: brought.error };
    match Box::pin(web.service().end_sign_on(company.tenant, browser, &returned)).await {
        Ok((Admission::Whole(entered), onward)) => {
            if let (Some(_), Some(away)) = (&onward.next, aside(&web, &visit, &entered.token, &onward).await?)
            {
                PortalSession::begin(&web, &visit, &entered.token, Entrance::SignIn).await?;
                return Ok(away);
            }
            login::enter(&web, &visit, &entered.token, onward.next, &onward.kept).await
        }
        Ok((Admission::SecondStep(waiting), onward)) => {
            PortalSession::wait(&visit, &waiting);
            match aside(&web, &visit, &waiting.token, &onward).await? {
                Some(away) => Ok(away),
                None => second_step::ask(&web, &visit, &waiting.token, onward.next, &onward.kept).await,
            }
        }
        Err(not_done) => failed(&web, &visit, not_done),
    }
}

/// Away from the address that holds the provider's answer, where what was typed is to be shown; nothing when nothing
/// was.
async fn aside(web: &Web, visit: &Visit, token: &str, onward: &Onward) -> Result<Option<Response>> {
    if onward.kept.is_empty() {
        return Ok(None);
    }
    let tenant = visit.company()?.tenant;
    let state = web.service().set_aside(tenant, token, onward).await.map_err(Problem::from)?;
    Ok(Some(see_other(&format!("{}?state={state}", paths::PROVIDER_ON))))
}

/// Shows what was typed before, to whoever has just come back. Once: opened again, it leads to the tickets.
#[handler]
pub(crate) async fn on(
    session: Option<PortalSession>,
    web: Web,
    visit: Visit,
    Query(brought): Query<Brought>,
) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    if let Some(token) = PortalSession::waiting(&visit)
        && let Some(onward) = taken(&web, tenant, token, &brought.state).await?
    {
        return second_step::ask(&web, &visit, token, onward.next, &onward.kept).await;
    }
    if let Some(session) = session
        && let Some(onward) = taken(&web, tenant, session.token(), &brought.state).await?
        && let Some(next) = onward.next
    {
        return tickets::resume(&session, &web, &visit, &next, &onward.kept).await;
    }
    Ok(see_other(paths::TICKETS))
}

async fn taken(web: &Web, tenant: TenantId, token: &str, state: &str) -> Result<Option<Onward>> {
    match web.service().take_aside(tenant, token, state).await {
        Ok(onward) => Ok(Some(onward)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(Problem::from(other).into()),
    }
}

fn failed(web: &Web, visit: &Visit, not_done: NotDone) -> Result<Response> {
    match not_done {
        NotDone::Because(why) => refused(web, visit, &why),
        NotDone::Failed(error) => Err(Problem::from(error).into()),
    }
}

fn refused(web: &Web, visit: &Visit, why: &Why) -> Result<Response> {
    let mut status = StatusCode::FORBIDDEN;
    let (says, then): (Text, &'static str) = match why {
        Why::Over => ("provider-over".into(), "provider-again"),
        Why::Denied => ("provider-denied".into(), "provider-again"),
        Why::Unproved => ("provider-unproved".into(), "provider-ask-manager"),
        Why::Domain => ("provider-domain".into(), "provider-ask-manager"),
        Why::Disabled => ("provider-disabled".into(), "provider-ask-manager"),
        Why::OtherAccount => ("provider-other".into(), "provider-ask-manager"),
        Why::TooManyNewcomers => ("provider-newcomers".into(), "provider-ask-manager"),
        Why::Fault(fault) => {
            let tenant = visit.company()?.tenant;
            let word = fault.word();
            tracing::warn!(%tenant, word, "the identity provider of {tenant} cannot be used: {fault}");
            status = StatusCode::BAD_GATEWAY;
            (Text::key("provider-fault").with("code", word), "provider-fault-then")
        }
    };
    Ok(web.show(status, &web.guest_frame(visit)?, &ProviderRefused::new(says, then))?)
}
