//! Figures about all lanes, and the sweeping of what was over long ago.

use std::time::Duration;

use chrono::TimeDelta;
use metrics::gauge;
use rappel_store::{Result, Store};
use tokio_util::sync::CancellationToken;

use crate::backoff::jittered;

/// How often the figures are taken.
const EVERY: Duration = Duration::from_secs(10);
/// How often it is swept, in takings of figures: about once an hour.
const SWEEP_EVERY: u32 = 360;
/// Done jobs are kept so long for questions; the key of a request so long, should it be sent again.
const KEPT: TimeDelta = TimeDelta::days(7);

pub(crate) async fn run(store: Store, stop: CancellationToken) {
    let mut count: u32 = 0;
    while stop.run_until_cancelled(tokio::time::sleep(jittered(EVERY))).await.is_some() {
        count = count.wrapping_add(1);
        let done = async {
            measure(&store).await?;
            if count.is_multiple_of(SWEEP_EVERY) { sweep(&store).await } else { Ok(()) }
        };
        if let Err(error) = done.await {
            tracing::debug!(%error, "no figures about jobs");
        }
    }
}

async fn measure(store: &Store) -> Result<()> {
    let now = store.clock().now();
    for lane in store.lane_gauges().await? {
        let (name, state) = (lane.lane.as_str(), lane.state.as_str());
        gauge!("rappel_jobs", "lane" => name, "state" => state).set(lane.count as f64);
        if lane.state == rappel_domain::job::JobState::Ready {
            let age = lane.oldest.map_or(0.0, |oldest| (now - oldest).as_seconds_f64().max(0.0));
            gauge!("rappel_jobs_oldest_due_seconds", "lane" => name).set(age);
        }
    }
    Ok(())
}

async fn sweep(store: &Store) -> Result<()> {
    let before = store.clock().now() - KEPT;
    for tenant in store.every_tenant().await? {
        store.sweep_jobs(tenant, before).await?;
        store.sweep(tenant, before).await?;
    }
    Ok(())
}
