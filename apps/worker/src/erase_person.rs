//! Takes away what tells who somebody was, and their row last.

use rappel_domain::id::PersonId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, failed, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, person: PersonId) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    Box::pin(service.erase_traces(&scope, person)).await.map_err(|error| failed(&error))?;
    settle(service, job, End::Done, Effect::Forget { person }).await?;
    service.clear_leftovers().await;
    Ok(())
}
