//! What providers told of messages, to look back on; and a message held against what they tell meanwhile.

use chrono::{DateTime, Utc};
use rappel_domain::id::DeliveryId;
use sea_orm::{ColumnTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::LockType};

use crate::{
    deliveries::{Deliveries, Delivery, from_row},
    entities::{deliveries, receipts},
    error::{Result, StoreError},
};

/// What a provider told of a message.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// What the provider calls it.
    pub provider_message_id: String,
    /// Its word.
    pub status: String,
    /// Why, as it said.
    pub detail: Option<String>,
    /// When.
    pub received_at: DateTime<Utc>,
}

impl Deliveries<'_> {
    /// A message, held until this unit of work ends: what a provider tells of it meanwhile waits. Whoever changes a message and
    /// what it carries out takes the message first, so that two of them never wait for each other.
    pub async fn hold(&self, id: DeliveryId) -> Result<Delivery> {
        let found = self.0.of::<deliveries::Entity>().filter(deliveries::Column::Id.eq(id.uuid()));
        let row = found.lock(LockType::NoKeyUpdate).one(&self.0.db).await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// What providers told of a message, in order.
    pub async fn receipts(&self, id: DeliveryId) -> Result<Vec<Receipt>> {
        let rows = self
            .0
            .of::<receipts::Entity>()
            .filter(receipts::Column::DeliveryId.eq(id.uuid()))
            .order_by_asc(receipts::Column::ReceivedAt)
            .all(&self.0.db)
            .await?;
        let receipt = |row: receipts::Model| Receipt {
            provider_message_id: row.provider_message_id,
            status: row.status,
            detail: row.detail,
            received_at: row.received_at,
        };
        Ok(rows.into_iter().map(receipt).collect())
    }
}
