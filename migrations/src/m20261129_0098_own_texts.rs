//! Texts of companies' own. The version tells every process that something changed, without a look at the texts.

use sea_orm_migration::prelude::*;

use crate::{
    dialect::{Dialect, run},
    m20261123_0003_row_policies::guard,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await?;
        if Dialect::of(manager) == Dialect::Sqlite {
            return Ok(());
        }
        guard(manager, "own_texts").await
    }
}

const TABLES: &str = "
CREATE TABLE own_texts (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  locale text NOT NULL,
  key text NOT NULL,
  words text NOT NULL,
  PRIMARY KEY (tenant_id, locale, key)
);
-- Counts the changes; 0 of a company that never had a text of its own.
ALTER TABLE tenants ADD COLUMN texts_version BIGINT NOT NULL DEFAULT 0;
";
