//! Looks for the record that proves a company's own host, and notes what that changes.

use std::time::Duration;

use rappel_domain::host::{HostName, Seen};
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, patiently, settle},
};

/// Longer than a resolver may take for all its tries, and shorter than the job's lease.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) async fn run(worker: &Worker, job: &Claimed, host: &HostName) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    let Some(own) = patiently(|| service.host_to_check(&scope, host)).await? else {
        return settle(service, job, End::Done, Effect::None).await;
    };
    let texts = tokio::time::timeout(PATIENCE, worker.dns.texts(&host.record_name())).await;
    let seen = match texts {
        Ok(Ok(texts)) => own.seen_in(&texts),
        Ok(Err(error)) => {
            tracing::warn!(host = host.as_str(), %error, "it is not known whether the record of {host} is there");
            Seen::NoAnswer
        }
        Err(_) => {
            let waited = PATIENCE.as_secs();
            tracing::warn!(host = host.as_str(), "no answer about the record of {host} within {waited} s");
            Seen::NoAnswer
        }
    };
    settle(service, job, End::Done, Effect::HostLooked { host, token: &own.token, seen }).await
}
