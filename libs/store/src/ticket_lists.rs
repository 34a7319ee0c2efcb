//! Lists of tickets for one reader, and how many there are.

use rappel_domain::{ticket::Ticket, words::Sought};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, Query},
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

impl Tickets<'_> {
    /// Tickets from the newest on, those with a number below `before`.
    pub async fn list(
        &self,
        closed: Closed,
        sought: &Sought,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<Ticket>> {
        let mut select = self.listed(closed, sought).await?;
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
    pub async fn count(&self, closed: Closed, sought: &Sought, most: u64) -> Result<u64> {
        let first = self.listed(closed, sought).await?.select_only().column(tickets::Column::Id);
        let count = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), "rows")
            .from_subquery(first.limit(most).into_query(), "first")
            .to_owned();
        let row = self.tx().db.query_one(&count).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
        Ok(rows.cast_unsigned())
    }

    /// The newest first.
    async fn listed(&self, closed: Closed, sought: &Sought) -> Result<Select<tickets::Entity>> {
        let listed = self.visible().filter(tickets::Column::IsClosed.eq(closed == Closed::Yes));
        let listed = listed.filter(self.tx().matching(sought).await?);
        Ok(listed.order_by_desc(tickets::Column::Number))
    }
}
