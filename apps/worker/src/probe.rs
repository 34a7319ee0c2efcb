//! The step of the page to nobody falls due: it is planned like any other, and its text follows.

use rappel_domain::id::DeliveryId;
use rappel_queue::{Claimed, Failed, Then};

use crate::{
    Worker,
    settle::{Effect, End, patiently, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, id: DeliveryId) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    // On its own: what it writes is taken back, while this job's end is kept.
    patiently(|| Box::pin(service.rehearse(&scope))).await.map_err(again)?;
    settle(service, job, End::Done, Effect::ProbePlanned { delivery: id }).await.map_err(again)
}

/// A probe is never given up for what failed it once: what it opens is gone with each try, and what somebody changes at that moment
/// may be there, or allowed, at the next. Its quarter of an hour has no other, and without one the watchdog alarms.
pub(crate) fn again(failed: Failed) -> Failed {
    match failed.then {
        Then::GiveUp => Failed::later(failed.why),
        Then::BackOff | Then::Wait(_) => failed,
    }
}

#[cfg(test)]
mod tests;
