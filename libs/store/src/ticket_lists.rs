//! Lists of tickets for one reader, and how many there are.

use chrono::{DateTime, Utc};
use rappel_domain::{
    id::{CategoryId, PersonId},
    ticket::{Status, Ticket},
    words::Sought,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Order as Sense, Query},
};

use crate::{
    entities::tickets,
    error::Result,
    tickets::{Tickets, from_row},
};

/// Which of the two tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Tickets that are not closed.
    No,
    /// Closed tickets.
    Yes,
}

/// What tickets of a list have in common, beside their tab and what is looked for: each where it is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    /// What they are about.
    pub category: Option<CategoryId>,
    /// Who opened them.
    pub requester: Option<PersonId>,
    /// Their state.
    pub status: Option<Status>,
    /// They were opened then or later.
    pub from: Option<DateTime<Utc>>,
    /// They were opened before.
    pub before: Option<DateTime<Utc>>,
}

impl Narrow {
    /// Nothing: every ticket.
    pub const NOT: Self = Self { category: None, requester: None, status: None, from: None, before: None };

    fn holds(&self) -> Condition {
        use tickets::Column;
        Condition::all()
            .add_option(self.category.map(|it| Column::CategoryId.eq(it.uuid())))
            .add_option(self.requester.map(|it| Column::RequesterId.eq(it.uuid())))
            .add_option(self.status.map(|it| Column::Status.eq(it.as_str())))
            .add_option(self.from.map(|it| Column::OpenedAt.gte(it)))
            .add_option(self.before.map(|it| Column::OpenedAt.lt(it)))
    }
}

/// Which tickets of a tab are listed: what is looked for alone, or narrowed down as well.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What is looked for.
    pub sought: &'a Sought,
    /// What they have in common.
    pub narrow: &'a Narrow,
}

impl<'a> From<&'a Sought> for Wanted<'a> {
    fn from(sought: &'a Sought) -> Self {
        Self { sought, narrow: &Narrow::NOT }
    }
}

/// In which order tickets are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// By number.
    Number(Way),
    /// By the time at which they were opened.
    Opened(Way),
    /// What nobody has taken, then what is in progress, then what is answered; each with the newest first.
    Status,
    /// By category, those in this order; each with the newest first.
    Category(Vec<CategoryId>),
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The lowest.
    Up,
    /// The highest.
    Down,
}

/// The last ticket of a page, by what its order needs: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Of [`Order::Number`].
    Number(i64),
    /// Of [`Order::Opened`].
    Opened(DateTime<Utc>, i64),
    /// Of [`Order::Status`].
    Status(Status, i64),
    /// Of [`Order::Category`].
    Category(CategoryId, i64),
}

impl Order {
    /// Where a page ends whose last ticket this is.
    pub const fn mark(&self, last: &Ticket) -> Mark {
        match self {
            Self::Number(_) => Mark::Number(last.number),
            Self::Opened(_) => Mark::Opened(last.opened_at, last.number),
            Self::Status => Mark::Status(last.status(), last.number),
            Self::Category(_) => Mark::Category(last.category, last.number),
        }
    }
}

impl Way {
    const fn sense(self) -> Sense {
        match self {
            Self::Up => Sense::Asc,
            Self::Down => Sense::Desc,
        }
    }
}

