//! The one match over all jobs.

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
            Job::Page { callback, generation } => page::run(self, job, *callback, *generation).await,
            Job::Promise { callback, generation } => promise::run(self, job, *callback, *generation).await,
            Job::Late { callback } => late::run(self, job, *callback).await,
            Job::Deliver { delivery } => Box::pin(deliver::run(self, job, *delivery)).await,
            Job::CheckReceipt { delivery, last } => {
                let look = if *last { check_receipt::Look::Last } else { check_receipt::Look::First };
                check_receipt::run(self, job, *delivery, look).await
            }
            Job::RemindClosing { ticket, closes_at } => {
                remind_closing::run(self, job, *ticket, *closes_at).await
            }
            Job::CloseAnswered { ticket, closes_at } => {
                close_answered::run(self, job, *ticket, *closes_at).await
            }
            Job::ShiftNotices { rota, generation } => shift_notices::run(self, job, *rota, *generation).await,
            Job::Probe { delivery } => probe::run(self, job, *delivery).await,
            Job::Readiness => readiness::run(self, job).await,
            Job::CheckHost { host } => check_host::run(self, job, host).await,
            Job::Export { export } => export::run(self, job, *export).await,
            Job::DropExport { export } => export::drop_file(self, job, *export).await,
            Job::ErasePerson { person } => erase_person::run(self, job, *person).await,
            Job::CompanyExport { export } => company_export::run(self, job, *export).await,
            Job::DropCompanyExport { export } => company_export::drop_file(self, job, *export).await,
            Job::Retain => retain::run(self, job).await,
            Job::DeleteCompany { deletion } => delete_company::run(self, job, *deletion).await,
        }
    }
}
