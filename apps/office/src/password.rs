//! `/password`, `/password/{t}` and `/invite/{t}`: a link is shown by GET and used by POST, once.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_pages::{
    office::{Done, Welcome},
    portal::{Forgot, LinkExpired, Purpose, SetPassword},
    routes::office as paths,
};
use rappel_service::{
    Error,
    links::{Entered, PasswordLink},
    second_step::{Admission, Waiting},
};
use rappel_web::{Form, OfficeSession, Problem, Visit, Web, alike, before_message, see_other};
use serde::Deserialize;

use crate::{desk::failed, second_step::operator, words::word_of};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Who {
    user: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    password: String,
}

/// Asks who forgot their password.
#[handler]
pub(crate) fn forgot(web: Web, visit: Visit) -> Result<Response> {
    Ok(web.show(StatusCode::OK, &web.guest_frame(&visit)?, &Forgot::new())?)
}

/// Mails a link, if there is such a staff member; the answer is the same if there is not.
#[handler]
pub(crate) async fn send(web: Web, visit: Visit, Form(who): Form<Who>) -> Result<Response> {
    before_message(&web, &visit).await?;
    Box::pin(alike(web.service().forgot_staff_password(&who.user))).await.map_err(Problem::from)?;
    Ok(web.show(StatusCode::OK, &web.guest_frame(&visit)?, &Forgot::sent())?)
}

/// Looks at a link to choose another password.
#[handler]
pub(crate) async fn show_reset(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    show(&web, &visit, &token, Purpose::Password).await
}

/// Uses a link to choose another password.
#[handler]
pub(crate) async fn set_reset(
    web: Web,
    visit: Visit,
    Path(token): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    set(&web, &visit, &token, Purpose::Password, &chosen.password).await
}

/// Looks at an invitation.
#[handler]
pub(crate) async fn show_invitation(web: Web, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    show(&web, &visit, &token, Purpose::Invitation).await
}

/// Accepts an invitation.
#[handler]
pub(crate) async fn set_invitation(
    web: Web,
    visit: Visit,
    Path(token): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    set(&web, &visit, &token, Purpose::Invitation, &chosen.password).await
}

async fn show(web: &Web, visit: &Visit, token: &str, purpose: Purpose) -> Result<Response> {
    match look(web, token, purpose).await {
        Ok(link) => form(web, visit, StatusCode::OK, &link, fields(&link, token, purpose)),
        Err(Error::NotFound) => expired(web, visit, purpose),
        Err(other) => failed(other),
    }
}

async fn set(web: &Web, visit: &Visit, token: &str, purpose: Purpose, password: &str) -> Result<Response> {
    let link = match look(web, token, purpose).await {
        Ok(link) => link,
        Err(Error::NotFound) => return expired(web, visit, purpose),
        Err(other) => return failed(other),
    };
    match web.service().choose_password(&link.tenant, token, password).await {
        Ok(Entered::Staff(admission)) => {
            let (href, done) = match &admission {
                Admission::Whole(entered) => {
                    OfficeSession::begin(visit, &entered.token);
                    (paths::QUEUE.to_owned(), Done::Welcome)
                }
                // Whoever reads somebody's mail has no more than that: the second step is asked for as ever.
                Admission::SecondStep(waiting) => {
                    OfficeSession::wait(visit, waiting);
                    // Whoever had the account may have left a key: whoever has it back sees it before anything else.
                    match keys_left(web, waiting).await? {
                        0 => (paths::SECOND_STEP.to_owned(), Done::Welcome),
                        keys => {
                            let href = format!("{}?next={}", paths::SECOND_STEP, paths::PASSKEYS);
                            (href, Done::PasswordChangedKeys(keys))
                        }
                    }
                }
            };
            web.flash(visit, visit.locale(link.holder.locale()), &done.into())?;
            Ok(see_other(&href))
        }
        // A link of a client works in the portal only.
        Ok(Entered::Person(_)) | Err(Error::NotFound) => expired(web, visit, purpose),
        Err(Error::Invalid(invalid)) => {
            let refused = fields(&link, token, purpose).refused(word_of(&invalid, "password"));
            form(web, visit, StatusCode::UNPROCESSABLE_ENTITY, &link, refused)
        }
        Err(other) => failed(other),
    }
}

/// How many passkeys somebody has who has just chosen another password. Whoever has one waits for it, or for a code.
async fn keys_left(web: &Web, waiting: &Waiting) -> Result<usize> {
    let service = web.service();
    let step = service.second_step(operator(web).await?, &waiting.token).await.map_err(Problem::from)?;
    Ok(service.passkeys_of_step(&step).await.map_err(Problem::from)? as usize)
}

/// A link of the back office and of this purpose.
async fn look(web: &Web, token: &str, purpose: Purpose) -> rappel_service::Result<PasswordLink> {
    let operator = web.service().operator().await?.ok_or(Error::NotFound)?;
    let link = web.service().password_link(&operator, token).await?;
    if link.is_invitation == (purpose == Purpose::Invitation) { Ok(link) } else { Err(Error::NotFound) }
}

fn fields(link: &PasswordLink, token: &str, purpose: Purpose) -> SetPassword {
    let action = match purpose {
        Purpose::Invitation => paths::invite(token),
        Purpose::Password => paths::password(token),
    };
    SetPassword::new(purpose, action, link.holder.name(), link.holder.user_name(), &link.tenant.name)
}

/// An invitation of staff has words of its own.
fn form(
    web: &Web,
    visit: &Visit,
    status: StatusCode,
    link: &PasswordLink,
    page: SetPassword,
) -> Result<Response> {
    let frame = web.guest_frame_in(visit, link.holder.locale())?;
    if link.is_invitation {
        return Ok(web.show(status, &frame, &Welcome { form: page })?);
    }
    Ok(web.show(status, &frame, &page)?)
}

fn expired(web: &Web, visit: &Visit, purpose: Purpose) -> Result<Response> {
    Ok(web.show(StatusCode::NOT_FOUND, &web.guest_frame(visit)?, &LinkExpired::new(purpose))?)
}