impl Tickets<'_> {
    /// Tickets in an order, those after a mark of that order; a mark of another one counts for nothing.
    pub async fn sorted<'a>(
        &self,
        closed: Closed,
        wanted: impl Into<Wanted<'a>>,
        order: &Order,
        after: Option<Mark>,
        limit: u64,
    ) -> Result<Vec<Ticket>> {
        use tickets::Column;
        let these = self.these(closed, wanted.into()).await?;
        match order {
            Order::Number(way) => {
                let these = match after {
                    Some(Mark::Number(number)) => these.filter(beyond(Column::Number, *way, number)),
                    _ => these,
                };
                self.page(these.order_by(Column::Number, way.sense()), limit).await
            }
            Order::Opened(way) => {
                let these = match after {
                    Some(Mark::Opened(at, number)) => these.filter(beyond_moment(*way, at, number)),
                    _ => these,
                };
                let these = these.order_by(Column::OpenedAt, way.sense());
                self.page(these.order_by(Column::Number, way.sense()), limit).await
            }
            Order::Status => {
                let words: &[Status] = match closed {
                    Closed::No => &[Status::Untreated, Status::InProgress, Status::Answered],
                    Closed::Yes => &[Status::Closed],
                };
                let groups = words.iter().map(|status| Group {
                    holds: Column::Status.eq(status.as_str()),
                    after: match after {
                        Some(Mark::Status(last, number)) if last == *status => Some(number),
                        _ => None,
                    },
                });
                self.grouped(these, groups.collect(), limit).await
            }
            Order::Category(categories) => {
                let groups = categories.iter().map(|category| Group {
                    holds: Column::CategoryId.eq(category.uuid()),
                    after: match after {
                        Some(Mark::Category(last, number)) if last == *category => Some(number),
                        _ => None,
                    },
                });
                self.grouped(these, groups.collect(), limit).await
            }
        }
    }

    /// One group after the other until a page is full, from the one in which the page before ended. Each is read in the
    /// order of an index, so that nothing is sorted that is not shown.
    async fn grouped(
        &self,
        these: Select<tickets::Entity>,
        groups: Vec<Group>,
        limit: u64,
    ) -> Result<Vec<Ticket>> {
        let first = groups.iter().position(|group| group.after.is_some()).unwrap_or_default();
        let mut found = Vec::new();
        for group in groups.into_iter().skip(first) {
            let mut select = these.clone().filter(group.holds);
            if let Some(number) = group.after {
                select = select.filter(tickets::Column::Number.lt(number));
            }
            let rest = limit - found.len() as u64;
            found.extend(self.page(select.order_by_desc(tickets::Column::Number), rest).await?);
            if found.len() as u64 == limit {
                break;
            }
        }
        Ok(found)
    }

    async fn page(&self, select: Select<tickets::Entity>, limit: u64) -> Result<Vec<Ticket>> {
        let rows = select.limit(limit).all(&self.tx().db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Tickets from the newest on, those with a number below `before`.
    pub async fn list<'a>(
        &self,
        closed: Closed,
        wanted: impl Into<Wanted<'a>>,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<Ticket>> {
        let mut select = self.listed(closed, wanted.into()).await?;
        if let Some(before) = before {
            select = select.filter(tickets::Column::Number.lt(before));
        }
        let rows = select.limit(limit).all(&self.tx().db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Tickets of any state from the newest on, those with a number below `before`; for the API.
    pub async fn all(&self, before: Option<i64>, limit: u64) -> Result<Vec<Ticket>> {
        let mut select = self.visible();
        if let Some(before) = before {
            select = select.filter(tickets::Column::Number.lt(before));
        }
        let rows = select.order_by_desc(tickets::Column::Number).limit(limit).all(&self.tx().db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// How many tickets are closed, or not, counted up to `most`: in the order of the list, as far as it goes.
    pub async fn count<'a>(&self, closed: Closed, wanted: impl Into<Wanted<'a>>, most: u64) -> Result<u64> {
        let first = self.listed(closed, wanted.into()).await?.select_only().column(tickets::Column::Id);
        let count = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), "rows")
            .from_subquery(first.limit(most).into_query(), "first")
            .to_owned();
        let row = self.tx().db.query_one(&count).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
        Ok(rows.cast_unsigned())
    }

    /// The newest first.
    async fn listed(&self, closed: Closed, wanted: Wanted<'_>) -> Result<Select<tickets::Entity>> {
        Ok(self.these(closed, wanted).await?.order_by_desc(tickets::Column::Number))
    }

    async fn these(&self, closed: Closed, wanted: Wanted<'_>) -> Result<Select<tickets::Entity>> {
        let these = self.visible().filter(tickets::Column::IsClosed.eq(closed == Closed::Yes));
        let these = these.filter(wanted.narrow.holds());
        Ok(these.filter(self.tx().matching(wanted.sought).await?))
    }
}

/// Tickets that stand together in an order.
struct Group {
    holds: Expr,
    /// The number at which the page before ended, when it ended here.
    after: Option<i64>,
}

fn beyond<V: Into<sea_orm::Value>>(column: tickets::Column, way: Way, value: V) -> Expr {
    match way {
        Way::Up => column.gt(value),
        Way::Down => column.lt(value),
    }
}

fn beyond_moment(way: Way, at: DateTime<Utc>, number: i64) -> Condition {
    use tickets::Column;
    let same = Condition::all().add(Column::OpenedAt.eq(at)).add(beyond(Column::Number, way, number));
    let later = Condition::any().add(beyond(Column::OpenedAt, way, at)).add(same);
    // The first condition alone says where the index is entered.
    let bound = match way {
        Way::Up => Column::OpenedAt.gte(at),
        Way::Down => Column::OpenedAt.lte(at),
    };
    Condition::all().add(bound).add(later)
}
