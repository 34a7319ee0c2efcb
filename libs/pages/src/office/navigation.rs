//! The navigation of the back office: what the reader's role may open.

use rappel_domain::role::{StaffRight, StaffRole};

use crate::{
    frame::{Link, Section},
    routes::office as routes,
};

/// What the reader may open, besides tickets and callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights(pub StaffRole);

/// The navigation; `current` is the path of the link that is shown as current, `unready` how many things keep people from
/// being reached.
pub fn navigation(current: &str, Rights(role): Rights, unready: usize) -> Vec<Section> {
    let link =
        |text: &'static str, href: &'static str| Link { current: href == current, ..Link::new(text, href) };
    let mut links = vec![
        link("office-nav-queue", routes::QUEUE),
        link("office-nav-callbacks", routes::CALLBACKS),
        link("office-nav-on-call", routes::ON_CALL),
    ];
    if role.may(StaffRight::EditRotas) {
        let readiness = link("readiness-title", routes::READINESS);
        links.push(if unready > 0 { readiness.count(unready as u64) } else { readiness });
    }
    let allowed = |all: &[(StaffRight, &'static str, &'static str)]| -> Vec<Link> {
        let all = all.iter().filter(|(right, ..)| role.may(*right));
        all.map(|(_, text, href)| link(text, href)).collect()
    };
    links.extend(allowed(&[(StaffRight::SeeDeliveries, "office-nav-deliveries", routes::DELIVERIES)]));
    // What is set up once and looked at now and then: ten links would take two rows.
    let manage = allowed(&[
        (StaffRight::EditRotas, "office-nav-policies", routes::POLICIES),
        (StaffRight::SeeReports, "office-nav-reports", routes::REPORTS),
        (StaffRight::EditTenants, "office-nav-tenants", routes::TENANTS),
        (StaffRight::EditStaff, "office-nav-team", routes::TEAM),
        (StaffRight::EditSettings, "office-nav-settings", routes::SETTINGS),
    ]);
    let mut sections = vec![Section::new("office-nav-work", links)];
    if !manage.is_empty() {
        sections.push(Section::new("office-nav-manage", manage).folded());
    }
    sections
}

/// The navigation as samples show it.
pub(crate) fn sample_navigation() -> Vec<Section> {
    navigation(routes::QUEUE, Rights(StaffRole::Admin), 2)
}
