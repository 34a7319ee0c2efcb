//! Second factors of staff beside those of people: a row's subject is one or the other, and staff's are the operator's rows.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Whole or not at all, on SQLite too: it makes tables anew.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = match Dialect::of(manager) {
            Dialect::Postgres => POSTGRES,
            Dialect::Sqlite => SQLITE,
        };
        run(manager, text).await
    }
}

/// Who is not of staff is somebody of the tenant of the row: the key of persons is checked for them alone.
const POSTGRES: &str = "
ALTER TABLE factors RENAME COLUMN person_id TO subject;
ALTER TABLE factors DROP CONSTRAINT factors_tenant_id_person_id_fkey;
ALTER TABLE factors ADD COLUMN staff_id {uuid} REFERENCES staff (id);
ALTER TABLE factors ADD COLUMN person_id {uuid} GENERATED ALWAYS AS (CASE WHEN staff_id IS NULL THEN subject END) STORED;
ALTER TABLE factors ADD CHECK (staff_id IS NULL OR staff_id = subject);
ALTER TABLE factors ADD FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id);
ALTER TABLE recovery_codes RENAME COLUMN person_id TO subject;
ALTER TABLE recovery_codes DROP CONSTRAINT recovery_codes_tenant_id_person_id_fkey;
ALTER TABLE recovery_codes ADD COLUMN staff_id {uuid} REFERENCES staff (id);
ALTER TABLE recovery_codes ADD COLUMN person_id {uuid} GENERATED ALWAYS AS (CASE WHEN staff_id IS NULL THEN subject END) STORED;
ALTER TABLE recovery_codes ADD CHECK (staff_id IS NULL OR staff_id = subject);
ALTER TABLE recovery_codes ADD FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id);
";

const SQLITE: &str = "
CREATE TABLE factors_of_all (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  subject {uuid} NOT NULL,
  staff_id {uuid} REFERENCES staff (id),
  person_id {uuid} GENERATED ALWAYS AS (CASE WHEN staff_id IS NULL THEN subject END) STORED,
  secret {bytes} NOT NULL,
  begun_at {time} NOT NULL,
  enrolled_at {time},
  accepted_step bigint,
  misses integer NOT NULL,
  missed_at {time},
  PRIMARY KEY (tenant_id, subject),
  CHECK (staff_id IS NULL OR staff_id = subject),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
INSERT INTO factors_of_all
  (tenant_id, subject, secret, begun_at, enrolled_at, accepted_step, misses, missed_at)
  SELECT tenant_id, person_id, secret, begun_at, enrolled_at, accepted_step, misses, missed_at FROM factors;
DROP TABLE factors;
ALTER TABLE factors_of_all RENAME TO factors;
CREATE TABLE recovery_codes_of_all (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  subject {uuid} NOT NULL,
  staff_id {uuid} REFERENCES staff (id),
  person_id {uuid} GENERATED ALWAYS AS (CASE WHEN staff_id IS NULL THEN subject END) STORED,
  place integer NOT NULL,
  hash text NOT NULL,
  used_at {time},
  PRIMARY KEY (tenant_id, subject, place),
  CHECK (staff_id IS NULL OR staff_id = subject),
  FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id)
);
INSERT INTO recovery_codes_of_all (tenant_id, subject, place, hash, used_at)
  SELECT tenant_id, person_id, place, hash, used_at FROM recovery_codes;
DROP TABLE recovery_codes;
ALTER TABLE recovery_codes_of_all RENAME TO recovery_codes;
";
