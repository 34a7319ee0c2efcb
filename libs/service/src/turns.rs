//! Turns at what takes a core and much memory for a moment: reading pictures that somebody sent.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// How many at once: each may take hundreds of megabytes for a moment.
const AT_ONCE: usize = 2;
/// Whoever has waited for so long is told to come again. It bounds the queue, which the companies share, too.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who may work now; the others wait.
#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Turns {
    /// Works beside the threads that answer requests. [`Error::Busy`] when no turn comes in time.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await;
        let turn = turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        let work = move || {
            // Held until it is done, also when nobody waits for it any more.
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Busy)
    }
}

#[cfg(test)]
mod tests;
