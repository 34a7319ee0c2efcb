//! `/health/live`, `/health/ready`: for load balancers and people at three in the morning.
//!
//! To add a part: give [`crate::web::Options`] one more [`Check`].

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use poem::{Response, http::StatusCode};
use serde::Serialize;

type Checking = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// One part that must work before requests make sense.
#[derive(Clone)]
pub struct Check {
    part: &'static str,
    run: Arc<dyn Fn() -> Checking + Send + Sync>,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Check({})", self.part)
    }
}

impl Check {
    /// A part, by the name that operators know, and what tries it.
    pub fn new<F, Fut>(part: &'static str, run: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self { part, run: Arc::new(move || Box::pin(run())) }
    }

    async fn fails(&self) -> Option<&'static str> {
        let reason = match tokio::time::timeout(PATIENCE, (self.run)()).await {
            Ok(Ok(())) => return None,
            Ok(Err(reason)) => reason,
            Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
        };
        tracing::warn!(part = self.part, reason, "a part of the installation is not ready");
        Some(self.part)
    }
}

const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Serialize)]
struct Health {
    status: &'static str,
    failing: Vec<&'static str>,
}

/// The process answers: that is all.
pub(crate) fn live() -> Response {
    json(&Health { status: "ok", failing: Vec::new() })
}

/// Every part answers, or which does not. Why stays in the log: anybody may ask.
pub(crate) async fn ready(checks: &[Check]) -> Response {
    let failing = futures_util::future::join_all(checks.iter().map(Check::fails)).await;
    let failing: Vec<&'static str> = failing.into_iter().flatten().collect();
    json(&Health { status: if failing.is_empty() { "ok" } else { "failing" }, failing })
}

fn json(health: &Health) -> Response {
    let status = if health.failing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::to_vec(health).unwrap_or_default();
    Response::builder().status(status).content_type("application/json").body(body)
}
