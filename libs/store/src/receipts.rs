//! What providers told of messages, to look back on.

use chrono::{DateTime, Utc};
use rappel_domain::id::DeliveryId;
use sea_orm::{ColumnTrait as _, QueryFilter as _, QueryOrder as _};

use crate::{deliveries::Deliveries, entities::receipts, error::Result};

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
