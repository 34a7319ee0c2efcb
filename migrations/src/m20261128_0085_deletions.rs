//! Companies leave: until when that can be called back, and what is left once everything else is gone.
//!
//! A row of `deletions` outlives its company, so that it names nobody: identifiers, numbers and hashes.
//!
//! Once it has begun, nothing that somebody waits for is taken from the company any more: whoever asks is refused, and not told that
//! it was noted and then forgotten.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Whole or not at all, on SQLite too: what is there already could not be added again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await?;
        match Dialect::of(manager) {
            Dialect::Postgres => run(manager, POSTGRES_GUARDS).await,
            Dialect::Sqlite => run(manager, SQLITE_GUARDS).await,
        }
    }
}

const TABLES: &str = "
ALTER TABLE tenants ADD COLUMN leaves_at {time};

CREATE TABLE deletions (
  id {uuid} NOT NULL PRIMARY KEY,
  company {uuid} NOT NULL,
  company_number BIGINT NOT NULL,
  name_hash {bytes} NOT NULL,
  asked_at {time} NOT NULL,
  asked_by {uuid} NOT NULL,
  due_at {time} NOT NULL,
  recalled_at {time},
  recalled_by {uuid},
  begun_at {time},
  done_at {time},
  seal {json},
  counts {json} NOT NULL,
  CHECK (recalled_at IS NULL OR begun_at IS NULL),
  CHECK (done_at IS NULL OR (begun_at IS NOT NULL AND seal IS NOT NULL))
);
CREATE UNIQUE INDEX one_deletion ON deletions (company) WHERE recalled_at IS NULL;

-- A ticket that goes is looked for in those that continue it.
CREATE INDEX tickets_continues ON tickets (tenant_id, continues_id) WHERE continues_id IS NOT NULL;
";

const SQLITE_GUARDS: &str = "
CREATE TRIGGER tickets_of_a_company BEFORE INSERT ON tickets
WHEN EXISTS (SELECT 1 FROM tenants WHERE id = NEW.tenant_id AND erased_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the company is being deleted'); END;
CREATE TRIGGER callbacks_of_a_company BEFORE INSERT ON callbacks
WHEN EXISTS (SELECT 1 FROM tenants WHERE id = NEW.tenant_id AND erased_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the company is being deleted'); END;
CREATE TRIGGER callbacks_stay_ended BEFORE UPDATE OF ended_at ON callbacks
WHEN OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL
  AND EXISTS (SELECT 1 FROM tenants WHERE id = NEW.tenant_id AND erased_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the company is being deleted'); END;
CREATE TRIGGER hosts_of_a_company BEFORE INSERT ON hosts
WHEN EXISTS (SELECT 1 FROM tenants WHERE id = NEW.tenant_id AND erased_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the company is being deleted'); END;
";

/// The lock waits for a deletion that begins at this moment, and then reads again; a deletion that comes later waits for whoever has
/// it, and then sees what they wrote.
const POSTGRES_GUARDS: &str = "
CREATE FUNCTION company_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM tenants WHERE id = NEW.tenant_id AND erased_at IS NULL FOR KEY SHARE;
  IF NOT FOUND AND EXISTS (SELECT 1 FROM tenants WHERE id = NEW.tenant_id) THEN
    RAISE EXCEPTION 'the company is being deleted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tickets_of_a_company BEFORE INSERT ON tickets
  FOR EACH ROW EXECUTE FUNCTION company_is_there();
CREATE TRIGGER callbacks_of_a_company BEFORE INSERT ON callbacks
  FOR EACH ROW EXECUTE FUNCTION company_is_there();
CREATE TRIGGER callbacks_stay_ended BEFORE UPDATE OF ended_at ON callbacks
  FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL) EXECUTE FUNCTION company_is_there();
CREATE TRIGGER hosts_of_a_company BEFORE INSERT ON hosts
  FOR EACH ROW EXECUTE FUNCTION company_is_there();
";
