//! A ticket was left open after our answer: it is closed, once, and the client is told.

use chrono::{DateTime, Utc};
use rappel_domain::id::TicketId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, patiently, settle},
};

pub(crate) async fn run(
    worker: &Worker,
    job: &Claimed,
    id: TicketId,
    closes_at: DateTime<Utc>,
) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    // Nobody of a company that leaves could answer: it goes on once that is called back.
    if let Some(until) = patiently(|| service.waits_for_leaver(&scope)).await? {
        return settle(service, job, End::Later { until }, Effect::None).await;
    }
    settle(service, job, End::Done, Effect::CloseAnswered { ticket: id, closes_at }).await
}
