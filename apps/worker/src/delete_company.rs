//! Takes everything of a company away, some of it in each run.

use std::time::Duration;

use rappel_domain::id::DeletionId;
use rappel_queue::{Claimed, Failed};
use rappel_service::leaving::Deleting;

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

/// What failed is tried again after so long.
const PAUSE: Duration = Duration::from_mins(1);

pub(crate) async fn run(worker: &Worker, job: &Claimed, deletion: DeletionId) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    let end = match Box::pin(service.delete_company(&scope, job.id, deletion)).await {
        // The job went with the rest.
        Ok(Deleting::Gone) => return Ok(()),
        Ok(Deleting::Over) => End::Done,
        Ok(Deleting::Later(until)) => End::Later { until },
        Ok(Deleting::More) => End::Later { until: service.clock().now() },
        Err(error) => {
            // Never given up: nobody would see the job of a company that is half gone.
            tracing::warn!(%error, "a company is not deleted yet");
            End::Again { wait: PAUSE, why: "not deleted yet" }
        }
    };
    settle(service, job, end, Effect::None).await
}
