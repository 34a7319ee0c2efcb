//! Companies leave: until when that can be called back, and what is left once everything else is gone.
//!
//! A row of `deletions` outlives its company, so that it names nobody: identifiers, numbers and hashes.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Whole or not at all, on SQLite too: what is there already could not be added again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await
    }
}

const TABLES: &str = "
ALTER TABLE tenants ADD COLUMN leaves_at {time};

CREATE TABLE deletions (
  id {uuid} NOT NULL PRIMARY KEY,
  company_id {uuid} NOT NULL,
  company_number BIGINT NOT NULL,
  name_hash {bytes} NOT NULL,
  asked_at {time} NOT NULL,
  asked_by {uuid} NOT NULL,
  due_at {time} NOT NULL,
  recalled_at {time},
  recalled_by {uuid},
  begun_at {time},
  done_at {time},
  seal {json},
  counts {json} NOT NULL,
  CHECK (recalled_at IS NULL OR begun_at IS NULL),
  CHECK (done_at IS NULL OR (begun_at IS NOT NULL AND seal IS NOT NULL))
);
CREATE UNIQUE INDEX one_deletion ON deletions (company_id) WHERE recalled_at IS NULL;
";
