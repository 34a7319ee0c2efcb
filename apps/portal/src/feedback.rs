//! `/feedback/{t}`: whether a closed ticket is solved, by a link that is mailed: shown by GET, said by POST, once.

use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_pages::{
    portal::{Feedback, FeedbackForm, LinkExpired, LinkKind},
    routes::portal as paths,
};
use rappel_service::{
    Error,
    feedback::{FeedbackLink, Said},
};
use rappel_web::{Form, Problem, Visit, Web, see_other};
use serde::Deserialize;

use crate::{present, words::word_for};

/// The choice that a link makes beforehand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    solved: String,
}

/// What a form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    solved: String,
    remark: String,
}

impl Typed {
    /// For the service.
    pub(crate) fn said(&self) -> Said {
        Said { solved: self.solved.clone(), remark: self.remark.clone() }
    }

    /// The form as it was typed.
    pub(crate) fn form(&self, action: String) -> FeedbackForm {
        FeedbackForm::new(action).typed(&self.solved, &self.remark)
    }

    /// The form as it was typed, with what was wrong.
    pub(crate) fn refused(&self, action: String, invalid: &[rappel_service::Invalid]) -> FeedbackForm {
        let solved = word_for(invalid, "solved").map(|_| "feedback-choose".into());
        self.form(action).refused(solved, word_for(invalid, "remark"))
    }
}

/// Asks, with the choice of the link made; or shows what was said.
#[handler]
pub(crate) async fn show(
    web: Web,
    visit: Visit,
    Path(token): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    match web.service().feedback_link(visit.company()?.tenant, &token).await {
        Ok(link) => {
            let form = FeedbackForm::new(paths::feedback(&token)).typed(&chosen.solved, "");
            page(&web, &visit, &link, StatusCode::OK, form)
        }
        Err(Error::NotFound) => expired(&web, &visit),
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// Says it. The second time nothing changes, and the answer is the one of a link that is used up.
#[handler]
pub(crate) async fn say(
    web: Web,
    visit: Visit,
    Path(token): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    let said = web.service().give_feedback_by_link(tenant, &token, &typed.said()).await;
    let (status, form) = match said {
        Ok(()) => return Ok(see_other(&paths::feedback(&token))),
        Err(Error::Invalid(invalid)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, typed.refused(paths::feedback(&token), &invalid))
        }
        Err(Error::NotFound) => (StatusCode::NOT_FOUND, typed.form(paths::feedback(&token))),
        Err(other) => return Err(Problem::from(other).into()),
    };
    match web.service().feedback_link(tenant, &token).await {
        Ok(link) => page(&web, &visit, &link, status, form),
        Err(Error::NotFound) => expired(&web, &visit),
        Err(other) => Err(Problem::from(other).into()),
    }
}

fn page(
    web: &Web,
    visit: &Visit,
    link: &FeedbackLink,
    status: StatusCode,
    form: FeedbackForm,
) -> Result<Response> {
    let frame = web.guest_frame_in(visit, link.person.locale)?;
    let category = link.category.name(frame.locale);
    let page = match link.given() {
        Some(given) => Feedback::given(link.ticket.number, category, present::feedback(given)),
        None => Feedback::ask(link.ticket.number, category, form),
    };
    Ok(web.show(status, &frame, &page)?)
}

fn expired(web: &Web, visit: &Visit) -> Result<Response> {
    Ok(web.show(StatusCode::NOT_FOUND, &web.guest_frame(visit)?, &LinkExpired::new(LinkKind::Feedback))?)
}
