//! Jobs that were given up: seen by people, and done once more when they say so.

use rappel_domain::{
    audit::Deed,
    id::{JobId, TenantId},
    role::StaffRight,
};
pub use rappel_store::jobs::JobRow;

use crate::{
    Service, StaffScope,
    error::{Error, Result},
    tenants::tenant_of,
};

/// How many are shown.
pub const MOST: u64 = 200;

impl Service {
    /// Dead jobs of the reader's tenants and of the operator, the latest first.
    pub async fn dead_jobs_of(&self, scope: &StaffScope) -> Result<Vec<JobRow>> {
        if !scope.may(StaffRight::SeeDeliveries) {
            return Err(Error::Forbidden);
        }
        let dead = self.store.dead_jobs(MOST).await?;
        let seen = |it: &JobRow| it.tenant == scope.operator() || scope.tenants().contains(&it.tenant);
        Ok(dead.into_iter().filter(seen).collect())
    }

    /// Does a dead job once more.
    pub async fn revive_job(&self, scope: &StaffScope, tenant: TenantId, id: JobId) -> Result<()> {
        if !scope.may(StaffRight::SeeDeliveries) {
            return Err(Error::Forbidden);
        }
        let mut tx = self.store.write(&tenant_of(scope, tenant)?).await?;
        tx.revive_job(id).await?;
        tx.audit().note(None, &Deed::JobRevived { job: id }).await?;
        Ok(tx.commit().await?)
    }
}
