//! What categories ask in fields of their own, and what was answered on tickets: both in the row that they belong to.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await
    }
}

const COLUMNS: &str = "
ALTER TABLE categories ADD COLUMN own_fields {json};
ALTER TABLE tickets ADD COLUMN answers {json};
";
