//! Points at which the crash tests kill the process, as `kill -9` would.
//!
//! With the feature `failpoints`, `FAILPOINTS='after_claim=1*return'` kills at the first passage.
//! Without the feature the points do not exist.

use std::future::Future;

/// About to look for jobs.
pub const BEFORE_CLAIM: &str = "before_claim";
/// Jobs were claimed; none has begun.
pub const AFTER_CLAIM: &str = "after_claim";
/// A request left; its answer has not come.
pub const REQUEST_SENT: &str = "request_sent";
/// An answer came; nothing of it is written.
pub const ANSWER_RECEIVED: &str = "answer_received";
/// Everything is written; nothing is committed.
pub const BEFORE_COMMIT: &str = "before_commit";

/// Every point.
pub const POINTS: [&str; 5] = [BEFORE_CLAIM, AFTER_CLAIM, REQUEST_SENT, ANSWER_RECEIVED, BEFORE_COMMIT];

/// Reads `FAILPOINTS`; once, when the process starts.
#[cfg(feature = "failpoints")]
pub fn arm() {
    // Kept for the life of the process: dropping it would disarm.
    std::mem::forget(fail::FailScenario::setup());
}

/// Does nothing: the points do not exist in this build.
#[cfg(not(feature = "failpoints"))]
pub const fn arm() {}

/// Dies here when told so.
#[cfg(feature = "failpoints")]
pub fn point(name: &str) {
    fail::fail_point!(name, |_| die());
}

/// Does nothing: the points do not exist in this build.
#[cfg(not(feature = "failpoints"))]
pub const fn point(_name: &str) {}

/// Waits for a request, with a point while it is out and one when its answer came.
#[cfg(feature = "failpoints")]
pub async fn in_flight<T>(request: impl Future<Output = T>) -> T {
    let mut request = std::pin::pin!(request);
    // Long enough that a slow machine has sent it; answers come sooner wherever this point is not asked for.
    let out = tokio::time::sleep(std::time::Duration::from_secs(2));
    let answer = tokio::select! {
        answer = &mut request => answer,
        () = out => {
            point(REQUEST_SENT);
            request.await
        }
    };
    point(ANSWER_RECEIVED);
    answer
}

/// Waits for a request.
#[cfg(not(feature = "failpoints"))]
pub async fn in_flight<T>(request: impl Future<Output = T>) -> T {
    request.await
}

/// SIGKILL to ourselves: no destructor runs, nothing is flushed.
#[cfg(feature = "failpoints")]
fn die() {
    let own = std::process::id().to_string();
    let _ = std::process::Command::new("kill").args(["-9", &own]).status();
    std::process::abort();
}
