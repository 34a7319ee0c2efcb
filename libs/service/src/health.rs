//! Whether the parts work, for `/health/ready`, the metrics and `doctor`.

use rappel_store::jobs::{JobRow, LaneGauge};

use crate::{Service, error::Result};

impl Service {
    /// One round trip to the database.
    pub async fn ping_database(&self) -> Result<()> {
        Ok(self.store.ping().await?)
    }

    /// Waiting and dead jobs per lane.
    pub async fn lanes(&self) -> Result<Vec<LaneGauge>> {
        Ok(self.store.lane_gauges().await?)
    }

    /// Dead jobs, the latest first.
    pub async fn dead_jobs(&self) -> Result<Vec<JobRow>> {
        Ok(self.store.dead_jobs(200).await?)
    }
}
