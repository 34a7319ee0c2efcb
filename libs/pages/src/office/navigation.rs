//! The navigation of the back office: what the reader's role may open.

use rappel_domain::role::{StaffRight, StaffRole};

use crate::{
    frame::{Link, Section},
    routes::office as routes,
};

/// What the reader may open, besides tickets and callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights(pub StaffRole);

/// The navigation; `current` is the path of the link that is shown as current.
pub fn navigation(current: &str, Rights(role): Rights) -> Vec<Section> {
    let link =
        |text: &'static str, href: &'static str| Link { current: href == current, ..Link::new(text, href) };
    let mut links = vec![
        link("office-nav-queue", routes::QUEUE),
        link("office-nav-callbacks", routes::CALLBACKS),
        link("office-nav-on-call", routes::ON_CALL),
    ];
    let more = [
        (StaffRight::EditRotas, "office-nav-policies", routes::POLICIES),
        (StaffRight::SeeDeliveries, "office-nav-deliveries", routes::DELIVERIES),
        (StaffRight::SeeReports, "office-nav-reports", routes::REPORTS),
        (StaffRight::EditTenants, "office-nav-tenants", routes::TENANTS),
        (StaffRight::EditStaff, "office-nav-team", routes::TEAM),
        (StaffRight::EditSettings, "office-nav-settings", routes::SETTINGS),
    ];
    links.extend(
        more.into_iter().filter(|(right, ..)| role.may(*right)).map(|(_, text, href)| link(text, href)),
    );
    vec![Section { title: "office-nav-work".into(), links }]
}

/// The navigation as samples show it.
pub(crate) fn sample_navigation() -> Vec<Section> {
    navigation(routes::QUEUE, Rights(StaffRole::Admin))
}
