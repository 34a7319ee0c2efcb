//! The promised time of whoever took a callback has passed: without an outcome people are paged again.

use rappel_domain::id::CallbackId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

pub(crate) async fn run(
    worker: &Worker,
    job: &Claimed,
    id: CallbackId,
    generation: i32,
) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::Promise { callback: id, generation }).await
}
