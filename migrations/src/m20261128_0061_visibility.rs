//! Whose tickets people of a company see: said for one of them, else for the company, else their own.

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
ALTER TABLE persons ADD COLUMN visibility {json};
ALTER TABLE tenants ADD COLUMN members_see {json};
";
