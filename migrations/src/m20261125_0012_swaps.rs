//! Swaps of shifts, and who was told of which shift before it began.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, SQL).await
    }
}

const SQL: &str = "
CREATE TABLE rota_swaps (
  id {uuid} NOT NULL PRIMARY KEY,
  rota_id {uuid} NOT NULL REFERENCES rotas (id),
  asker_id {uuid} NOT NULL REFERENCES staff (id),
  asked_id {uuid} NOT NULL REFERENCES staff (id),
  gives_from {time} NOT NULL,
  gives_to {time} NOT NULL,
  takes_from {time},
  takes_to {time},
  state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn')),
  asked_at {time} NOT NULL,
  ended_by {uuid} REFERENCES staff (id),
  ended_at {time},
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (gives_from < gives_to),
  CHECK ((takes_from IS NULL) = (takes_to IS NULL)),
  CHECK (takes_from IS NULL OR takes_from < takes_to),
  CHECK (asker_id <> asked_id),
  CHECK ((state = 'asked') = (ended_at IS NULL))
);

CREATE TABLE shift_notices (
  rota_id {uuid} NOT NULL REFERENCES rotas (id),
  staff_id {uuid} NOT NULL REFERENCES staff (id),
  starts_at {time} NOT NULL,
  PRIMARY KEY (rota_id, staff_id, starts_at)
);

ALTER TABLE staff ADD COLUMN shift_notice_hours INTEGER NOT NULL DEFAULT 24;
";
