//! The browsers that somebody has signed in with, so that they are told of a new one.

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
        guard(manager, "devices").await
    }
}

const TABLES: &str = "
CREATE TABLE devices (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  person_id {uuid} NOT NULL,
  token_hash {bytes} NOT NULL,
  seen_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, person_id, token_hash),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
";
