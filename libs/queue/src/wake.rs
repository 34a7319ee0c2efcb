//! Tells runners that there is work: a hint that saves the rest of a poll. Losing it costs a second.

mod remote;

use std::{fmt, sync::Arc};

use rappel_domain::job::Lane;
use rappel_store::Wake;
use tokio::sync::Notify;

use self::remote::Remote;

/// How hints travel.
#[derive(Clone)]
pub enum Waker {
    /// Inside one process.
    InProcess(Local),
    /// Between processes, over Redis.
    Redis(Remote),
}

/// Redis cannot be used for hints.
#[derive(Debug, thiserror::Error)]
#[error("redis: {0}")]
pub struct WakerError(#[from] redis::RedisError);

impl Waker {
    /// Hints inside this process only.
    pub fn in_process() -> Self {
        Self::InProcess(Local::default())
    }

    /// Hints over Redis, and inside this process without it. Begins to listen now, and again whenever
    /// the connection breaks; `url` is only checked for its form.
    pub fn redis(url: &str) -> Result<Self, WakerError> {
        Ok(Self::Redis(Remote::start(url)?))
    }

    /// What the store calls after a commit with due jobs.
    pub fn hint(&self) -> Wake {
        let waker = self.clone();
        Arc::new(move |lane| match &waker {
            Self::InProcess(local) => local.wake(lane),
            Self::Redis(remote) => remote.wake(lane),
        })
    }

    /// Waits for the next hint; one that came while nobody waited is not lost.
    pub(crate) async fn woken(&self, lane: Lane) {
        let local = match self {
            Self::InProcess(local) => local,
            Self::Redis(remote) => remote.local(),
        };
        local.of(lane).notified().await;
    }
}

impl fmt::Debug for Waker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InProcess(_) => "Waker(in process)",
            Self::Redis(_) => "Waker(redis)",
        })
    }
}

/// Hints inside one process.
#[derive(Debug, Clone, Default)]
pub struct Local(Arc<Lanes>);

#[derive(Debug, Default)]
struct Lanes {
    urgent: Notify,
    mail: Notify,
    normal: Notify,
}

impl Local {
    fn wake(&self, lane: Lane) {
        self.of(lane).notify_one();
    }

    fn of(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Urgent => &self.0.urgent,
            Lane::Mail => &self.0.mail,
            Lane::Normal => &self.0.normal,
        }
    }
}
