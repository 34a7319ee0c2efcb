//! A page of the people of a company: those who may sign in or those who may not, whom somebody looks for.

use rappel_domain::words;

use super::{Person, Scope, Service};
use crate::error::Result;

/// People of one page.
pub const PEOPLE_ON_A_PAGE: usize = 50;

/// Of whom a page is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Among {
    /// Everybody.
    #[default]
    All,
    /// Those who may sign in.
    Present,
    /// Those who may not any more.
    Former,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Of whom.
    pub among: Among,
    /// Parts of their names, addresses or user names, all of which must occur; nothing is everybody.
    pub sought: String,
    /// Which page, from 0 on. The last one for a number beyond it.
    pub page: usize,
}

/// What there is of it.
#[derive(Debug, Default)]
pub struct PeoplePage {
    /// By name, at most [`PEOPLE_ON_A_PAGE`].
    pub people: Vec<Person>,
    /// Which page it is.
    pub page: usize,
    /// Whether another page follows.
    pub goes_on: bool,
    /// How many match who may sign in.
    pub present: usize,
    /// How many match who may not any more.
    pub former: usize,
    /// How many there are, whatever is looked for.
    pub everybody: usize,
}

impl Service {
    /// A page of everybody of the tenant, by name, but those who were erased.
    pub async fn people_page(&self, scope: &Scope, listed: &Listed) -> Result<PeoplePage> {
        Ok(page(self.people(scope).await?, listed))
    }
}

fn page(people: Vec<Person>, listed: &Listed) -> PeoplePage {
    let everybody = people.len();
    let is_sought = |it: &Person| {
        words::occur(&listed.sought, [it.name.as_str(), it.email.as_str(), it.user_name.as_str()])
    };
    let sought: Vec<Person> = people.into_iter().filter(is_sought).collect();
    let former = sought.iter().filter(|it| it.disabled_at.is_some()).count();
    let present = sought.len() - former;
    let is_among = |it: &Person| match listed.among {
        Among::All => true,
        Among::Present => it.disabled_at.is_none(),
        Among::Former => it.disabled_at.is_some(),
    };
    let shown: Vec<Person> = sought.into_iter().filter(is_among).collect();
    let last = shown.len().saturating_sub(1) / PEOPLE_ON_A_PAGE;
    let at = listed.page.min(last);
    PeoplePage {
        page: at,
        goes_on: at < last,
        people: shown.into_iter().skip(at * PEOPLE_ON_A_PAGE).take(PEOPLE_ON_A_PAGE).collect(),
        present,
        former,
        everybody,
    }
}
