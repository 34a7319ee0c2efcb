//! Stems of words beside the words by which tickets are found, and more words of a long text.
//!
//! What is noted of older tickets stays right, and they are found by it while workers note the rest.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if Dialect::of(manager) == Dialect::Sqlite {
            return run(manager, ANEW).await;
        }
        // Row policies would hide every row from a migration, which is of no tenant.
        run(manager, "ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY").await?;
        run(manager, ANEW).await?;
        run(manager, "ALTER TABLE tickets FORCE ROW LEVEL SECURITY").await
    }
}

const ANEW: &str = "UPDATE tickets SET has_words = false WHERE has_words";
