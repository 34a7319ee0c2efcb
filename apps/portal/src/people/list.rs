//! `/people/list`: a pasted list is invited; what went wrong stays in the box, each line with its reason.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_pages::{
    people_search::Place,
    portal::{Fate, ListLine, ListReport, State},
    routes::portal as paths,
};
use rappel_service::{
    Error,
    people::{Line, Outcome, Standing},
};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, before_message};
use serde::Deserialize;

use super::page;
use crate::words::{word_for, words};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Pasted {
    list: String,
    list_role: String,
}

/// Invites everybody of the list who can be, and says what became of each line.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(pasted): Form<Pasted>,
) -> Result<Response> {
    before_message(&web, &visit).await?;
    let sent = web.service().invite_list(&session.scope, &pasted.list, &pasted.list_role).await;
    let frame = session.frame(&web, &visit, paths::PEOPLE)?;
    match sent {
        Ok(report) => {
            let left = report.left();
            let shown = ListReport::new(report.lines.iter().map(line).collect()).unread(report.unread);
            // Read after they were invited: they are in the table below.
            let page =
                page(&session, &web, Place::default()).await?.reported(shown, &left, &pasted.list_role);
            let status = if left.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(web.show(status, &frame, &page)?)
        }
        Err(Error::Invalid(invalid)) => {
            let why = match word_for(&invalid, "list_role") {
                Some(why) => why,
                None => "people-list-empty".into(),
            };
            let page = page(&session, &web, Place::default()).await?;
            let page = page.list_refused(&pasted.list, &pasted.list_role, why);
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

fn line(line: &Line) -> ListLine {
    let fate = match &line.outcome {
        Outcome::Invited { name, email } => Fate::Invited(name.clone(), email.clone()),
        Outcome::There { name, standing } => Fate::There(name.clone(), state(*standing)),
        Outcome::Twice => Fate::Twice,
        Outcome::Later => Fate::Later,
        Outcome::Wrong(reason) => Fate::Wrong(words(reason)),
    };
    ListLine::new(&line.text, fate)
}

const fn state(standing: Standing) -> State {
    match standing {
        Standing::Active => State::Active,
        Standing::Invited => State::Invited,
        Standing::Disabled => State::Disabled,
    }
}
