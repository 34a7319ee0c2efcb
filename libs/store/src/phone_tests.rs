//! Tests of their own phones that staff asked for.

use chrono::{DateTime, Utc};
use rappel_domain::{
    delivery::{News, Recipient},
    id::{DeliveryId, StaffId},
};
use sea_orm::{ColumnTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uuid::Builder;

use crate::{
    convert::to_json,
    deliveries::{Deliveries, Delivery, from_row},
    entities::deliveries,
    error::Result,
};

impl Deliveries<'_> {
    /// Tests that somebody asked for since a time, the newest first, at most so many.
    pub async fn phone_tests(
        &self,
        staff: StaffId,
        since: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<Delivery>> {
        let rows = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::Id.gte(first_of(since).uuid()))
            .filter(deliveries::Column::News.eq(News::PhoneTest.kind()))
            .filter(deliveries::Column::Recipient.eq(to_json(&Recipient::Staff(staff))?))
            .order_by_desc(deliveries::Column::Id)
            .limit(limit)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

/// The first identifier of a time: they are made in order, so that no other index is needed.
pub(crate) fn first_of(time: DateTime<Utc>) -> DeliveryId {
    let millis = time.timestamp_millis().max(0).unsigned_abs();
    DeliveryId::from_uuid(Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid())
}
