//! Passkeys of people and of staff, and their ceremonies that are under way.

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
        guard(manager, "passkeys").await?;
        guard(manager, "passkey_ceremonies").await
    }
}

/// As for the other factors: who is not of staff is somebody of the tenant of the row.
const TABLES: &str = "
CREATE TABLE passkeys (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  subject {uuid} NOT NULL,
  staff_id {uuid} REFERENCES staff (id),
  person_id {uuid} GENERATED ALWAYS AS (CASE WHEN staff_id IS NULL THEN subject END) STORED,
  host text NOT NULL,
  credential {bytes} NOT NULL,
  handle {bytes} NOT NULL,
  public_key {bytes} NOT NULL,
  state {bytes} NOT NULL,
  name text NOT NULL,
  created_at {time} NOT NULL,
  used_at {time},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, host, credential),
  CHECK (staff_id IS NULL OR staff_id = subject),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
CREATE INDEX passkeys_by_subject ON passkeys (tenant_id, subject);
CREATE TABLE passkey_ceremonies (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  challenge {bytes} NOT NULL,
  browser {bytes} NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('new', 'sign_in', 'step', 'proof')),
  sealed {bytes} NOT NULL,
  expires_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, challenge)
);
CREATE INDEX passkey_ceremonies_by_end ON passkey_ceremonies (tenant_id, purpose, expires_at);
";
