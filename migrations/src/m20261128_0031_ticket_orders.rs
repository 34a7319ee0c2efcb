//! The orders in which a client's list can be read without sorting all of it.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, INDEXES).await
    }
}

/// Of one person's tickets there are few, and of open ones too.
const INDEXES: &str = "
CREATE INDEX tickets_company_dates ON tickets (tenant_id, is_closed, opened_at, number);
CREATE INDEX tickets_company_categories ON tickets (tenant_id, is_closed, category_id, number);
";
