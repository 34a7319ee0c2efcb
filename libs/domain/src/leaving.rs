//! A company leaves: everything of it is deleted, after a time in which that can be called back.

use chrono::{DateTime, Duration, Utc};

use crate::{
    Clock, Decision,
    id::{DeletionId, JobId, TenantId},
    job::{Job, Lane, NewJob},
};

/// How long a deletion can be called back. Longer than holidays and than the month of an invoice, so that whoever is told has read
/// it; not so long that whoever has left is kept for a second month.
pub const GRACE: Duration = Duration::days(30);

/// A company is to be deleted at a time: when its grace period is over.
pub fn deletion_due(
    clock: &dyn Clock,
    tenant: TenantId,
    deletion: DeletionId,
    run_at: DateTime<Utc>,
) -> Decision {
    let job = Job::DeleteCompany { deletion };
    Decision::doing(tenant, NewJob { id: JobId::new(clock), lane: Lane::Normal, job, run_at })
}
