//! Everything of a company, handed out to it: one file at a time, how far it is, and until when it can be fetched.

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
        run(manager, TABLES).await?;
        if Dialect::of(manager) == Dialect::Sqlite {
            return Ok(());
        }
        guard(manager, "company_exports").await
    }
}

/// `fence` is that of the job's run whose file counts, and part of the file's name: two runs never write to one file.
const TABLES: &str = "
CREATE TABLE company_exports (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  asked_at {time} NOT NULL,
  asked_by {json} NOT NULL,
  step TEXT NOT NULL,
  written BIGINT NOT NULL,
  ready_at {time},
  expires_at {time},
  size BIGINT,
  fence BIGINT,
  PRIMARY KEY (tenant_id, id),
  CHECK ((ready_at IS NULL) = (expires_at IS NULL)),
  CHECK ((ready_at IS NULL) = (size IS NULL)),
  CHECK ((ready_at IS NULL) = (fence IS NULL))
);
CREATE UNIQUE INDEX one_company_export ON company_exports (tenant_id);
";
