//! `/tickets/{n}`: where a ticket stands and what was said.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::{
    id::PersonId,
    ticket::{State, asks_for_feedback},
};
use rappel_pages::{
    Text,
    form::Choice,
    own_fields,
    portal::{About, FeedbackForm, Followers, Follows, Reply, TicketPage},
    routes::portal as paths,
};
use rappel_service::tickets::View;
use rappel_web::{PortalSession, Problem, Visit, Web};

use crate::present;

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
pub(crate) async fn fragment(web: Web, visit: Visit, Path(number): Path<i64>) -> Result<Response> {
    let (session, stamp) = PortalSession::look(&web, &visit, number).await?;
    let (locale, zone) =
        (session.locale(&visit).tag(), session.person.time_zone.map_or("", |zone| zone.name()));
    let tag = web.tag(&visit, format!("{stamp} {locale} {zone}").as_bytes())?;
    // Nearly every look ends here: nothing of the ticket was read but its row, and nothing is rendered.
    if let Some(unchanged) = web.unchanged(&visit, &tag) {
        return Ok(unchanged);
    }
    let view = web.service().ticket(&session.scope, number).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::TICKETS)?;
    Ok(web.show_tagged(&frame, &present::conversation(&view, frame.now), &tag)?)
}

/// The page of a ticket; `key` makes two sends of its reply form one message.
pub(super) fn page(view: &View, frame: &rappel_pages::Frame, key: &str) -> TicketPage {
    let number = view.ticket.number;
    let is_open = matches!(view.ticket.state, State::Open(_));
    TicketPage {
        number,
        category: view.category.name(frame.locale).to_owned(),
        urgent: view.ticket.urgent,
        opened_at: view.ticket.opened_at,
        opened_by: view.requester.clone(),
        about: view.continues.map(|number| About { number, href: paths::ticket(number) }),
        answers: own_fields::lines(&view.ticket.answers, frame.locale),
        conversation: present::conversation(view, frame.now),
        reply: is_open.then(|| Reply::new(number, key.to_owned(), view.ticket.messages.to_string())),
        following: None,
        feedback: asks_for_feedback(&view.ticket.state, frame.now)
            .then(|| FeedbackForm::new(paths::give_feedback(number))),
        feedback_given: match &view.ticket.state {
            State::Closed { feedback, .. } => feedback.as_ref().map(present::feedback),
            State::Open(_) => None,
        },
        list_href: paths::TICKETS,
        stopped: false,
        errors: Vec::new(),
    }
}
