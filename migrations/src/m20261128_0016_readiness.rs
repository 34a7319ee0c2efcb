//! When somebody of staff was last reached by phone, and why a number takes no texts.
//!
//! Receipts lie with each client and outlive a number, so that what counts for a number is kept beside it. What arrived before is
//! looked up once.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await?;
        if Dialect::of(manager) == Dialect::Sqlite {
            return run(manager, REACHED).await;
        }
        // Row policies would hide every row from a migration, which is of no tenant.
        run(manager, "ALTER TABLE deliveries NO FORCE ROW LEVEL SECURITY").await?;
        run(manager, REACHED).await?;
        run(manager, "ALTER TABLE deliveries FORCE ROW LEVEL SECURITY").await
    }
}

const COLUMNS: &str = "
ALTER TABLE staff ADD COLUMN reached_at {time};
ALTER TABLE staff ADD COLUMN sms_refused_why TEXT;
";

const REACHED: &str = "
UPDATE staff SET reached_at = arrived.at
FROM (
  SELECT address, max(settled_at) AS at FROM deliveries
  WHERE state = 'delivered' AND channel IN ('sms', 'voice') GROUP BY address
) AS arrived
WHERE arrived.address = staff.phone;
";
