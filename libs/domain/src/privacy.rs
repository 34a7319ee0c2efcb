//! What is kept of somebody, or of a company: handed out to them, and taken away.

use chrono::Duration;

use crate::{
    Actor, Clock, Decision,
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::{CompanyExportId, ExportId, JobId, PersonId, TenantId},
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

/// Its time is over, and its job was lost: it goes now.
pub fn export_dropped(clock: &dyn Clock, tenant: TenantId, export: ExportId) -> Decision {
    later(clock, tenant, Job::DropExport { export }, Duration::zero())
}

/// Somebody asked for everything of their company: it is put together in the background.
pub fn company_export_asked(clock: &dyn Clock, tenant: TenantId, export: CompanyExportId) -> Decision {
    later(clock, tenant, Job::CompanyExport { export }, Duration::zero())
}

/// It is there, until its time is over; whoever asked is told by e-mail.
pub fn company_export_ready(
    clock: &dyn Clock,
    tenant: TenantId,
    export: CompanyExportId,
    asked_by: Actor,
) -> Decision {
    let drop = later(clock, tenant, Job::DropCompanyExport { export }, EXPORT_KEPT);
    let to = match asked_by {
        Actor::Person(id) => Recipient::Person(id),
        Actor::Staff(id) => Recipient::Staff(id),
        // Programs and Rappel itself ask for none.
        Actor::ApiKey(_) | Actor::System => return drop,
    };
    let news = News::CompanyExportReady { until: clock.now() + EXPORT_KEPT };
    announce(clock, tenant, to, Channel::Email, news).and(drop)
}

/// Nobody waits for it any more, or its time is over: what there is of its file goes.
pub fn company_export_dropped(clock: &dyn Clock, tenant: TenantId, export: CompanyExportId) -> Decision {
    later(clock, tenant, Job::DropCompanyExport { export }, Duration::zero())
}

/// Somebody is to be erased.
pub fn erasure_asked(clock: &dyn Clock, tenant: TenantId, person: PersonId) -> Decision {
    later(clock, tenant, Job::ErasePerson { person }, Duration::zero())
}

fn later(clock: &dyn Clock, tenant: TenantId, job: Job, wait: Duration) -> Decision {
    let job = NewJob { id: JobId::new(clock), lane: Lane::Normal, job, run_at: clock.now() + wait };
    Decision::doing(tenant, job)
}
