//! One lane: looks for tenants with due work, claims for each in its turn, runs what was claimed.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use rappel_domain::{id::TenantId, job::Lane};
use tokio::{task::JoinSet, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{Handler, Runner, backoff::jittered, crash, execute::execute, turns::Turns};

/// Tenants that one look may bring; more wait for the next look, a moment later.
const TENANTS_PER_LOOK: u64 = 500;

pub(crate) async fn run<H: Handler>(runner: Arc<Runner<H>>, lane: Lane, stop: CancellationToken) {
    let mut turns = Turns::new(runner.options.slots(lane));
    let mut running: JoinSet<TenantId> = JoinSet::new();
    while !stop.is_cancelled() {
        while let Some(ended) = running.try_join_next() {
            note_end(&mut turns, ended);
        }
        let began = look(&runner, lane, &mut turns, &mut running).await;
        if lane == Lane::Urgent {
            runner.urgent.store(running.len(), Ordering::Relaxed);
        }
        let full = running.len() >= room(&runner, lane);
        // Something began and more fits: there may be more. Otherwise wait for a reason to look.
        if began > 0 && !full {
            continue;
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(ended) = running.join_next() => note_end(&mut turns, ended),
            () = runner.waker.woken(lane), if !full => {}
            () = tokio::time::sleep(jittered(runner.options.poll)), if !full => {}
        }
    }
    let _ = timeout(runner.options.grace, async { while running.join_next().await.is_some() {} }).await;
    if !running.is_empty() {
        tracing::warn!(lane = lane.as_str(), left = running.len(), "stopped before all jobs ended");
    }
}

/// How many jobs of a lane may run now. Ordinary ones go on one by one while urgent ones run here: they are as many as there
/// are people to tell, and share processor, connections and database with somebody who must be rung.
fn room<H>(runner: &Runner<H>, lane: Lane) -> usize {
    match lane {
        Lane::Normal if runner.urgent.load(Ordering::Relaxed) > 0 => 1,
        _ => runner.options.slots(lane),
    }
}

/// One round over the tenants with due work; answers how many jobs began.
async fn look<H: Handler>(
    runner: &Arc<Runner<H>>,
    lane: Lane,
    turns: &mut Turns,
    running: &mut JoinSet<TenantId>,
) -> usize {
    let free = room(runner, lane).saturating_sub(running.len());
    if free == 0 {
        return 0;
    }
    crash::point(crash::BEFORE_CLAIM);
    let due = match runner.store.tenants_due(lane, TENANTS_PER_LOOK).await {
        Ok(due) => due,
        Err(error) => {
            // The database is away: nothing is lost, the next look comes.
            tracing::warn!(lane = lane.as_str(), %error, "no due jobs can be looked for");
            return 0;
        }
    };
    if lane == Lane::Urgent {
        runner.has_turned.store(true, Ordering::Relaxed);
    }
    let lease = chrono(runner.options.lease(lane));
    let mut began = 0;
    for turn in turns.share(&due, free) {
        let jobs = match runner.store.claim(turn.tenant, lane, turn.jobs as u64, lease).await {
            Ok(jobs) => jobs,
            Err(error) => {
                // One tenant's trouble must not keep the others waiting.
                tracing::error!(lane = lane.as_str(), tenant = %turn.tenant, %error, "jobs cannot be claimed");
                Vec::new()
            }
        };
        crash::point(crash::AFTER_CLAIM);
        turns.began(turn.tenant, jobs.len());
        began += jobs.len();
        for job in jobs {
            running.spawn(execute(Arc::clone(runner), job));
        }
    }
    began
}

fn note_end(turns: &mut Turns, ended: Result<TenantId, tokio::task::JoinError>) {
    match ended {
        Ok(tenant) => turns.ended(tenant),
        // `execute` catches the panics of handlers, so this one is ours.
        Err(error) => tracing::error!(%error, "a job's frame broke"),
    }
}

pub(crate) fn chrono(length: Duration) -> chrono::Duration {
    chrono::Duration::from_std(length).unwrap_or(chrono::Duration::MAX)
}
