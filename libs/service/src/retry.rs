//! Deciding again when a row changed between reading and writing it, or the database undid one of two that waited for each
//! other.

use std::future::Future;

use crate::error::{Error, Result};

/// Runs a unit of work until no row changed under it, at most eight times.
pub(crate) async fn again<T, F, Fut>(mut work: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T>>,
{
    for _ in 0..7 {
        match work().await {
            Err(Error::Conflict) => tokio::task::yield_now().await,
            done => return done,
        }
    }
    work().await
}
