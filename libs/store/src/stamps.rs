//! Whether a ticket changed, without reading what: one row.

use chrono::{DateTime, Utc};
use rappel_domain::id::{CallbackId, TicketId};
use sea_orm::{ColumnTrait as _, QueryFilter as _, QuerySelect as _, prelude::Uuid};

use crate::{
    entities::tickets,
    error::{Result, StoreError},
    tickets::Tickets,
};

/// Changes with everything that is written on a ticket: each change of its row has a version, and each fact makes its chain longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The version of the row.
    pub version: i32,
    /// How many facts were sealed.
    pub facts: i32,
}

/// The columns of [`Stamped`], in its order.
type Row = (Uuid, bool, Option<Uuid>, Option<DateTime<Utc>>, i32, i32);

/// What a look at an open page needs of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamped {
    /// Which.
    pub id: TicketId,
    /// Whether it is URGENT.
    pub urgent: bool,
    /// The callback that it joined, of another ticket.
    pub joined: Option<CallbackId>,
    /// Since when it is closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Of its row.
    pub stamp: Stamp,
}

impl Tickets<'_> {
    /// The ticket with a number. Only these columns are read: every open page asks for them every few seconds.
    pub async fn stamped(&self, number: i64) -> Result<Stamped> {
        use tickets::Column as C;
        let columns = [C::Id, C::IsUrgent, C::JoinedId, C::ClosedAt, C::Version, C::ChainLength];
        let ticket = self.visible().filter(C::Number.eq(number)).select_only().columns(columns);
        let row = ticket.into_tuple::<Row>().one(&self.tx().db).await?;
        let (id, urgent, joined, closed_at, version, facts) = row.ok_or(StoreError::NotFound)?;
        Ok(Stamped {
            id: TicketId::from_uuid(id),
            urgent,
            joined: joined.map(CallbackId::from_uuid),
            closed_at,
            stamp: Stamp { version, facts },
        })
    }

    /// The stamp of the ticket with an identifier.
    pub async fn stamp(&self, id: TicketId) -> Result<Stamp> {
        use tickets::Column as C;
        let ticket = self.visible().filter(C::Id.eq(id.uuid())).select_only();
        let columns = ticket.columns([C::Version, C::ChainLength]).into_tuple();
        let (version, facts) = columns.one(&self.tx().db).await?.ok_or(StoreError::NotFound)?;
        Ok(Stamp { version, facts })
    }
}
