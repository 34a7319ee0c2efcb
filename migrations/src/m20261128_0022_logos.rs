//! Logos of companies: what pages need to know lies beside the colour, the pictures in a table of the company's own.

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
        guard(manager, "logos").await
    }
}

const TABLES: &str = "
ALTER TABLE tenants ADD COLUMN logo {json};

CREATE TABLE logos (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  hash TEXT NOT NULL,
  header {bytes} NOT NULL,
  icon {bytes} NOT NULL,
  touch {bytes} NOT NULL,
  PRIMARY KEY (tenant_id)
);
";
