//! How a long list of people is looked through: whom one looks for, and its pages.

use serde::Serialize;

use crate::{form::Field, portal::Pager};

/// A list that is seen at a glance needs no search.
const AT_A_GLANCE: usize = 20;

/// Which part of a list somebody is on: comes back after each thing done there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Whether it is that of people who cannot sign in any more.
    pub former: bool,
    /// What was typed.
    pub sought: String,
    /// Pages before it.
    pub page: usize,
}

impl Place {
    /// As a query has it: `tab`, `q`, and `page` from 1 on. Anything else is the beginning.
    pub fn read(tab: &str, q: &str, page: &str) -> Self {
        let page = page.parse::<usize>().unwrap_or(1).saturating_sub(1);
        Self { former: tab == "former", sought: q.trim().to_owned(), page }
    }

    /// Its address below `path`.
    pub fn address(&self, path: &str) -> String {
        let page = if self.page == 0 { String::new() } else { (self.page + 1).to_string() };
        let tab = if self.former { "former" } else { "" };
        let pairs = [("tab", tab), ("q", self.sought.as_str()), ("page", page.as_str())];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        match query.finish().as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// The other part of the list, with what is looked for.
    #[must_use]
    pub fn tab(&self, former: bool) -> Self {
        Self { former, page: 0, ..self.clone() }
    }
}

/// The search above such a list, and its pages below.
#[derive(Debug, Clone, Serialize)]
pub struct PeopleSearch {
    /// Name or address.
    pub q: Field,
    /// Whether there is a search: not for a few people.
    pub offered: bool,
    /// Whether only those who match are listed.
    pub searched: bool,
    /// Whether they are those who cannot sign in any more.
    pub former: bool,
    /// Where it leads.
    pub action: String,
    /// The list without what is looked for.
    pub all_href: String,
    /// The pages around.
    pub pager: Pager,
}

impl PeopleSearch {
    /// The search of a list at `path`, of so many people in all; `goes_on` when a page follows.
    pub fn new(path: &str, place: &Place, goes_on: bool, everybody: usize) -> Self {
        let searched = !place.sought.is_empty();
        let at = |page| Place { page, ..place.clone() }.address(path);
        Self {
            q: Field { kind: "search", ..Field::text("q", "people-search-what") }
                .value(&place.sought)
                .conditional(),
            offered: searched || everybody > AT_A_GLANCE,
            searched,
            former: place.former,
            action: path.to_owned(),
            all_href: Place { sought: String::new(), page: 0, ..place.clone() }.address(path),
            pager: Pager {
                newest: (place.page > 0).then(|| at(0)),
                next: goes_on.then(|| at(place.page + 1)),
            },
        }
    }
}

#[cfg(test)]
mod tests;
