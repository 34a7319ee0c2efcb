//! A ticket was left open after our answer: it is closed, once, and the client is told.

use chrono::{DateTime, Utc};
use rappel_domain::id::TicketId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

pub(crate) async fn run(
    worker: &Worker,
    job: &Claimed,
    id: TicketId,
    closes_at: DateTime<Utc>,
) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::CloseAnswered { ticket: id, closes_at }).await
}
