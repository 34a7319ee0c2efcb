//! What is kept of somebody, handed out to them; and since when somebody is being erased, and is.

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
        guard(manager, "exports").await
    }
}

const TABLES: &str = "
CREATE TABLE exports (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  person_id {uuid} NOT NULL,
  asked_at {time} NOT NULL,
  ready_at {time},
  expires_at {time},
  size BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id),
  CHECK ((ready_at IS NULL) = (expires_at IS NULL)),
  CHECK ((ready_at IS NULL) = (size IS NULL))
);
CREATE INDEX exports_of_person ON exports (tenant_id, person_id);

-- What was noted not long ago is asked for at each look, however long the chain is.
CREATE INDEX audit_of_kind ON audit (tenant_id, kind, at);

ALTER TABLE persons ADD COLUMN erasing_at {time};
ALTER TABLE persons ADD COLUMN erased_at {time};
";
