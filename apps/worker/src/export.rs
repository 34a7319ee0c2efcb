//! Puts together what is kept of somebody, and takes it away when its time is over.

use rappel_domain::id::ExportId;
use rappel_queue::{Claimed, Failed};

use crate::{
    Worker,
    settle::{Effect, End, failed, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, export: ExportId) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    let written = Box::pin(service.write_export(&scope, export)).await.map_err(|error| failed(&error))?;
    let effect = written.map_or(Effect::None, |size| Effect::ExportWritten { export, size });
    settle(service, job, End::Done, effect).await
}

pub(crate) async fn drop_file(worker: &Worker, job: &Claimed, export: ExportId) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::ExportDropped { export }).await
}
