//! What somebody of a tenant prefers: ways for each kind of news, quiet hours (`22:00`), time zone and look. Nothing in
//! the ways of a kind means: as for answers, which is what counted for every kind before.

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
ALTER TABLE persons ADD COLUMN closing_by_email {bool};
ALTER TABLE persons ADD COLUMN closing_by_sms {bool};
ALTER TABLE persons ADD COLUMN calls_by_email {bool};
ALTER TABLE persons ADD COLUMN calls_by_sms {bool};
ALTER TABLE persons ADD COLUMN quiet_from text;
ALTER TABLE persons ADD COLUMN quiet_until text;
ALTER TABLE persons ADD COLUMN time_zone text;
ALTER TABLE persons ADD COLUMN colour_scheme text;
";
