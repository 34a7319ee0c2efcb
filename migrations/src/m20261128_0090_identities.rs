//! Sign-in with a company's own identity provider: its settings, who is who there, and sign-ins that are under way.

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
        for table in ["identity_providers", "identities", "provider_sign_ins"] {
            guard(manager, table).await?;
        }
        Ok(())
    }
}

const TABLES: &str = "
CREATE TABLE identity_providers (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  label text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  secret {bytes} NOT NULL,
  domains {json} NOT NULL,
  is_on {bool} NOT NULL,
  passwords {bool} NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (tenant_id)
);
-- The same person may have an account with a former provider of the company, and none of two at the same one.
CREATE TABLE identities (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id {uuid} NOT NULL,
  linked_at {time} NOT NULL,
  used_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, issuer, subject),
  UNIQUE (tenant_id, person_id, issuer),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
CREATE TABLE provider_sign_ins (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  state {bytes} NOT NULL,
  browser {bytes} NOT NULL,
  sealed {bytes} NOT NULL,
  expires_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, state)
);
CREATE INDEX provider_sign_ins_by_end ON provider_sign_ins (tenant_id, expires_at);
-- Who somebody is with the provider, sealed, while they wait for their second step.
ALTER TABLE links ADD COLUMN carried {bytes};
-- Whether whoever began it gave a password, a link or a code of theirs; a provider may have asked for nothing.
ALTER TABLE sessions ADD COLUMN proved {bool} NOT NULL DEFAULT TRUE;
";
