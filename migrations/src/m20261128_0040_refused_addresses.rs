//! Numbers and mailboxes of the operator that a provider refuses for ever, by the way that it was asked for.
//!
//! The mark is the address's, not its owner's: whoever has another one is not refused, and a receipt that comes late says
//! nothing of the new one. (That a number takes no texts stands with its owner, who may say STOP and START.)

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await
    }
}

const TABLES: &str = "
CREATE TABLE refused_addresses (
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  refused_at {time} NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (channel, address)
);
";
