//! What a company says for itself beside what the operator says for all; nothing for a company that follows in everything.

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
ALTER TABLE tenants ADD COLUMN settings {json};
";
