//! The time by which the client was promised a call has passed: they are told when nobody rang.

use rappel_domain::id::CallbackId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, id: CallbackId) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::Late { callback: id }).await
}
