//! Second factors of people: the sealed secret of their authenticator app, and the codes for when it is lost.

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
        guard(manager, "factors").await?;
        guard(manager, "recovery_codes").await
    }
}

const TABLES: &str = "
CREATE TABLE factors (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  person_id {uuid} NOT NULL,
  secret {bytes} NOT NULL,
  begun_at {time} NOT NULL,
  enrolled_at {time},
  accepted_step bigint,
  misses integer NOT NULL,
  missed_at {time},
  PRIMARY KEY (tenant_id, person_id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
CREATE TABLE recovery_codes (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  person_id {uuid} NOT NULL,
  place integer NOT NULL,
  hash text NOT NULL,
  used_at {time},
  PRIMARY KEY (tenant_id, person_id, place),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
";
