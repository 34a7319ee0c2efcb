//! `/people/history`: what was changed about the people, by whom.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::{Actor, audit::Deed};
use rappel_pages::{
    portal::{Act, ChangeRow, Pager, PeopleHistory},
    routes::portal as paths,
};
use rappel_service::people::Change;
use rappel_web::{PortalSession, Problem, Visit, Web};
use serde::Deserialize;

use super::role;

/// As many changes as a page shows.
const SHOWN: u64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: Option<i32>,
}

/// The last changes, or those before a place in the log.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (changes, older) =
        web.service().people_history(&session.scope, asked.before, SHOWN).await.map_err(Problem::from)?;
    let pager = Pager {
        newest: asked.before.map(|_| paths::PEOPLE_HISTORY.to_owned()),
        next: older.map(|place| format!("{}?before={place}", paths::PEOPLE_HISTORY)),
    };
    let page = PeopleHistory { pager, ..PeopleHistory::new(changes.iter().map(row).collect()) };
    Ok(web.show(StatusCode::OK, &session.frame(&web, &visit, paths::PEOPLE)?, &page)?)
}

fn row(change: &Change) -> ChangeRow {
    let mut about = change.person.as_deref().unwrap_or_default();
    let act = match &change.deed {
        Deed::PersonInvited { role: invited } => Act::Invited(role(*invited)),
        Deed::InvitationSent => Act::InvitedAgain,
        Deed::RoleChanged { to, .. } => Act::Role(role(*to)),
        Deed::FollowerAdded { number } => Act::Follows(*number),
        Deed::FollowerLeft { number } => Act::FollowsNoMore(*number),
        Deed::VisibilityChanged { .. } => Act::Sees,
        Deed::MembersSee { .. } => Act::MembersSee,
        Deed::PersonDisabled => Act::Removed,
        Deed::PersonEnabled => Act::Enabled,
        Deed::PersonLeft => Act::Left,
        Deed::CategoryAdded { category } => {
            about = category;
            Act::CategoryAdded
        }
        Deed::CategoryChanged { category, .. } => {
            about = category;
            Act::Category
        }
        Deed::LogoChanged { .. } => Act::Logo,
        Deed::LogoRemoved => Act::LogoRemoved,
        Deed::ColourChanged { .. } => Act::Colour,
    };
    ChangeRow {
        at: change.at,
        by: change.by.name.clone(),
        by_staff: !matches!(change.by.actor, Actor::Person(_)),
        says: act.say(about),
    }
}
