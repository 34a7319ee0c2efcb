//! Writes to those who lead who cannot be reached, once a week.

use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::Readiness).await
}
