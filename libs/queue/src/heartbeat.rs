//! Notes that the urgent lane of this process still looks for work, for a watchdog outside. A lane that hangs goes quiet; one whose
//! jobs all wait for a slow provider does not.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio_util::sync::CancellationToken;

use crate::{Runner, backoff::jittered};

/// How often it is noted, a tenth more or less.
pub const TURN_NOTED_EVERY: Duration = Duration::from_secs(5);

pub(crate) async fn run<H>(runner: Arc<Runner<H>>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(jittered(TURN_NOTED_EVERY))).await.is_some() {
        if !runner.has_turned.swap(false, Ordering::Relaxed) {
            continue;
        }
        if let Err(error) = runner.store.turned(runner.worker).await {
            tracing::debug!(%error, "the turn of the urgent lane could not be noted");
        }
    }
}
