//! Pages of the clients.

mod error;

pub use error::{ErrorPage, Fault};

use crate::{
    frame::{Link, Section},
    routes::portal as routes,
};

crate::page::pages![ErrorPage];

/// What the person who reads may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Own tickets.
    Member,
    /// All tickets of the company, and its people.
    Manager,
}

/// The navigation; `current` is the path of the link that is shown as current.
pub fn navigation(current: &str, reader: Reader) -> Vec<Section> {
    let link =
        |text: &'static str, href: &'static str| Link { current: href == current, ..Link::new(text, href) };
    let mut account = vec![link("nav-account", routes::ACCOUNT)];
    if reader == Reader::Manager {
        account.push(link("nav-people", routes::PEOPLE));
    }
    account.push(link("nav-terms", routes::TERMS));
    vec![
        Section {
            title: "nav-assistance".into(),
            links: vec![link("nav-new-ticket", routes::NEW_TICKET), link("nav-tickets", routes::TICKETS)],
        },
        Section { title: "nav-yours".into(), links: account },
    ]
}
