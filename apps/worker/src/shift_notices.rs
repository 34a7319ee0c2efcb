//! Looks whose shift of a rota begins soon, tells them, and looks again later.

use rappel_domain::id::RotaId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, rota: RotaId, generation: i32) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::ShiftNotices { rota, generation }).await
}
