//! One lane: looks for tenants with due work, claims for each in its turn, runs what was claimed.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use rappel_domain::{id::TenantId, job::Lane};
use tokio::{task::JoinSet, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{Handler, Runner, backoff::jittered, crash, execute::execute, turns::Turns};

/// Tenants that one look may bring; more wait for the next look, a moment later.
const TENANTS_PER_LOOK: u64 = 500;

/// So long one look serves while it still names somebody. A look reads every due job: one after each job that ended was a
/// third of the database's work under load.
const LOOK_SERVES: Duration = Duration::from_millis(100);
/// The same for ordinary jobs, which are the many.
const ORDINARY_LOOK_SERVES: Duration = Duration::from_millis(300);

/// One in so many ordinary jobs at once goes on while urgent ones run.
const FEWER: usize = 4;

pub(crate) async fn run<H: Handler>(runner: Arc<Runner<H>>, lane: Lane, stop: CancellationToken) {
    let mut shift = Shift::new(&runner, lane);
    while !stop.is_cancelled() {
        while let Some(ended) = shift.running.try_join_next() {
            note_end(&mut shift.turns, ended);
        }
        let began = shift.fill().await;
        if lane == Lane::Urgent {
            runner.urgent.store(shift.running.len(), Ordering::Relaxed);
        }
        let full = shift.free() == 0;
        // Something began and more fits: there may be more. Otherwise wait for a reason to look.
        if began > 0 && !full {
            continue;
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(ended) = shift.running.join_next() => note_end(&mut shift.turns, ended),
            () = runner.waker.woken(lane), if !full => {}
            // Also when nothing fits: the lane turns all the same, and the room of the ordinary one grows when the last urgent job
            // ends, of which nobody tells.
            () = tokio::time::sleep(jittered(runner.options.poll)) => {}
        }
    }
    let mut running = shift.running;
    let _ = timeout(runner.options.grace, async { while running.join_next().await.is_some() {} }).await;
    if !running.is_empty() {
        tracing::warn!(lane = lane.as_str(), left = running.len(), "stopped before all jobs ended");
    }
}

/// How many jobs of a lane may run now. Few ordinary ones go on while urgent ones run here: they are as many as there are
/// people to tell, and share processor, connections and database with somebody who must be rung. But a provider that hangs may
/// keep urgent jobs running for hours, and must not hold up everything else behind one text of its own.
fn room<H>(runner: &Runner<H>, lane: Lane) -> usize {
    match lane {
        Lane::Normal if runner.urgent.load(Ordering::Relaxed) > 0 => {
            (runner.options.slots(lane) / FEWER).max(1)
        }
        _ => runner.options.slots(lane),
    }
}

/// What a lane knows between two looks.
struct Shift<'a, H> {
    runner: &'a Arc<Runner<H>>,
    lane: Lane,
    turns: Turns,
    running: JoinSet<TenantId>,
    /// Tenants that had due work when they were looked for.
    due: Vec<TenantId>,
    looked_at: Instant,
}

impl<'a, H: Handler> Shift<'a, H> {
    fn new(runner: &'a Arc<Runner<H>>, lane: Lane) -> Self {
        let turns = Turns::new(runner.options.slots(lane));
        Self { runner, lane, turns, running: JoinSet::new(), due: Vec::new(), looked_at: Instant::now() }
    }

    fn free(&self) -> usize {
        room(self.runner, self.lane).saturating_sub(self.running.len())
    }

    /// Begins what fits; answers how many jobs began. While many tenants wait, each look serves for several rounds.
    async fn fill(&mut self) -> usize {
        if self.free() == 0 {
            // It would look, were there room: whoever hangs then is a provider, not the engine.
            self.note_turn();
            return 0;
        }
        let serves = if self.lane == Lane::Normal { ORDINARY_LOOK_SERVES } else { LOOK_SERVES };
        if !self.due.is_empty() && self.looked_at.elapsed() < serves {
            let began = self.round().await;
            if began > 0 {
                return began;
            }
        }
        self.look().await;
        self.round().await
    }

    /// Looks for tenants with due work.
    async fn look(&mut self) {
        crash::point(crash::BEFORE_CLAIM);
        self.looked_at = Instant::now();
        match self.runner.store.tenants_due(self.lane, TENANTS_PER_LOOK).await {
            Ok(due) => self.due = due,
            Err(error) => {
                // The database is away: nothing is lost, the next look comes.
                tracing::warn!(lane = self.lane.as_str(), %error, "no due jobs can be looked for");
                self.due.clear();
                return;
            }
        }
        self.note_turn();
    }

    fn note_turn(&self) {
        if self.lane == Lane::Urgent {
            self.runner.has_turned.store(true, Ordering::Relaxed);
        }
    }

    /// One round over the tenants with due work; answers how many jobs began.
    async fn round(&mut self) -> usize {
        let (runner, lane) = (self.runner, self.lane);
        let lease = chrono(runner.options.lease(lane));
        let mut began = 0;
        for turn in self.turns.share(&self.due, self.free()) {
            let jobs = match runner.store.claim(turn.tenant, lane, turn.jobs as u64, lease).await {
                Ok(jobs) => jobs,
                Err(error) => {
                    // One tenant's trouble must not keep the others waiting.
                    tracing::error!(lane = lane.as_str(), tenant = %turn.tenant, %error, "jobs cannot be claimed");
                    Vec::new()
                }
            };
            crash::point(crash::AFTER_CLAIM);
            if jobs.len() < turn.jobs {
                self.due.retain(|tenant| *tenant != turn.tenant);
            }
            self.turns.began(turn.tenant, jobs.len());
            began += jobs.len();
            for job in jobs {
                self.running.spawn(execute(Arc::clone(runner), job));
            }
        }
        began
    }
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
