//! A step of a callback's policy falls due: whom it names is summoned, the next step is written.

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
    settle(&worker.service, job, End::Done, Effect::Page { callback: id, generation }).await
}
