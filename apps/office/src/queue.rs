//! `/queue`: tickets of all the reader's tenants.

use poem::{Response, Result, handler, web::Query};
use rappel_domain::id::{StaffId, TicketId};
use rappel_pages::{
    Frame, Text,
    form::Choice,
    office::{Queue, QueueRows, Tab},
    routes::office as paths,
};
use rappel_service::{
    Place, View,
    queue::{Ask, MINE, Page, shown},
};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{desk::Desk, present};

/// What the address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    view: String,
    tenant: String,
    team: String,
    q: String,
    after: String,
}

impl Asked {
    pub(crate) fn ask(&self) -> Ask {
        Ask {
            view: self.view(),
            tenant: self.tenant.clone(),
            team: self.team.clone(),
            text: self.q.trim().to_owned(),
            after: place(&self.after),
        }
    }

    fn view(&self) -> View {
        View::from_word(&self.view).unwrap_or(View::Todo)
    }

    /// The same as a query, without a question mark.
    pub(crate) fn query(&self) -> String {
        self.with(self.view(), &self.after)
    }

    fn with(&self, view: View, after: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("view", view.as_str());
        let rest = [
            ("tenant", self.tenant.as_str()),
            ("team", self.team.as_str()),
            ("q", self.q.trim()),
            ("after", after),
        ];
        query.extend_pairs(rest.into_iter().filter(|(_, value)| !value.is_empty()));
        query.finish()
    }
}

/// The queue alone.
#[handler]
pub(crate) async fn get(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    let frame = desk.frame(paths::QUEUE)?;
    let list = list(&desk, &frame, &asked, None).await?;
    Ok(desk.web.show(poem::http::StatusCode::OK, &frame, &Queue { list })?)
}

/// Its rows, fetched again while the page is open.
#[handler]
pub(crate) async fn fragment(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    let frame = desk.frame(paths::QUEUE)?;
    let list = list(&desk, &frame, &asked, None).await?;
    Ok(desk.web.show_fragment(&desk.visit, &frame, &list)?)
}

/// The list with its tabs and filters; `current` is the ticket shown beside it.
pub(crate) async fn list(
    desk: &Desk,
    frame: &Frame,
    asked: &Asked,
    current: Option<(&str, i64)>,
) -> Result<QueueRows> {
    let scope = &desk.session.scope;
    let page = desk.service().queue(scope, &asked.ask()).await.map_err(Problem::from)?;
    let team = desk.service().team(scope).await.map_err(Problem::from)?;
    let query = asked.query();
    let rows = page.rows.iter().map(|row| present::row(row, &page, &team, frame, &query, current)).collect();
    let tenants = page.tenants.iter().map(|it| Choice::new(it.slug.as_str(), Text::plain(it.name.as_str())));
    let view = asked.view();
    let on = |after: &str| format!("{}?{}", paths::QUEUE, asked.with(view, after));
    Ok(QueueRows {
        tabs: tabs(asked, &page),
        first: (!asked.after.is_empty()).then(|| on("")),
        next: page.next.map(|place| on(&word(place))),
        fragment_href: (asked.after.is_empty() && current.is_none())
            .then(|| format!("{}?{query}", paths::QUEUE_ROWS)),
        ..QueueRows::new(view.as_str(), tenants.collect(), &asked.tenant, asked.q.trim(), rows)
            .with_teams(teams(&page, scope.staff()), &asked.team)
    })
}

/// The teams to choose from, one's own first; nothing where there is none.
fn teams(page: &Page, reader: StaffId) -> Vec<Choice> {
    let own = page.teams.iter().any(|it| it.members.contains(&reader));
    let own = own.then(|| Choice::new(MINE, "office-queue-own-team"));
    let each = page.teams.iter().map(|it| Choice::new(it.id.to_string(), Text::plain(it.name.as_str())));
    own.into_iter().chain(each).collect()
}

fn tabs(asked: &Asked, page: &Page) -> Vec<Tab> {
    let tab = |view: View| Tab {
        href: format!("{}?{}", paths::QUEUE, asked.with(view, "")),
        text: match view {
            View::Todo => "office-view-todo",
            View::Mine => "office-view-mine",
            View::Urgent => "office-view-urgent",
            View::Waiting => "office-view-waiting",
            View::Closed => "office-view-closed",
        }
        .into(),
        count: page.counts.iter().find(|(known, _)| *known == view).map(|(_, count)| shown(*count)),
        current: view == asked.view(),
    };
    View::ALL.into_iter().map(tab).collect()
}

/// A place as a word in the address: rank, microseconds, ticket.
fn word(place: Place) -> String {
    format!("{}.{}.{}", place.rank, place.time.timestamp_micros(), place.ticket)
}

fn place(word: &str) -> Option<Place> {
    let mut parts = word.splitn(3, '.');
    let rank = parts.next()?.parse().ok()?;
    let time = chrono::DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    let ticket: TicketId = parts.next()?.parse().ok()?;
    Some(Place { rank, time, ticket })
}

#[cfg(test)]
mod tests;
