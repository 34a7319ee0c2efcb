//! Who was told what, and when.

use chrono::{DateTime, Utc};
use rappel_domain::delivery::{News, Recipient};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    convert::to_json,
    deliveries::{Deliveries, Delivery, from_row},
    entities::{attempts, deliveries},
    error::Result,
    phone_tests::first_of,
};

/// So many probes are forgotten at once: each is a value of one statement, and databases take only so many.
pub(crate) const PROBES_AT_ONCE: u64 = 500;

impl Deliveries<'_> {
    /// The latest message with news of this kind that was sent.
    pub async fn last_sent(&self, news: &News) -> Result<Option<Delivery>> {
        let row = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::News.eq(news.kind()))
            .filter(deliveries::Column::SentAt.is_not_null())
            .order_by_desc(deliveries::Column::Id)
            .limit(1)
            .one(&self.0.db)
            .await?;
        row.map(from_row).transpose()
    }

    /// Forgets the probes of the engine that were written before a time, with their tries: the oldest, and no more than
    /// five hundred.
    pub async fn forget_probes(&self, before: DateTime<Utc>) -> Result<u64> {
        let ids: Vec<Uuid> = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::News.eq(News::Probe.kind()))
            .filter(deliveries::Column::CreatedAt.lt(before))
            .order_by_asc(deliveries::Column::Id)
            .limit(PROBES_AT_ONCE)
            .select_only()
            .column(deliveries::Column::Id)
            .into_tuple()
            .all(&self.0.db)
            .await?;
        if ids.is_empty() {
            return Ok(0);
        }
        let tries = attempts::Column::DeliveryId.is_in(ids.iter().copied());
        self.0.remove::<attempts::Entity>().filter(tries).exec(&self.0.db).await?;
        let gone = self.0.remove::<deliveries::Entity>().filter(deliveries::Column::Id.is_in(ids));
        Ok(gone.exec(&self.0.db).await?.rows_affected)
    }

    /// Whether exactly this news was written to somebody since a time.
    pub async fn was_told(&self, news: &News, since: DateTime<Utc>) -> Result<bool> {
        let rows = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::News.eq(news.kind()))
            .filter(deliveries::Column::Id.gte(first_of(since).uuid()))
            .filter(deliveries::Column::CreatedAt.gt(since))
            .order_by_desc(deliveries::Column::Id)
            .limit(200)
            .all(&self.0.db)
            .await?;
        let payload = to_json(news)?;
        Ok(rows.into_iter().any(|row| row.payload == payload))
    }

    /// When somebody was told this kind of news since a time, the latest first.
    pub async fn told_since(
        &self,
        to: &Recipient,
        news: &News,
        since: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>> {
        let rows = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::News.eq(news.kind()))
            .filter(deliveries::Column::CreatedAt.gt(since))
            .order_by_desc(deliveries::Column::Id)
            .all(&self.0.db)
            .await?;
        let recipient = to_json(to)?;
        Ok(rows.into_iter().filter(|row| row.recipient == recipient).map(|row| row.created_at).collect())
    }
}
