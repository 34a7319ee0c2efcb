//! `/tickets`: the client's list, and the same as a table for other programs.

mod mark;
mod narrow;

use std::sync::Arc;

use chrono_tz::Tz;
use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::{
    Locale,
    calendar::local_date,
    own_field::Answer,
    ticket::{Open, Solved, State},
};
use rappel_pages::{
    Text,
    own::{OwnTexts, within},
    portal::{Callbacks, Pager, Reader, Tab, Tickets},
    routes::portal as paths,
};
use rappel_service::{
    Closed, Scope, Service,
    queue::shown,
    tickets::{self, Line, Mark, Narrow, Sort},
};
use rappel_web::{PortalSession, Problem, Visit, Web, csv};
use serde::Deserialize;

use crate::present;

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tab: String,
    q: String,
    sort: String,
    after: String,
    category: String,
    person: String,
    status: String,
    from: String,
    to: String,
}

impl Asked {
    fn tab(&self) -> Tab {
        if self.tab == "closed" { Tab::Closed } else { Tab::Open }
    }

    fn sort(&self) -> Sort {
        Sort::from_word(&self.sort)
    }

    /// For the service.
    fn list(&self, narrow: Narrow) -> tickets::Asked {
        let closed = match self.tab() {
            Tab::Open => Closed::No,
            Tab::Closed => Closed::Yes,
        };
        tickets::Asked { closed, text: self.q.clone(), narrow, sort: self.sort() }
    }

