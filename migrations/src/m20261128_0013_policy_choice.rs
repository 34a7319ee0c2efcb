//! Which escalation a client company, or one of its categories, has chosen.

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

/// Nothing chosen follows: a category its company, a company the default.
const SQL: &str = "
ALTER TABLE tenants ADD COLUMN policy_id {uuid} REFERENCES policies (id);
ALTER TABLE categories ADD COLUMN policy_id {uuid} REFERENCES policies (id);
";
