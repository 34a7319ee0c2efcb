//! Exports whose time is over and whose job is no more: they go all the same.

use chrono::{DateTime, Utc};
use rappel_domain::{job::Job, privacy};
use rappel_store::StoreError;

use crate::{Scope, Service, Tenant, error::Result};

impl Service {
    /// Makes the job again of each export whose time is over and that nothing would take away any more: it was lost, or given up.
    pub async fn begin_lost_drops(&self) -> Result<()> {
        let line = match self.store.doors().command_line().await {
            Ok(line) => line,
            // Before the first run is over there is nobody.
            Err(StoreError::NotFound) => return Ok(()),
            Err(other) => return Err(other.into()),
        };
        // Of a company that leaves everything goes.
        let leaving = self.store.leaving().await?;
        let stays = |it: &Tenant| !it.is_operator && !leaving.contains_key(&it.id);
        for tenant in self.store.tenants().await?.into_iter().filter(stays) {
            // One that is held by somebody at this moment does not keep the others from it.
            if let Err(error) = self.begin_lost_drops_of(&line.tenant(tenant.id)).await {
                tracing::warn!(tenant = %tenant.id, "whether exports go was not seen: {error}");
            }
        }
        Ok(())
    }

    async fn begin_lost_drops_of(&self, scope: &Scope) -> Result<()> {
        let tx = self.store.read(scope).await?;
        let now = tx.clock().now();
        let is_any = is_over(tx.company_exports().company_export().await?.as_ref(), now)
            || !tx.exports().expired(now).await?.is_empty();
        drop(tx);
        if !is_any {
            return Ok(());
        }
        let mut tx = self.store.write(scope).await?;
        // Held, so that of two who look at one moment one makes another.
        let export = tx.company_exports().hold_company_export().await?;
        let tenant = scope.tenant();
        let mut lost = Vec::new();
        if let Some(export) = export.filter(|it| is_over(Some(it), now))
            && !tx.has_ready_job(&Job::DropCompanyExport { export: export.id }).await?
        {
            lost.push(privacy::company_export_dropped(tx.clock(), tenant, export.id));
        }
        for export in tx.exports().expired(now).await? {
            if !tx.has_ready_job(&Job::DropExport { export }).await? {
                lost.push(privacy::export_dropped(tx.clock(), tenant, export));
            }
        }
        for decision in lost {
            tracing::warn!(%tenant, "the job that takes an export away was lost, and is made again");
            tx.record(decision).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn is_over(export: Option<&rappel_store::company_exports::CompanyExport>, now: DateTime<Utc>) -> bool {
    export.and_then(|it| it.ready.as_ref()).is_some_and(|(ready, _)| ready.until <= now)
}
