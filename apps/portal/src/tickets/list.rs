//! `/tickets`: the client's list.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::role::PersonRole;
use rappel_pages::{
    portal::{Callbacks, Pager, Reader, Tab, Tickets},
    routes::portal as paths,
};
use rappel_service::{Closed, queue::shown};
use rappel_web::{PortalSession, Problem, Visit, Web};
use serde::Deserialize;

use crate::present;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tab: String,
    q: String,
    before: Option<i64>,
}

impl Asked {
    /// The address of a tab, or of what stands below a ticket in it, with what is looked for.
    fn href(&self, tab: Tab, before: Option<i64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if tab == Tab::Closed {
            query.append_pair("tab", "closed");
        }
        if !self.q.trim().is_empty() {
            query.append_pair("q", self.q.trim());
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        match query.finish().as_str() {
            "" => paths::TICKETS.to_owned(),
            query => format!("{}?{query}", paths::TICKETS),
        }
    }
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
    let list = web
        .service()
        .ticket_list(&session.scope, closed, &asked.q, asked.before)
        .await
        .map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let reader = match session.person.role {
        PersonRole::Member => Reader::Member,
        PersonRole::Manager => Reader::Manager,
    };
    let searched = !asked.q.trim().is_empty();
    let page = Tickets {
        open_href: asked.href(Tab::Open, None),
        closed_href: asked.href(Tab::Closed, None),
        open_count: shown(list.open),
        closed_count: shown(list.closed),
        pager: Pager {
            newest: asked.before.map(|_| asked.href(tab, None)),
            next: list.next.map(|number| asked.href(tab, Some(number))),
        },
        auto_close_days: u32::try_from(list.settings.close_after_days).unwrap_or_default(),
        // Fetched again, they would be those of every ticket.
        callbacks: list
            .callbacks
            .iter()
            .filter(|_| !searched)
            .map(|(number, view)| present::card(*number, view, frame.now))
            .collect(),
        ..Tickets::new(
            tab,
            asked.q.trim(),
            list.rows.iter().map(|line| present::row(line, frame.locale, reader)).collect(),
        )
    };
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// What is being called back, fetched again while the list is open.
#[handler]
pub(crate) async fn callbacks(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let cards = web.service().callback_cards(&session.scope).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let callbacks = cards.iter().map(|(number, view)| present::card(*number, view, frame.now)).collect();
    Ok(web.show_fragment(&visit, &frame, &Callbacks { callbacks })?)
}
