//! A company's own hosts are proved by a record in the DNS, and looked at again and again.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Whole or not at all, on SQLite too: what is there already could not be added again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await?;
        let random = match Dialect::of(manager) {
            Dialect::Postgres => "replace(gen_random_uuid()::text, '-', '')",
            Dialect::Sqlite => "lower(hex(randomblob(16)))",
        };
        // Hosts that somebody has written by hand were served unproved. They stay, with a token to publish: as of the first look
        // at them their record is missing, so that people are told, and have the time that everybody has.
        let rows = format!(
            "UPDATE hosts SET token = {random}, \
               added_at = (SELECT created_at FROM tenants WHERE id = hosts.tenant_id), \
               proved_at = (SELECT created_at FROM tenants WHERE id = hosts.tenant_id), \
               next_check_at = (SELECT created_at FROM tenants WHERE id = hosts.tenant_id)"
        );
        run(manager, &rows).await
    }
}

const COLUMNS: &str = "
ALTER TABLE hosts ADD COLUMN token TEXT;
ALTER TABLE hosts ADD COLUMN added_at {time};
ALTER TABLE hosts ADD COLUMN proved_at {time};
ALTER TABLE hosts ADD COLUMN missing_at {time};
ALTER TABLE hosts ADD COLUMN off_at {time};
ALTER TABLE hosts ADD COLUMN asked_at {time};
ALTER TABLE hosts ADD COLUMN answered_at {time};
ALTER TABLE hosts ADD COLUMN next_check_at {time};
UPDATE hosts SET host = lower(host) WHERE host <> lower(host) AND lower(host) NOT IN (SELECT host FROM hosts);
UPDATE hosts SET is_primary = false WHERE is_primary AND host <>
  (SELECT min(first.host) FROM hosts first WHERE first.tenant_id = hosts.tenant_id AND first.is_primary);
CREATE UNIQUE INDEX one_primary_host ON hosts (tenant_id) WHERE is_primary;
";