    /// The address of a tab, or of what follows a ticket in it, with what is looked for, what narrows it down, and in which order.
    fn href(&self, path: &str, tab: Tab, after: Option<Mark>, (narrow, zone): (&Narrow, Tz)) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if tab == Tab::Closed {
            query.append_pair("tab", "closed");
        }
        let after = after.map(mark::word).unwrap_or_default();
        let rest = [("q", self.q.trim()), ("sort", self.sort().as_str()), ("after", after.as_str())];
        query.extend_pairs(rest.into_iter().filter(|(_, value)| !value.is_empty()));
        query.extend_pairs(narrow::pairs(narrow, tab, zone).iter().filter(|(_, value)| !value.is_empty()));
        match query.finish().as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
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
    let tab = asked.tab();
    let after = mark::read(asked.sort(), &asked.after);
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let read = narrow::Read::of(&asked, frame.locale, frame.zone);
    let list = web.service().ticket_list(&session.scope, &asked.list(read.narrow.clone()), after).await;
    let list = list.map_err(Problem::from)?;
    let read = read.listed(&list);
    let narrowed = read.fields(&asked, &list, frame.locale);
    let reader = if session.scope.sees_others() { Reader::Manager } else { Reader::Member };
    let searched = !asked.q.trim().is_empty();
    let by = (&read.narrow, frame.zone);
    let on = |tab, after| asked.href(paths::TICKETS, tab, after, by);
    let without_words = Asked { q: String::new(), ..asked.clone() };
    let page = Tickets {
        open_href: on(Tab::Open, None),
        closed_href: on(Tab::Closed, None),
        open_count: shown(list.open),
        closed_count: shown(list.closed),
        csv_href: asked.href(paths::TICKETS_CSV, tab, None, by),
        all_href: without_words.href(paths::TICKETS, tab, None, by),
        wide_href: (read.narrow != Narrow::NOT)
            .then(|| asked.href(paths::TICKETS, tab, None, (&Narrow::NOT, frame.zone))),
        pager: Pager {
            newest: after.map(|_| on(tab, None)),
            next: list.next.map(|mark| on(tab, Some(mark))),
        },
        auto_close_days: u32::try_from(list.settings.close_after_days).unwrap_or_default(),
        reminder_days: list.settings.reminder_days(),
        // Fetched again, they would be those of every ticket.
        callbacks: list
            .callbacks
            .iter()
            .filter(|_| !searched && read.narrow == Narrow::NOT)
            .map(|(number, view)| present::card(*number, view, &frame))
            .collect(),
        ..Tickets::new(
            tab,
            asked.q.trim(),
            list.rows.iter().map(|line| present::row(line, frame.locale, reader)).collect(),
        )
        .sorted(asked.sort().as_str())
        .narrowed(narrowed)
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(web.show(status, &frame, &page)?)
}

/// What is being called back, fetched again while the list is open.
#[handler]
pub(crate) async fn callbacks(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let cards = web.service().callback_cards(&session.scope).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let callbacks = cards.iter().map(|(number, view)| present::card(*number, view, &frame)).collect();
    Ok(web.show_fragment(&visit, &frame, &Callbacks { callbacks })?)
}

/// What the columns of the table are called: by people, so in their language.
const COLUMNS: [&str; 12] = [
    "tickets-number",
    "tickets-date",
    "tickets-category",
    "tickets-subject",
    "tickets-opened-by",
    "tickets-urgent",
    "tickets-status",
    "tickets-answered",
    "tickets-closes-at",
    "tickets-closed-at",
    "tickets-solved",
    "tickets-answers",
];

/// What the lines of the table are written from.
struct Source {
    service: Service,
    scope: Scope,
    asked: tickets::Asked,
    zone: Tz,
    locale: Locale,
    texts: Option<Arc<OwnTexts>>,
    next: Option<Mark>,
}

/// Every ticket of the list, with what is looked for and in the order that was chosen, some at a time.
#[handler]
pub(crate) async fn download(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let (locale, zone) = (frame.locale, frame.zone);
    // A table of more than was asked for would be taken for what was.
    let read = narrow::Read::of(&asked, locale, zone);
    if read.is_wrong() {
        return Err(Problem::not_found().into());
    }
    let texts = frame.texts;
    let names: Vec<String> =
        within(texts.as_ref(), || COLUMNS.into_iter().map(|key| say(key, locale)).collect());
    let name = format!("tickets-{}.csv", local_date(frame.now, zone));
    let (service, scope) = (web.service().clone(), session.scope);
    let source = Source { service, scope, asked: asked.list(read.narrow), zone, locale, texts, next: None };
    Ok(csv::stream(&name, csv::record(names.iter().map(String::as_str)), source).await?)
}

impl csv::Lines for Source {
    async fn next(&mut self, into: &mut String) -> rappel_service::Result<bool> {
        let (lines, next) = self.service.ticket_lines(&self.scope, &self.asked, self.next).await?;
        for line in &lines {
            into.push_str(&within(self.texts.as_ref(), || self.line(line)));
        }
        self.next = next;
        Ok(next.is_some())
    }
}

impl Source {
    fn line(&self, line: &Line) -> String {
        let ticket = &line.ticket;
        let yes_or_no = |yes: bool| say(if yes { "yes" } else { "no" }, self.locale);
        let time = |at: chrono::DateTime<chrono::Utc>| {
            at.with_timezone(&self.zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
        };
        let (open, closed) = match &ticket.state {
            State::Open(open) => (open, None),
            State::Closed { at, was, feedback, .. } => (was, Some((*at, feedback))),
        };
        let closes_at = match open {
            Open::Answered { closes_at, .. } if closed.is_none() => time(*closes_at),
            _ => String::new(),
        };
        let solved = closed.and_then(|(_, feedback)| feedback.as_ref());
        let cells = [
            ticket.number.to_string(),
            time(ticket.opened_at),
            line.category.name(self.locale).to_owned(),
            ticket.excerpt.clone(),
            line.requester.clone(),
            yes_or_no(ticket.urgent),
            say(present::status(ticket.status()).key(), self.locale),
            yes_or_no(matches!(open, Open::Answered { .. })),
            closes_at,
            closed.map(|(at, _)| time(at)).unwrap_or_default(),
            solved.map(|it| yes_or_no(it.solved == Solved::Yes)).unwrap_or_default(),
            answers(&ticket.answers, self.locale),
        ];
        csv::record(cells.iter().map(String::as_str))
    }
}

/// What was answered to fields of categories: each category asks something else, so they share a cell, one a line.
fn answers(answers: &[Answer], locale: Locale) -> String {
    let line = |it: &Answer| format!("{}: {}", it.label.of(locale), it.plain(locale));
    answers.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A text without values, which tests have found in every language.
fn say(key: &'static str, locale: Locale) -> String {
    Text::key(key).say(locale).unwrap_or_else(|_| key.to_owned())
}
