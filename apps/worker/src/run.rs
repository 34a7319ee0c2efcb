//! The one match over all jobs.

use std::pin::Pin;

use rappel_domain::job::Job;
use rappel_queue::{Claimed, Failed, Handler};

use crate::{
    Worker, check_host, check_receipt, close_answered, company_export, delete_company, deliver, erase_person,
    export, late, page, probe, promise, readiness, remind_closing, retain, shift_notices,
};

impl Handler for Worker {
    async fn run(&self, claimed: Claimed) -> Result<(), Failed> {
        let job = &claimed;
        match &job.job {
            Job::Page { callback, generation } => {
                boxed(|| page::run(self, job, *callback, *generation)).await
            }
            Job::Promise { callback, generation } => {
                boxed(|| promise::run(self, job, *callback, *generation)).await
            }
            Job::Late { callback } => boxed(|| late::run(self, job, *callback)).await,
            Job::Deliver { delivery } => boxed(|| deliver::run(self, job, *delivery)).await,
            Job::CheckReceipt { delivery, last } => {
                let look = if *last { check_receipt::Look::Last } else { check_receipt::Look::First };
                boxed(|| check_receipt::run(self, job, *delivery, look)).await
            }
            Job::RemindClosing { ticket, closes_at } => {
                boxed(|| remind_closing::run(self, job, *ticket, *closes_at)).await
            }
            Job::CloseAnswered { ticket, closes_at } => {
                boxed(|| close_answered::run(self, job, *ticket, *closes_at)).await
            }
            Job::ShiftNotices { rota, generation } => {
                boxed(|| shift_notices::run(self, job, *rota, *generation)).await
            }
            Job::Probe { delivery } => boxed(|| probe::run(self, job, *delivery)).await,
            Job::Readiness => boxed(|| readiness::run(self, job)).await,
            Job::CheckHost { host } => boxed(|| check_host::run(self, job, host)).await,
            Job::Export { export } => boxed(|| export::run(self, job, *export)).await,
            Job::DropExport { export } => boxed(|| export::drop_file(self, job, *export)).await,
            Job::ErasePerson { person } => boxed(|| erase_person::run(self, job, *person)).await,
            Job::CompanyExport { export } => boxed(|| company_export::run(self, job, *export)).await,
            Job::DropCompanyExport { export } => {
                boxed(|| company_export::drop_file(self, job, *export)).await
            }
            Job::Retain => boxed(|| retain::run(self, job)).await,
            Job::DeleteCompany { deletion } => boxed(|| delete_company::run(self, job, *deletion)).await,
        }
    }
}

/// A future that is on the heap from the start. Without optimisation each arm of a match has a place for its own on the stack,
/// whichever runs: half a megabyte here.
pub(crate) fn boxed<F: Future>(begin: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(begin())
}
