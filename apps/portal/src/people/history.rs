//! `/people/history`: what was changed about the people, by whom.

use poem::{Response, Result, handler, http::StatusCode};
use rappel_domain::{Actor, audit::Deed};
use rappel_pages::{
    portal::{Act, ChangeRow, PeopleHistory},
    routes::portal as paths,
};
use rappel_service::people::Change;
use rappel_web::{PortalSession, Problem, Visit, Web};

use super::role;

/// As many changes as are shown.
const SHOWN: u64 = 200;

/// The last changes.
#[handler]
pub(crate) async fn get(session: PortalSession, web: Web, visit: Visit) -> Result<Response> {
    let changes = web.service().people_history(&session.scope, SHOWN).await.map_err(Problem::from)?;
    let page = PeopleHistory::new(changes.iter().map(row).collect());
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &page)?)
}

fn row(change: &Change) -> ChangeRow {
    let act = match change.deed {
        Deed::PersonInvited { role: invited } => Act::Invited(role(invited)),
        Deed::InvitationSent => Act::InvitedAgain,
        Deed::RoleChanged { to, .. } => Act::Role(role(to)),
        Deed::PersonDisabled => Act::Removed,
        Deed::PersonEnabled => Act::Enabled,
        Deed::PersonLeft => Act::Left,
    };
    ChangeRow {
        at: change.at,
        by: change.by.name.clone(),
        by_staff: !matches!(change.by.actor, Actor::Person(_)),
        says: act.say(change.person.as_deref().unwrap_or_default()),
    }
}
