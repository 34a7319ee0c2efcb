//! A client's list of tickets: a page of it, and all of it for a download.

use rappel_domain::{id::PersonId, ticket::Ticket, words::Sought};
use rappel_store::{
    Tx,
    categories::Category,
    tickets::{Mark, Narrow, Order, Wanted, Way},
};

use super::{Line, List, PAGE, open_callbacks};
use crate::{
    Closed, Scope, Service,
    error::{Error, Result},
    queue::MOST,
    settings::Effective,
};

/// Lines of a download that are in memory at once.
const LINES: u64 = 100;

/// What to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which of the two tabs.
    pub closed: Closed,
    /// What was typed to find them; empty for all.
    pub text: String,
    /// What they have in common.
    pub narrow: Narrow,
    /// In which order.
    pub sort: Sort,
}

impl Asked {
    /// Every ticket of a tab, the newest first.
    pub const fn all(closed: Closed) -> Self {
        Self { closed, text: String::new(), narrow: Narrow::NOT, sort: Sort::NumberDown }
    }
}

/// The orders that a reader may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The highest number first.
    NumberDown,
    /// The lowest number first.
    NumberUp,
    /// What was opened last first.
    DateDown,
    /// What was opened first first.
    DateUp,
    /// By state, what nobody has taken first.
    Status,
    /// By category, in the order of the company's own list.
    Category,
}

impl Sort {
    /// Every order, the usual one first.
    pub const ALL: [Self; 6] =
        [Self::NumberDown, Self::NumberUp, Self::DateDown, Self::DateUp, Self::Status, Self::Category];

    /// The word in addresses; empty for the usual order.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NumberDown => "",
            Self::NumberUp => "number-up",
            Self::DateDown => "date",
            Self::DateUp => "date-up",
            Self::Status => "status",
            Self::Category => "category",
        }
    }

    /// The order of a word; the usual one for a word that is none.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word).unwrap_or(Self::NumberDown)
    }

    fn order(self, categories: &[Category]) -> Order {
        match self {
            Self::NumberDown => Order::Number(Way::Down),
            Self::NumberUp => Order::Number(Way::Up),
            Self::DateDown => Order::Opened(Way::Down),
            Self::DateUp => Order::Opened(Way::Up),
            Self::Status => Order::Status,
            Self::Category => Order::Category(categories.iter().map(|it| it.id).collect()),
        }
    }
}

impl Service {
    /// A page of the reader's list, after the mark at which the page before ended. A category or a person that the reader does
    /// not have to choose from narrows nothing down.
    pub async fn ticket_list(&self, scope: &Scope, asked: &Asked, after: Option<Mark>) -> Result<List> {
        let tx = self.store.read(scope).await?;
        let settings = Effective::read(&tx).await?;
        let sought = Sought::parse(&asked.text);
        let categories = tx.categories().list().await?;
        let people = if scope.sees_others() { tx.people_seen().await? } else { Vec::new() };
        let narrow = among(&asked.narrow, &categories, &people);
        let wanted = Wanted { sought: &sought, narrow: &narrow };
        let (tickets, next) = page(&tx, asked, wanted, &categories, after, PAGE).await?;
        let is_first = asked.sort == Sort::NumberDown && after.is_none();
        let callbacks = match (asked.closed, &sought) {
            // What is being called back is the same above every page of them, as it is when it is fetched again.
            (Closed::No, Sought::Everything) if !is_first => {
                let newest = tx.tickets().list(Closed::No, &sought, None, PAGE).await?;
                open_callbacks(&tx, &newest).await?
            }
            _ => open_callbacks(&tx, &tickets).await?,
        };
        Ok(List {
            rows: lines(&tx, tickets, &categories).await?,
            settings,
            open: tx.tickets().count(Closed::No, wanted, MOST).await?,
            closed: tx
                .tickets()
                .count(Closed::Yes, Wanted { narrow: &over(&narrow), ..wanted }, MOST)
                .await?,
            next,
            callbacks,
            categories,
            people,
            narrow,
        })
    }

    /// Some lines of the reader's list, and the mark at which they end when there may be more: for a download.
    pub async fn ticket_lines(
        &self,
        scope: &Scope,
        asked: &Asked,
        after: Option<Mark>,
    ) -> Result<(Vec<Line>, Option<Mark>)> {
        let tx = self.store.read(scope).await?;
        let sought = Sought::parse(&asked.text);
        let categories = tx.categories().list().await?;
        let wanted = Wanted { sought: &sought, narrow: &asked.narrow };
        let (tickets, next) = page(&tx, asked, wanted, &categories, after, LINES).await?;
        Ok((lines(&tx, tickets, &categories).await?, next))
    }
}

/// What narrows a list down, of what its reader has to choose from.
fn among(asked: &Narrow, categories: &[Category], people: &[(PersonId, String)]) -> Narrow {
    Narrow {
        category: asked.category.filter(|it| categories.iter().any(|known| known.id == *it)),
        requester: asked.requester.filter(|it| people.iter().any(|(known, _)| known == it)),
        ..asked.clone()
    }
}

/// The same of closed tickets, which have one status.
fn over(narrow: &Narrow) -> Narrow {
    Narrow { status: None, ..narrow.clone() }
}

async fn page(
    tx: &Tx,
    asked: &Asked,
    wanted: Wanted<'_>,
    categories: &[Category],
    after: Option<Mark>,
    limit: u64,
) -> Result<(Vec<Ticket>, Option<Mark>)> {
    let order = asked.sort.order(categories);
    let mut tickets = tx.tickets().sorted(asked.closed, wanted, &order, after, limit + 1).await?;
    let more = tickets.len() as u64 > limit;
    tickets.truncate(limit as usize);
    let next = tickets.last().filter(|_| more).map(|last| order.mark(last));
    Ok((tickets, next))
}

async fn lines(tx: &Tx, tickets: Vec<Ticket>, categories: &[Category]) -> Result<Vec<Line>> {
    let ids: Vec<_> = tickets.iter().map(|it| it.requester).collect();
    let names = tx.persons().names(&ids).await?;
    let line = |ticket: Ticket| {
        let category = categories.iter().find(|it| it.id == ticket.category).cloned();
        let requester = names.get(&ticket.requester).cloned().unwrap_or_default();
        Ok(Line { category: category.ok_or(Error::NotFound)?, requester, ticket })
    };
    tickets.into_iter().map(line).collect()
}
