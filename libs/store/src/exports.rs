//! What is kept of somebody, handed out to them: which files there are, and until when.

use chrono::{DateTime, Utc};
use rappel_domain::id::{DeliveryId, ExportId, PersonId, TicketId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait as _, DbBackend, EntityTrait, ExprTrait as _, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};

use crate::{
    deliveries::Delivery,
    entities::{deliveries, exports, tickets},
    error::{Result, StoreError},
    unit::Tx,
};

/// Exports of the scope's tenant.
#[derive(Debug)]
pub struct Exports<'a>(&'a Tx);

/// A file with what is kept of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its identifier.
    pub id: ExportId,
    /// Of whom, and for whom alone.
    pub person: PersonId,
    /// When they asked for it.
    pub asked_at: DateTime<Utc>,
    /// When it was put together.
    pub ready: Option<Ready>,
}

/// A file that was put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ready {
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it is handed out.
    pub until: DateTime<Utc>,
    /// Bytes.
    pub size: i64,
}

impl Tx {
    /// Exports of the scope's tenant.
    pub const fn exports(&self) -> Exports<'_> {
        Exports(self)
    }
}

impl Exports<'_> {
    /// Notes that somebody asked for one.
    pub async fn ask(&self, id: ExportId, person: PersonId) -> Result<()> {
        let row = exports::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(id.uuid()),
            person_id: Set(person.uuid()),
            asked_at: Set(self.0.clock.now()),
            ready_at: Set(None),
            expires_at: Set(None),
            size: Set(None),
        };
        exports::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// One of them.
    pub async fn export(&self, id: ExportId) -> Result<Export> {
        let row = self.0.of::<exports::Entity>().filter(exports::Column::Id.eq(id.uuid()));
        row.one(&self.0.db).await?.map(from_row).ok_or(StoreError::NotFound)
    }

    /// Those of somebody, the latest first.
    pub async fn exports_of(&self, person: PersonId) -> Result<Vec<Export>> {
        let rows = self
            .0
            .of::<exports::Entity>()
            .filter(exports::Column::PersonId.eq(person.uuid()))
            .order_by_desc(exports::Column::Id);
        Ok(rows.all(&self.0.db).await?.into_iter().map(from_row).collect())
    }

    /// Whether one is being put together that was asked for since a time.
    pub async fn is_any_written(&self, since: DateTime<Utc>) -> Result<bool> {
        let rows = self.0.of::<exports::Entity>().filter(exports::Column::ReadyAt.is_null());
        let rows = rows.filter(exports::Column::AskedAt.gt(since));
        Ok(rows.one(&self.0.db).await?.is_some())
    }

    /// Those whose time was over by then, and that are still there.
    pub async fn expired(&self, by: DateTime<Utc>) -> Result<Vec<ExportId>> {
        let rows = self.0.of::<exports::Entity>().filter(exports::Column::ExpiresAt.lte(by));
        let rows = rows.order_by_asc(exports::Column::Id).all(&self.0.db).await?;
        Ok(rows.into_iter().map(|row| ExportId::from_uuid(row.id)).collect())
    }

    /// Notes that a file is there.
    pub async fn set_ready(&self, id: ExportId, ready: Ready) -> Result<()> {
        let row = exports::ActiveModel {
            ready_at: Set(Some(ready.at)),
            expires_at: Set(Some(ready.until)),
            size: Set(Some(ready.size)),
            ..Default::default()
        };
        let change = self.0.change::<exports::Entity>().set(row).filter(exports::Column::Id.eq(id.uuid()));
        let done = change.exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Forgets a file.
    pub async fn drop_export(&self, id: ExportId) -> Result<()> {
        self.0.remove::<exports::Entity>().filter(exports::Column::Id.eq(id.uuid())).exec(&self.0.db).await?;
        Ok(())
    }

    /// The next tickets that somebody asked for help with, in order.
    pub async fn tickets_of(
        &self,
        person: PersonId,
        after: Option<TicketId>,
        limit: u64,
    ) -> Result<Vec<TicketId>> {
        let mut next = self.0.of::<tickets::Entity>().filter(tickets::Column::RequesterId.eq(person.uuid()));
        if let Some(after) = after {
            next = next.filter(tickets::Column::Id.gt(after.uuid()));
        }
        let next = next.order_by_asc(tickets::Column::Id).limit(limit).select_only();
        let ids: Vec<sea_orm::prelude::Uuid> =
            next.column(tickets::Column::Id).into_tuple().all(&self.0.db).await?;
        Ok(ids.into_iter().map(TicketId::from_uuid).collect())
    }

    /// The next messages that were sent to somebody, in order.
    pub async fn sent_to(
        &self,
        person: PersonId,
        after: Option<DeliveryId>,
        limit: u64,
    ) -> Result<Vec<Delivery>> {
        let mut next = self.0.of::<deliveries::Entity>().filter(is_to(&self.0.db, person));
        if let Some(after) = after {
            next = next.filter(deliveries::Column::Id.gt(after.uuid()));
        }
        let rows = next.order_by_asc(deliveries::Column::Id).limit(limit).all(&self.0.db).await?;
        rows.into_iter().map(crate::deliveries::from_row).collect()
    }
}

/// Whether a message is for somebody.
pub(crate) fn is_to(db: &crate::unit::Guarded, person: PersonId) -> Expr {
    let to = match db.get_database_backend() {
        DbBackend::Postgres => Expr::cust("recipient->>'to'"),
        _ => Expr::cust("json_extract(recipient, '$.to')"),
    };
    to.eq(person.to_string())
}

fn from_row(row: exports::Model) -> Export {
    let ready = match (row.ready_at, row.expires_at, row.size) {
        (Some(at), Some(until), Some(size)) => Some(Ready { at, until, size }),
        _ => None,
    };
    Export {
        id: ExportId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        asked_at: row.asked_at,
        ready,
    }
}
