//! The step of the page to nobody falls due: it is planned like any other, and its text follows.

use rappel_domain::id::DeliveryId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, patiently, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, id: DeliveryId) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    // On its own: what it writes is taken back, while this job's end is kept.
    patiently(|| Box::pin(service.rehearse(&scope))).await?;
    settle(service, job, End::Done, Effect::ProbePlanned { delivery: id }).await
}
