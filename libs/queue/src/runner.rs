//! All lanes of one process, from start to orderly stop.

use std::{
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize},
    },
    time::Duration,
};

use rappel_domain::job::Lane;
use rappel_store::{Store, workers::WorkerId};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Span;

use crate::{Handler, Waker, gauges, heartbeat, lane};

/// How much at once, and how patiently.
#[derive(Debug, Clone)]
pub struct Options {
    /// Urgent jobs at once.
    pub urgent: NonZeroUsize,
    /// Other jobs at once, and as many urgent e-mails.
    pub normal: NonZeroUsize,
    /// How often to look when nobody wakes us.
    pub poll: Duration,
    /// How long a job is held before others may take it; renewed while it runs.
    pub urgent_lease: Duration,
    /// The same for the other lane.
    pub normal_lease: Duration,
    /// How long jobs that run may take to end when the process stops.
    pub grace: Duration,
    /// Makes a job's span part of the trace that was kept with it.
    pub continue_trace: fn(&Span, &str),
}

impl Options {
    /// So many at once; everything else as the rules of paging want it.
    pub const fn new(urgent: NonZeroUsize, normal: NonZeroUsize) -> Self {
        Self {
            urgent,
            normal,
            poll: Duration::from_secs(1),
            urgent_lease: Duration::from_secs(15),
            normal_lease: Duration::from_mins(1),
            grace: Duration::from_secs(20),
            continue_trace: |_, _| {},
        }
    }

    pub(crate) const fn slots(&self, lane: Lane) -> usize {
        match lane {
            Lane::Urgent => self.urgent.get(),
            Lane::Mail | Lane::Normal => self.normal.get(),
        }
    }

    pub(crate) const fn lease(&self, lane: Lane) -> Duration {
        match lane {
            Lane::Urgent | Lane::Mail => self.urgent_lease,
            Lane::Normal => self.normal_lease,
        }
    }
}

/// The runners of one process.
#[derive(Debug)]
pub struct Runner<H> {
    pub(crate) store: Store,
    pub(crate) handler: Arc<H>,
    pub(crate) waker: Waker,
    pub(crate) options: Options,
    pub(crate) worker: WorkerId,
    /// Urgent jobs that run here now.
    pub(crate) urgent: AtomicUsize,
    /// Set whenever the urgent lane looks for work or has no room for any, taken away when that is noted.
    pub(crate) has_turned: AtomicBool,
}

impl<H: Handler> Runner<H> {
    /// Runners that do what `handler` knows.
    pub fn new(store: Store, handler: H, waker: Waker, options: Options) -> Self {
        let (urgent, has_turned) = (AtomicUsize::new(0), AtomicBool::new(false));
        let (handler, worker) = (Arc::new(handler), WorkerId::random());
        Self { store, handler, waker, options, worker, urgent, has_turned }
    }

    /// Runs until `stop`; then claims nothing more, lets what runs end within the grace, and leaves
    /// the rest to their leases.
    pub async fn run(self, stop: CancellationToken) {
        let runner = Arc::new(self);
        let mut tasks = JoinSet::new();
        for lane in Lane::ALL.iter().copied() {
            tasks.spawn(lane::run(Arc::clone(&runner), lane, stop.clone()));
        }
        tasks.spawn(gauges::run(runner.store.clone(), stop.clone()));
        tasks.spawn(heartbeat::run(Arc::clone(&runner), stop.clone()));
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                // A lane that panics must not leave the others working as if all were well.
                tracing::error!(%error, "a lane of the queue broke; stopping");
                stop.cancel();
            }
        }
    }
}
