//! What is kept of somebody: handed out to them, and taken away.

use chrono::Duration;

use crate::{
    Clock, Decision,
    id::{ExportId, JobId, PersonId, TenantId},
    job::{Job, Lane, NewJob},
};

/// How long an export may be fetched.
pub const EXPORT_KEPT: Duration = Duration::days(7);

/// How long after one was asked for another may be.
pub const EXPORT_PAUSE: Duration = Duration::hours(24);

/// Somebody asked for what is kept of them: it is put together in the background.
pub fn export_asked(clock: &dyn Clock, tenant: TenantId, export: ExportId) -> Decision {
    later(clock, tenant, Job::Export { export }, Duration::zero())
}

/// It is there, until its time is over.
pub fn export_ready(clock: &dyn Clock, tenant: TenantId, export: ExportId) -> Decision {
    later(clock, tenant, Job::DropExport { export }, EXPORT_KEPT)
}

/// Somebody is to be erased.
pub fn erasure_asked(clock: &dyn Clock, tenant: TenantId, person: PersonId) -> Decision {
    later(clock, tenant, Job::ErasePerson { person }, Duration::zero())
}

fn later(clock: &dyn Clock, tenant: TenantId, job: Job, wait: Duration) -> Decision {
    let job = NewJob { id: JobId::new(clock), lane: Lane::Normal, job, run_at: clock.now() + wait };
    Decision::doing(tenant, job)
}
