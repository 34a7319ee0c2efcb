//! Whether a ticket changed, without reading what: one row.

use rappel_domain::{id::TicketId, ticket::Ticket};
use sea_orm::{ColumnTrait as _, QueryFilter as _};

use crate::{
    entities::tickets,
    error::{Result, StoreError},
    tickets::{Tickets, from_row},
};

/// Changes with everything that is written on a ticket: each change of its row has a version, and each fact makes its chain longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The version of the row.
    pub version: i32,
    /// How many facts were sealed.
    pub facts: i32,
}

impl Tickets<'_> {
    /// The ticket with a number, and its stamp.
    pub async fn stamped(&self, number: i64) -> Result<(Ticket, Stamp)> {
        let row = self.visible().filter(tickets::Column::Number.eq(number)).one(&self.tx().db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let stamp = stamp(&row);
        Ok((from_row(row)?, stamp))
    }

    /// The stamp of the ticket with an identifier.
    pub async fn stamp(&self, id: TicketId) -> Result<Stamp> {
        let row = self.visible().filter(tickets::Column::Id.eq(id.uuid())).one(&self.tx().db).await?;
        row.as_ref().map(stamp).ok_or(StoreError::NotFound)
    }
}

const fn stamp(row: &tickets::Model) -> Stamp {
    Stamp { version: row.version, facts: row.chain_length }
}
