//! Takes away closed tickets that a company keeps no longer, some of them in each run, and looks again in a day.

use std::time::Duration;

use rappel_queue::{Claimed, Failed};
use rappel_service::privacy::Retaining;

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

/// What failed is tried again after so long.
const PAUSE: Duration = Duration::from_mins(10);

pub(crate) async fn run(worker: &Worker, job: &Claimed) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    let end = match Box::pin(service.retain(&scope)).await {
        Ok(Retaining::Over) => End::Done,
        Ok(Retaining::Later(until)) => End::Later { until },
        Ok(Retaining::More) => End::Later { until: service.clock().now() },
        Err(error) => {
            // Never given up: tickets would be kept for longer than was said.
            tracing::warn!(%error, "closed tickets were not taken away yet");
            End::Again { wait: PAUSE, why: "not taken away yet" }
        }
    };
    settle(service, job, end, Effect::None).await
}
