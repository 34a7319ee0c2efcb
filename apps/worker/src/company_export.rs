//! Puts together everything of a company, and takes it away when its time is over.
//!
//! Each run writes a file of its own, named after its fence. A run that was overtaken cannot note its file, and takes it away.

use std::io::ErrorKind;

use chrono::Duration;
use rappel_domain::id::CompanyExportId;
use rappel_queue::{Claimed, Failed};
use rappel_service::Error;

use crate::{
    Worker,
    settle::{Effect, End, failed, settle},
};

/// After so many runs it is given up, and the page says so: whoever asked sees it while they still remember.
const RUNS: i32 = 8;

/// While this process writes another one, it waits so long.
const TURN: Duration = Duration::minutes(1);

pub(crate) async fn run(worker: &Worker, job: &Claimed, export: CompanyExportId) -> Result<(), Failed> {
    let service = &worker.service;
    // Each takes minutes: all of them together would hold the lane, and jobs of everybody behind them.
    let Ok(_turn) = worker.company_exports.try_acquire() else {
        let until = service.clock().now() + TURN;
        return settle(service, job, End::Later { until }, Effect::None).await;
    };
    let scope = service.store().doors().job(job);
    let written = Box::pin(service.write_company_export(&scope, export, job.fence)).await;
    let written = written.map_err(|error| failed_run(job, &error))?;
    let fence = job.fence;
    let effect = written.map_or(Effect::None, |size| Effect::CompanyExportWritten { export, fence, size });
    settle(service, job, End::Done, effect).await
}

pub(crate) async fn drop_file(worker: &Worker, job: &Claimed, export: CompanyExportId) -> Result<(), Failed> {
    settle(&worker.service, job, End::Done, Effect::CompanyExportDropped { export }).await
}

fn failed_run(job: &Claimed, error: &Error) -> Failed {
    // Room does not come by waiting: the page says so at once, and the others keep what is left of it.
    let is_full = matches!(error, Error::Files(error) if error.kind() == ErrorKind::StorageFull);
    if is_full || job.attempt >= RUNS { Failed::for_ever(error.to_string()) } else { failed(error) }
}
