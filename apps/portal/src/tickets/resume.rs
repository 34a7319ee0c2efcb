//! What somebody typed before their session ended comes back in its form, once they have signed in again.

use poem::{Response, Result};
use rappel_pages::{Frame, frame::Flash, portal::Kept, routes::portal as paths};
use rappel_web::{PortalSession, Visit, Web, see_other};

use super::{new, reply};

/// What was kept, to be shown and to go along: fields encoded as a form.
pub(crate) fn kept(fields: &str) -> Kept {
    let written = form_urlencoded::parse(fields.as_bytes())
        .find(|(name, value)| matches!(name.as_ref(), "body" | "description") && !value.trim().is_empty());
    Kept { text: written.map(|(_, value)| value.into_owned()), fields: fields.to_owned() }
}

/// The form of the page `next` as it was typed; the page itself when it has none.
pub(crate) async fn resume(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    next: &str,
    fields: &str,
) -> Result<Response> {
    if next == paths::NEW_TICKET {
        return new::resume(session, web, visit, fields).await;
    }
    match next.strip_prefix("/tickets/").and_then(|number| number.parse().ok()) {
        Some(number) => reply::resume(session, web, visit, number, fields).await,
        None => Ok(see_other(next)),
    }
}

/// A frame that says why the form is filled in.
pub(super) fn frame(session: &PortalSession, web: &Web, visit: &Visit, current: &str) -> Result<Frame> {
    let mut frame = session.frame(web, visit, current)?;
    frame.flashes.push(Flash::warning("session-resumed"));
    Ok(frame)
}

/// A field of what was kept.
pub(super) fn field(fields: &str, name: &str) -> String {
    let mut all = form_urlencoded::parse(fields.as_bytes());
    all.find(|(field, _)| field == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}
