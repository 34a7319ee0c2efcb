//! What clients say of a close: whether it is solved, and a few words.

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
ALTER TABLE tickets ADD COLUMN is_solved {bool};
ALTER TABLE tickets ADD COLUMN feedback_words TEXT;
ALTER TABLE tickets ADD COLUMN feedback_by {json};
ALTER TABLE tickets ADD COLUMN feedback_at {time};
";
