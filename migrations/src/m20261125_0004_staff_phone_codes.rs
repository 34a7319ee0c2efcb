//! The code by which somebody of staff proves their number, like a person's.

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
ALTER TABLE staff ADD COLUMN phone_code_hash TEXT;
ALTER TABLE staff ADD COLUMN phone_code_expires_at {time};
ALTER TABLE staff ADD COLUMN phone_code_tries INTEGER NOT NULL DEFAULT 0;
";
