//! When each worker last looked for urgent work: what an independent watchdog asks.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SCHEMA: &str = "
CREATE TABLE workers (
  id {uuid} NOT NULL PRIMARY KEY,
  started_at {time} NOT NULL,
  turned_at {time} NOT NULL
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, SCHEMA).await
    }
}
