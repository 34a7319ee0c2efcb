//! `/tickets/{n}`: where a ticket stands and what was said.

use chrono::{DateTime, Utc};
use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_domain::{
    id::PersonId,
    ticket::{State, asks_for_feedback},
};
use rappel_pages::{
    Text,
    form::Choice,
    own_fields,
    portal::{About, Below, FeedbackForm, Followers, Follows, Reply, TicketPage},
    routes::portal as paths,
};
use rappel_service::tickets::View;
use rappel_web::{PortalSession, Problem, Visit, Web};
use serde::Deserialize;

use crate::present;

/// The page on which a fragment is shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Shown {
    below: String,
}

/// The page.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response> {
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let page = full(&session, &web, &frame, number, visit.request_id()).await?;
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// The page with everything on it.
pub(super) async fn full(
    session: &PortalSession,
    web: &Web,
    frame: &rappel_pages::Frame,
    number: i64,
    key: &str,
) -> Result<TicketPage> {
    let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
    let page = page(&view, frame, key);
    if matches!(view.ticket.state, State::Closed { .. }) {
        return Ok(page);
    }
    let following = web.service().following(&session.scope, number).await.map_err(Problem::from)?;
    let reader = match (following.is_own, following.is_following) {
        (true, _) => Follows::Own,
        (false, true) => Follows::Yes,
        (false, false) => Follows::No,
    };
    let choice = |(id, name): (PersonId, String)| Choice::new(id.to_string(), Text::plain(name));
    let others = following.others.into_iter().map(choice).collect();
    let part = Followers::new(number, following.followers, reader, others);
    Ok(TicketPage { following: Some(part), ..page })
}

/// What changes, fetched again while the page is open.
#[handler]
pub(crate) async fn fragment(
    web: Web,
    visit: Visit,
    Path(number): Path<i64>,
    Query(shown): Query<Shown>,
) -> Result<Response> {
    let look = PortalSession::look(&web, &visit, number).await?;
    let (stamp, locale) = (look.stamp.map_err(Problem::from)?, visit.locale(look.locale).tag());
    let zone = look.time_zone.map_or("", |zone| zone.name());
    let tag = web.tag(&visit, format!("{stamp} {locale} {zone}").as_bytes())?;
    // Nearly every look ends here: nothing of the ticket was read but its row, and nothing is rendered.
    if let Some(unchanged) = web.unchanged(&visit, &tag) {
        return Ok(unchanged);
    }
    let session = PortalSession::find(&web, &visit).await?;
    let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    let fits = below(&view.ticket.state, frame.now);
    let conversation = present::conversation(&view, &frame).below(fits, Below::from_word(&shown.below));
    Ok(web.show_tagged(&frame, &conversation, &tag)?)
}

/// The form that a state lets stand below the conversation.
fn below(state: &State, now: DateTime<Utc>) -> Below {
    match state {
        State::Open(_) => Below::Reply,
        State::Closed { .. } if asks_for_feedback(state, now) => Below::Feedback,
        State::Closed { .. } => Below::Nothing,
    }
}

/// The page of a ticket; `key` makes two sends of its reply form one message.
pub(super) fn page(view: &View, frame: &rappel_pages::Frame, key: &str) -> TicketPage {
    let number = view.ticket.number;
    let below = below(&view.ticket.state, frame.now);
    TicketPage {
        number,
        category: view.category.name(frame.locale).to_owned(),
        urgent: view.ticket.urgent,
        opened_at: view.ticket.opened_at,
        opened_by: view.requester.clone(),
        about: view.continues.map(|number| About { number, href: paths::ticket(number) }),
        answers: own_fields::lines(&view.ticket.answers, frame.locale),
        conversation: present::conversation(view, frame).below(below, None),
        reply: (below == Below::Reply)
            .then(|| Reply::new(number, key.to_owned(), view.ticket.messages.to_string())),
        following: None,
        feedback: (below == Below::Feedback).then(|| FeedbackForm::new(paths::give_feedback(number))),
        feedback_given: match &view.ticket.state {
            State::Closed { feedback, .. } => feedback.as_ref().map(present::feedback),
            State::Open(_) => None,
        },
        list_href: paths::TICKETS,
        stopped: false,
        errors: Vec::new(),
    }
}
