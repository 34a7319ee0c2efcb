//! `/tickets`: the client's list.

use poem::{
    Response, Result, handler,
    http::{HeaderMap, StatusCode},
    web::Query,
};
use rappel_domain::role::PersonRole;
use rappel_pages::{
    portal::{Callbacks, Pager, Reader, Tab, Tickets},
    routes::portal as paths,
};
use rappel_service::Closed;
use rappel_web::{PortalSession, Problem, Visit, Web};
use serde::Deserialize;

use super::fragment;
use crate::present;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tab: String,
    before: Option<i64>,
}

/// The table, the tabs, and what is being called back.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (tab, closed) =
        if asked.tab == "closed" { (Tab::Closed, Closed::Yes) } else { (Tab::Open, Closed::No) };
    let list =
        web.service().ticket_list(&session.scope, closed, asked.before).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let reader = match session.person.role {
        PersonRole::Member => Reader::Member,
        PersonRole::Manager => Reader::Manager,
    };
    let first = if tab == Tab::Closed { paths::CLOSED_TICKETS } else { paths::TICKETS };
    let join = if tab == Tab::Closed { "&" } else { "?" };
    let page = Tickets {
        open_count: list.open,
        closed_count: list.closed,
        pager: Pager {
            newest: asked.before.map(|_| first.to_owned()),
            next: list.next.map(|number| format!("{first}{join}before={number}")),
        },
        auto_close_days: u32::try_from(list.settings.close_after_days).unwrap_or_default(),
        callbacks: list
            .callbacks
            .iter()
            .map(|(number, view)| present::card(*number, view, frame.now))
            .collect(),
        ..Tickets::new(tab, list.rows.iter().map(|line| present::row(line, frame.locale, reader)).collect())
    };
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// What is being called back, fetched again while the list is open.
#[handler]
pub(crate) async fn callbacks(
    session: PortalSession,
    web: Web,
    visit: Visit,
    headers: &HeaderMap,
) -> Result<Response> {
    let list = web.service().ticket_list(&session.scope, Closed::No, None).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let callbacks =
        list.callbacks.iter().map(|(number, view)| present::card(*number, view, frame.now)).collect();
    fragment(&web, headers, &frame, &Callbacks { callbacks })
}
