//! Whether the parts work, for `/health/ready`, the metrics and `doctor`.

use chrono::Duration;
use rappel_domain::{
    delivery::News,
    job::{JobState, Lane},
};
use rappel_store::jobs::{JobRow, LaneGauge};

use crate::{Service, error::Result};

/// How the engine that pages people is doing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PagingHealth {
    /// For how long the oldest urgent job has been due; zero when none is.
    pub oldest_due: Duration,
    /// How long ago a worker last looked for urgent work; `None` when none ever did.
    pub last_turn: Option<Duration>,
    /// How long ago the last probe arrived; `None` when none ever did.
    pub last_probe: Option<Duration>,
    /// How long the last probe took from its row, through its plan and its text, to the provider.
    pub probe_took: Option<Duration>,
}

impl Service {
    /// How the engine that pages people is doing.
    pub async fn paging_health(&self) -> Result<PagingHealth> {
        let now = self.clock().now();
        let lanes = self.store.lane_gauges().await?;
        let oldest = lanes
            .iter()
            .filter(|it| it.lane == Lane::Urgent && it.state == JobState::Ready)
            .filter_map(|it| it.oldest)
            .min();
        let line = self.store.doors().command_line().await?;
        let tx = self.store.read(&line.tenant(line.operator().id)).await?;
        let probe = tx.deliveries().last_sent(&News::Probe).await?;
        // One connection at a time: they are those that page people.
        drop(tx);
        let sent = probe.as_ref().and_then(|it| it.sent_at);
        Ok(PagingHealth {
            oldest_due: oldest.map_or_else(Duration::zero, |since| (now - since).max(Duration::zero())),
            last_turn: self.store.last_turn().await?.map(|at| now - at),
            last_probe: sent.map(|at| now - at),
            probe_took: probe.zip(sent).map(|(probe, at)| at - probe.created_at),
        })
    }

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
