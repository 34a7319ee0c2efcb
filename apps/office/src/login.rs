//! `/login` and `/logout`.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_pages::{portal::Login, routes::office as paths};
use rappel_service::{Error, factors::passkeys::can_be_at, second_step::Admission};
use rappel_web::{
    Enrolling, Form, OfficeSession, Problem, Visit, Web, before_sign_in, local_path, see_other,
};
use serde::Deserialize;

use crate::{desk::failed, second_step};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignIn {
    user: String,
    password: String,
    next: String,
}

/// The form; `next` is the page that asked for it.
#[handler]
pub(crate) fn get(web: Web, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let page = Login::new(local_path(&asked.next).map(str::to_owned)).with_passkeys(can_be_at(visit.host()));
    Ok(web.show(StatusCode::OK, &web.guest_frame(&visit)?, &page)?)
}

/// Signs in. A wrong name and a wrong password get the same answer.
#[handler]
pub(crate) async fn post(web: Web, visit: Visit, Form(sent): Form<SignIn>) -> Result<Response> {
    let next = local_path(&sent.next).map(str::to_owned);
    web.service().has_room_for_a_stranger().map_err(Problem::from)?;
    before_sign_in(&web, &visit, &sent.user).await;
    match web.service().sign_in_staff(&sent.user, &sent.password).await {
        Ok(Admission::Whole(entered)) => {
            OfficeSession::begin(&visit, &entered.token);
            Ok(see_other(next.as_deref().unwrap_or(paths::QUEUE)))
        }
        Ok(Admission::SecondStep(waiting)) => {
            OfficeSession::wait(&visit, &waiting);
            Ok(second_step::begin(next.as_deref()))
        }
        Err(Error::SignInFailed) => {
            let page = Login::new(next).refused(&sent.user).with_passkeys(can_be_at(visit.host()));
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &web.guest_frame(&visit)?, &page)?)
        }
        Err(other) => failed(other),
    }
}

/// Signs out, also who has not set a second factor up yet.
#[handler]
pub(crate) async fn logout(Enrolling { session, .. }: Enrolling, web: Web, visit: Visit) -> Result<Response> {
    session.end(&web, &visit).await?;
    Ok(see_other(paths::LOGIN))
}
