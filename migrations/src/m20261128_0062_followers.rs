//! Who follows which ticket besides its requester.

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
        guard(manager, "followers").await
    }
}

const TABLES: &str = "
CREATE TABLE followers (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  ticket_id {uuid} NOT NULL,
  person_id {uuid} NOT NULL,
  since {time} NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id, person_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
";
