//! One job: runs it under its lease, and puts it back when it failed.

use std::{sync::Arc, time::Duration};

use metrics::{counter, histogram};
use rappel_domain::{id::TenantId, job::Lane};
use rappel_store::{Store, StoreError, jobs::Claimed};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::task::AbortOnDropHandle;
use tracing::{Instrument, info_span};

use crate::{Failed, Handler, Runner, Then, backoff, lane::chrono};

/// After so many tries a job is dead.
const fn attempts(lane: Lane) -> i32 {
    match lane {
        // At five seconds each a quarter of an hour; then people must look.
        Lane::Urgent => 200,
        // At a quarter of an hour each nine hours: a mail server may be down for a night.
        Lane::Mail | Lane::Normal => 40,
    }
}

/// Whether a job that fails now is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastTry {
    /// It is.
    Yes,
    /// It may be tried again.
    No,
}

/// Whether a job that fails now is given up, for handlers that must then tell somebody.
pub const fn last_try(job: &Claimed) -> LastTry {
    if job.attempt >= attempts(job.lane) { LastTry::Yes } else { LastTry::No }
}

/// How a run ended.
enum End {
    Settled,
    Failed(Failed),
    LeaseLost,
}

/// Runs a job to its end; answers whose it was.
pub(crate) async fn execute<H: Handler>(runner: Arc<Runner<H>>, job: Claimed) -> TenantId {
    let tenant = job.tenant;
    let (lane, kind) = (job.lane.as_str(), job.job.kind());
    let span = info_span!("job", otel.name = kind, %tenant, job = %job.id, lane, attempt = job.attempt);
    if let Some(trace) = &job.trace {
        (runner.options.continue_trace)(&span, trace);
    }
    let began = Instant::now();
    let waited = runner.store.clock().now() - job.run_at;
    histogram!("rappel_job_wait_seconds", "lane" => lane).record(waited.to_std().unwrap_or_default());
    let end = async {
        let end = hold(&runner, &job).await;
        let word = match &end {
            End::Settled => "done",
            End::Failed(failed) => put_back(&runner.store, &job, failed).await,
            End::LeaseLost => {
                tracing::warn!(job = %job.id, kind, "job {} lost its lease; another runner has it", job.id);
                "lease_lost"
            }
        };
        counter!("rappel_jobs_total", "lane" => lane, "kind" => kind, "outcome" => word).increment(1);
    };
    end.instrument(span).await;
    histogram!("rappel_job_seconds", "lane" => lane, "kind" => kind).record(began.elapsed());
    tenant
}

/// Runs the handler in a task of its own, so that its panic is a failure and its lease can be renewed
/// whatever it is doing. When the lease is lost the handler is dropped: it could not write any more.
async fn hold<H: Handler>(runner: &Arc<Runner<H>>, job: &Claimed) -> End {
    let lease = runner.options.lease(job.lane);
    let (handler, own) = (Arc::clone(&runner.handler), job.clone());
    let run = async move { handler.run(own).await };
    let mut run = AbortOnDropHandle::new(tokio::spawn(run.in_current_span()));
    let third = lease / 3;
    let mut renew = interval_at(Instant::now() + third, third);
    renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            ended = &mut run => return match ended {
                Ok(Ok(())) => End::Settled,
                Ok(Err(failed)) => End::Failed(failed),
                Err(_) => End::Failed(Failed::later("the handler panicked")),
            },
            _ = renew.tick() => match extend(&runner.store, job, lease).await {
                Ok(()) => {}
                Err(StoreError::Stale) => return End::LeaseLost,
                // The database is away; the lease may still be ours when it comes back.
                Err(error) => tracing::warn!(%error, "the lease could not be renewed"),
            },
        }
    }
}

async fn extend(store: &Store, job: &Claimed, lease: Duration) -> rappel_store::Result<()> {
    let mut tx = store.write(&store.doors().job(job)).await?;
    tx.extend_lease(job, chrono(lease)).await?;
    tx.commit().await
}

/// Writes what a failure means for the row; answers the word for the metrics. When even that fails,
/// the lease's end brings the job back.
async fn put_back(store: &Store, job: &Claimed, failed: &Failed) -> &'static str {
    let spent = last_try(job) == LastTry::Yes;
    let wait = match failed.then {
        Then::GiveUp => None,
        _ if spent => None,
        Then::Wait(wait) => Some(wait),
        Then::BackOff => Some(backoff::wait(job.lane, job.attempt)),
    };
    let written = async {
        let mut tx = store.write(&store.doors().job(job)).await?;
        match wait {
            Some(wait) => {
                let run_at = tx.clock().now() + chrono(wait);
                tx.retry_job(job, run_at, &failed.why).await?;
            }
            None => tx.kill_job(job, &failed.why).await?,
        }
        tx.commit().await
    };
    match (written.await, wait) {
        (Ok(()), Some(_)) => {
            tracing::info!(why = failed.why, "job {} failed and will run again", job.id);
            "retried"
        }
        (Ok(()), None) => {
            tracing::error!(why = failed.why, "job {} is dead after {} tries", job.id, job.attempt);
            "dead"
        }
        (Err(StoreError::Stale), _) => "lease_lost",
        (Err(error), _) => {
            tracing::warn!(%error, why = failed.why, "job {} failed and cannot be put back now", job.id);
            "unsettled"
        }
    }
}
