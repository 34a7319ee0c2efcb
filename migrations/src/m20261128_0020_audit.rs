//! The audit: what was changed for a company that is no fact of a ticket, in one chain for each company.
//!
//! Like `events`, no row is changed or taken away, but those of a tenant that is being erased.

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
            return run(manager, SQLITE_GUARDS).await;
        }
        run(manager, POSTGRES_GUARDS).await?;
        guard(manager, "audit").await?;
        guard(manager, "audit_heads").await
    }
}

const TABLES: &str = "
CREATE TABLE audit (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  seq INTEGER NOT NULL,
  actor {json} NOT NULL,
  kind TEXT NOT NULL,
  deed {json} NOT NULL,
  person_id {uuid},
  at {time} NOT NULL,
  previous {bytes} NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (tenant_id, seq),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);

CREATE TABLE audit_heads (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  length INTEGER NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (tenant_id)
);
";

const SQLITE_GUARDS: &str = "
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND erased_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
";

const POSTGRES_GUARDS: &str = "
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND erased_at IS NOT NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_kept BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
";
