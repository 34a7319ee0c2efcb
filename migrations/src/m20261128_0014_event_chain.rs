//! Facts in chains: each row of `events` carries the hash of the one before, and no row is changed or taken away.
//!
//! Rows that exist stay outside the chains, and their number is kept: what is sealed today says nothing of yesterday. The
//! events of a tenant that is being erased, `tenants.erased_at`, may be deleted.

use sea_orm_migration::prelude::*;

use crate::{
    PARTITIONS,
    dialect::{Dialect, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await?;
        if Dialect::of(manager) == Dialect::Sqlite {
            run(manager, UNSEALED).await?;
            return run(manager, SQLITE_GUARDS).await;
        }
        // Row policies would hide every row from a migration, which is of no tenant.
        run(manager, &policies("NO FORCE")).await?;
        run(manager, UNSEALED).await?;
        run(manager, &policies("FORCE")).await?;
        run(manager, POSTGRES_GUARDS).await?;
        for part in 0..PARTITIONS {
            run(manager, &guard_truncate(&format!("events_{part:02}"))).await?;
        }
        run(manager, &guard_truncate("events")).await
    }
}

const COLUMNS: &str = "
ALTER TABLE events ADD COLUMN seq INTEGER;
ALTER TABLE events ADD COLUMN previous {bytes};
ALTER TABLE events ADD COLUMN hash {bytes};
CREATE UNIQUE INDEX events_chain ON events (tenant_id, ticket_id, seq);
CREATE INDEX events_of_callback ON events (tenant_id, callback_id) WHERE callback_id IS NOT NULL;
CREATE INDEX callbacks_by_time ON callbacks (requested_at, id);
ALTER TABLE tickets ADD COLUMN chain_unsealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN chain_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN chain_hash {bytes};
ALTER TABLE tenants ADD COLUMN erased_at {time};
";

const UNSEALED: &str = "
UPDATE tickets SET chain_unsealed = counted.number
FROM (SELECT tenant_id, ticket_id, count(*) AS number FROM events GROUP BY tenant_id, ticket_id) AS counted
WHERE counted.tenant_id = tickets.tenant_id AND counted.ticket_id = tickets.id;
";

const SQLITE_GUARDS: &str = "
CREATE TRIGGER events_sealed BEFORE INSERT ON events
WHEN NEW.seq IS NULL OR NEW.previous IS NULL OR NEW.hash IS NULL
BEGIN SELECT RAISE(ABORT, 'an event needs its seal'); END;
CREATE TRIGGER events_unchanged BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_kept BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND erased_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
";

const POSTGRES_GUARDS: &str = "
ALTER TABLE events ADD CONSTRAINT events_sealed
  CHECK (seq IS NOT NULL AND previous IS NOT NULL AND hash IS NOT NULL) NOT VALID;
CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND erased_at IS NOT NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION events_append_only();
";

fn policies(force: &str) -> String {
    format!("ALTER TABLE tickets {force} ROW LEVEL SECURITY; ALTER TABLE events {force} ROW LEVEL SECURITY")
}

fn guard_truncate(table: &str) -> String {
    format!(
        "CREATE TRIGGER events_kept BEFORE TRUNCATE ON {table} \
         FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()"
    )
}
