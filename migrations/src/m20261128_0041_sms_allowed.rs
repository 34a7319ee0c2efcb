//! When somebody of staff last said START: a STOP that they wrote before, and that is read later, does not undo it.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMN).await
    }
}

const COLUMN: &str = "
ALTER TABLE staff ADD COLUMN sms_allowed_at {time};
";
