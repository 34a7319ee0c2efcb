//! `/password`, `/password/{t}` and `/invite/{t}`: a link is shown by GET and used by POST, once.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_pages::{
    portal::{Done, Forgot, LinkExpired, Purpose, SetPassword},
    routes::portal as paths,
};
use rappel_service::{
    Error,
    links::{Entered, PasswordLink},
    second_step::Admission,
    sign_in::Entrance,
};
use rappel_web::{Form, PortalSession, Problem, Visit, Web, alike, before_message, see_other};
use serde::Deserialize;

use crate::words::word_of;

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

/// Mails a link, if there is such a person; the answer is the same if there is not.
#[handler]
pub(crate) async fn send(web: Web, visit: Visit, Form(who): Form<Who>) -> Result<Response> {
    let tenant = visit.company()?.tenant;
    before_message(&web, &visit).await?;
    Box::pin(alike(web.service().forgot_person_password(tenant, &who.user))).await.map_err(Problem::from)?;
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
    match look(web, visit, token, purpose).await {
        Ok(link) => {
            let frame = web.guest_frame_in(visit, link.holder.locale())?;
            Ok(web.show(StatusCode::OK, &frame, &form(&link, token, purpose))?)
        }
        Err(Error::NotFound) => expired(web, visit, purpose),
        Err(other) => Err(Problem::from(other).into()),
    }
}

async fn set(web: &Web, visit: &Visit, token: &str, purpose: Purpose, password: &str) -> Result<Response> {
    let link = match look(web, visit, token, purpose).await {
        Ok(link) => link,
        Err(Error::NotFound) => return expired(web, visit, purpose),
        Err(other) => return Err(Problem::from(other).into()),
    };
    match web.service().choose_password(&link.tenant, token, password).await {
        Ok(Entered::Person(admission)) => {
            // Whoever had the account may have left a key: whoever has it back sees it before anything else.
            let keys = keys_left(web, visit, &admission).await?;
            let href = match &admission {
                Admission::Whole(entered) => {
                    if purpose == Purpose::Invitation {
                        let reads = visit.locale(link.holder.locale());
                        web.service()
                            .keep_first_language(&entered.scope, reads)
                            .await
                            .map_err(Problem::from)?;
                    }
                    PortalSession::begin(web, visit, &entered.token, Entrance::NewPassword).await?;
                    if keys == 0 { paths::TICKETS.to_owned() } else { paths::PASSKEYS.to_owned() }
                }
                // Whoever reads somebody's mail has no more than that: the code is asked for as ever.
                Admission::SecondStep(waiting) => {
                    PortalSession::wait(visit, waiting);
                    let next = if keys == 0 { String::new() } else { format!("?next={}", paths::PASSKEYS) };
                    format!("{}{next}", paths::SECOND_STEP)
                }
            };
            let done = match (purpose, keys) {
                (Purpose::Invitation, _) => Done::Welcome,
                (Purpose::Password, 0) => Done::PasswordChanged,
                (Purpose::Password, keys) => Done::PasswordChangedKeys(keys),
            };
            web.flash(visit, visit.locale(link.holder.locale()), &done.into())?;
            Ok(see_other(&href))
        }
        // A link of staff works in the back office only.
        Ok(Entered::Staff(_)) | Err(Error::NotFound) => expired(web, visit, purpose),
        Err(Error::Invalid(invalid)) => {
            let page = form(&link, token, purpose).refused(word_of(&invalid, "password"));
            let frame = web.guest_frame_in(visit, link.holder.locale())?;
            Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)?)
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// How many passkeys somebody has who has just chosen another password.
async fn keys_left(web: &Web, visit: &Visit, admission: &Admission) -> Result<usize, Problem> {
    let service = web.service();
    Ok(match admission {
        Admission::Whole(entered) => service.passkeys(&entered.scope).await?.len(),
        Admission::SecondStep(waiting) => {
            let step = service.second_step(visit.company()?.tenant, &waiting.token).await?;
            service.passkeys_of_step(&step).await? as usize
        }
    })
}

/// A link of this site and of this purpose.
async fn look(
    web: &Web,
    visit: &Visit,
    token: &str,
    purpose: Purpose,
) -> rappel_service::Result<PasswordLink> {
    let company = visit.company().map_err(|_| Error::NotFound)?;
    let tenant = web.service().effective(company.tenant).await?.tenant;
    let link = web.service().password_link(&tenant, token).await?;
    if link.is_invitation == (purpose == Purpose::Invitation) { Ok(link) } else { Err(Error::NotFound) }
}

fn form(link: &PasswordLink, token: &str, purpose: Purpose) -> SetPassword {
    let action = match purpose {
        Purpose::Invitation => paths::invite(token),
        Purpose::Password => paths::password(token),
    };
    SetPassword::new(purpose, action, link.holder.name(), link.holder.user_name(), &link.tenant.name)
}

fn expired(web: &Web, visit: &Visit, purpose: Purpose) -> Result<Response> {
    Ok(web.show(StatusCode::NOT_FOUND, &web.guest_frame(visit)?, &LinkExpired::new(purpose))?)
}
