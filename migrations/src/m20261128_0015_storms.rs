//! Storms: the pauses between the texts to one person, which text carried which page, tickets that joined a call, and
//! what is planned for a month.

use sea_orm_migration::prelude::*;

use crate::{
    dialect::{Dialect, run},
    m20261123_0003_row_policies::guard,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, SQL).await?;
        if Dialect::of(manager) == Dialect::Sqlite {
            return Ok(());
        }
        // SQLite adds no key of two columns to a table that exists.
        run(manager, KEYS).await?;
        guard(manager, "paging_windows").await
    }
}

const SQL: &str = "
CREATE TABLE paging_windows (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  phone TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('sms', 'voice')),
  holder_id {uuid},
  last_at {time},
  next_at {time},
  gap_seconds INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, phone, channel),
  FOREIGN KEY (tenant_id, holder_id) REFERENCES deliveries (tenant_id, id),
  CHECK ((last_at IS NULL) = (next_at IS NULL))
);

CREATE TABLE texted_phones (
  phone TEXT NOT NULL PRIMARY KEY,
  texts {json} NOT NULL
);

ALTER TABLE deliveries ADD COLUMN carried_by {uuid};
CREATE INDEX deliveries_carried ON deliveries (tenant_id, carried_by) WHERE carried_by IS NOT NULL;
CREATE INDEX deliveries_pages_waiting ON deliveries (tenant_id, id)
  WHERE state = 'waiting' AND channel = 'sms' AND summons_id IS NOT NULL;
CREATE INDEX deliveries_used ON deliveries (tenant_id, channel, sent_at)
  WHERE sent_at IS NOT NULL AND carried_by IS NULL;

ALTER TABLE tickets ADD COLUMN joined_id {uuid};
CREATE INDEX tickets_joined ON tickets (tenant_id, joined_id) WHERE joined_id IS NOT NULL;

ALTER TABLE tenants ADD COLUMN sms_budget INTEGER;
ALTER TABLE tenants ADD COLUMN call_budget INTEGER;
";

const KEYS: &str = "
ALTER TABLE deliveries ADD FOREIGN KEY (tenant_id, carried_by) REFERENCES deliveries (tenant_id, id);
ALTER TABLE tickets ADD FOREIGN KEY (tenant_id, joined_id) REFERENCES callbacks (tenant_id, id);
";
