//! When each worker last looked for urgent work.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, prelude::Uuid, sea_query::OnConflict,
};

use crate::{
    Store,
    entities::workers,
    error::Result,
    unit::{Writes, commit},
};

/// Rows of workers that have not looked for so long are removed.
const KEPT: Duration = Duration::days(1);

/// One worker process, for as long as it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerId(Uuid);

impl WorkerId {
    /// A worker that starts now.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl Store {
    /// Notes that a worker has just looked for urgent work.
    pub async fn turned(&self, worker: WorkerId) -> Result<()> {
        let now = self.clock().now();
        let unit = self.reference(Writes::Yes).await?;
        let row = workers::ActiveModel { id: Set(worker.0), started_at: Set(now), turned_at: Set(now) };
        workers::Entity::insert(row)
            .on_conflict(
                OnConflict::column(workers::Column::Id).update_column(workers::Column::TurnedAt).to_owned(),
            )
            .exec_without_returning(&unit)
            .await?;
        workers::Entity::delete_many().filter(workers::Column::TurnedAt.lt(now - KEPT)).exec(&unit).await?;
        commit(unit).await
    }

    /// When any worker last looked for urgent work.
    pub async fn last_turn(&self) -> Result<Option<DateTime<Utc>>> {
        let unit = self.reference(Writes::No).await?;
        let row = workers::Entity::find().order_by_desc(workers::Column::TurnedAt).one(&unit).await?;
        commit(unit).await?;
        Ok(row.map(|row| row.turned_at))
    }
}
