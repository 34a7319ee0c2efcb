//! The words by which tickets are found.
//!
//! Under row policies PostgreSQL asks an index only by operators that tell nothing about rows one may not see. Those of `LIKE` and of
//! full text are not among them, comparisons are: the beginning of a word is a range of a b-tree. Workers note the words of what
//! was written before, and `tickets.has_words` says how far they are.
//!
//! `search_text`, in which tickets were looked for, is no longer written. It stays until the next release drops it: processes
//! that still run with the version before name it in each statement, and paging with them must not stop.

use sea_orm_migration::prelude::*;

use crate::{
    PARTITIONS,
    dialect::{Dialect, run},
    m20261123_0003_row_policies::{guard, protect},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, SQL).await?;
        if Dialect::of(manager) == Dialect::Sqlite {
            // It cannot be given a default where it is, and one process alone has such a file.
            return run(manager, &format!("{DROP}; {ADD};")).await;
        }
        run(manager, "ALTER TABLE tickets ALTER COLUMN search_text SET DEFAULT ''").await?;
        for part in 0..PARTITIONS {
            let table = format!("ticket_words_{part:02}");
            let partition = format!(
                "CREATE TABLE {table} PARTITION OF ticket_words \
                 FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part})"
            );
            run(manager, &partition).await?;
            run(manager, &protect(&table)).await?;
        }
        guard(manager, "ticket_words").await
    }
}

const SQL: &str = "
CREATE TABLE ticket_words (
  tenant_id {uuid} NOT NULL,
  word TEXT{bytewise} NOT NULL,
  ticket_id {uuid} NOT NULL,
  is_note {bool} NOT NULL,
  PRIMARY KEY (tenant_id, word, ticket_id, is_note),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id)
){clustered}{partitioned};
CREATE INDEX tickets_by_id ON tickets (id, tenant_id);
CREATE INDEX tickets_by_number ON tickets (number, tenant_id);
CREATE INDEX ticket_words_of_ticket ON ticket_words (tenant_id, ticket_id, word);

ALTER TABLE tickets ADD COLUMN has_words {bool} NOT NULL DEFAULT false;
CREATE INDEX tickets_without_words ON tickets (tenant_id, id) WHERE NOT has_words;
";

const DROP: &str = "ALTER TABLE tickets DROP COLUMN search_text";
const ADD: &str = "ALTER TABLE tickets ADD COLUMN search_text TEXT NOT NULL DEFAULT ''";
