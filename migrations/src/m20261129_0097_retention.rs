//! How long closed tickets are kept, and what of them went already.
//!
//! The facts of a ticket may be deleted once its row says `going_at`, and the database lets that be written only of one that was
//! closed long ago and for which no call is owed: whatever a program asks for, no fact of a younger ticket goes.

use sea_orm_migration::prelude::*;

use crate::{
    dialect::{Dialect, run},
    m20261123_0003_row_policies::guard,
};

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
            Dialect::Postgres => {
                run(manager, POSTGRES_GUARDS).await?;
                guard(manager, "retentions").await
            }
            Dialect::Sqlite => run(manager, SQLITE_GUARDS).await,
        }
    }
}

/// What counts is `months`, nothing for ever; what is shorter counts from `next_from` on. `run_*` is what went since the audit
/// noted it last.
const TABLES: &str = "
ALTER TABLE tickets ADD COLUMN going_at {time} CHECK (going_at IS NULL OR is_closed);

CREATE TABLE retentions (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  months INTEGER,
  next_months INTEGER,
  next_from {time},
  run_before {time},
  run_tickets BIGINT NOT NULL,
  run_messages BIGINT NOT NULL,
  run_files BIGINT NOT NULL,
  run_chains {bytes} NOT NULL,
  gone_tickets BIGINT NOT NULL,
  gone_before {time},
  PRIMARY KEY (tenant_id),
  CHECK (months IS NULL OR months > 0),
  CHECK (next_months IS NULL OR next_months > 0),
  CHECK ((next_months IS NULL) = (next_from IS NULL))
);

-- The oldest of a company are looked for each day, after what another run has left.
CREATE INDEX tickets_going ON tickets (tenant_id, id) WHERE going_at IS NOT NULL;
CREATE INDEX tickets_by_closing ON tickets (tenant_id, closed_at, id) WHERE is_closed;
-- What refers to a row that goes is looked for by the database.
CREATE INDEX files_of_message ON files (tenant_id, message_id);
CREATE INDEX deliveries_of_callback ON deliveries (tenant_id, callback_id) WHERE callback_id IS NOT NULL;
CREATE INDEX links_of_object ON links (tenant_id, object) WHERE object IS NOT NULL;
";

const SQLITE_GUARDS: &str = "
DROP TRIGGER events_kept;
CREATE TRIGGER events_kept BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND erased_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM tickets
    WHERE tenant_id = OLD.tenant_id AND id = OLD.ticket_id AND going_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER tickets_go_late BEFORE UPDATE OF going_at ON tickets
WHEN NEW.going_at IS NOT NULL AND (
  NEW.closed_at IS NULL OR julianday(NEW.going_at) - julianday(NEW.closed_at) < 180
  OR EXISTS (SELECT 1 FROM callbacks
    WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id AND ended_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'the ticket is kept'); END;
";

const POSTGRES_GUARDS: &str = "
CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND erased_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM tickets
        WHERE tenant_id = OLD.tenant_id AND id = OLD.ticket_id AND going_at IS NOT NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only';
END $$;
CREATE FUNCTION ticket_goes_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.closed_at IS NULL OR NEW.going_at - NEW.closed_at < interval '180 days'
    OR EXISTS (SELECT 1 FROM callbacks
      WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id AND ended_at IS NULL) THEN
    RAISE EXCEPTION 'the ticket is kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tickets_go_late BEFORE UPDATE OF going_at ON tickets
  FOR EACH ROW WHEN (NEW.going_at IS NOT NULL) EXECUTE FUNCTION ticket_goes_late();
";
