//! Rotations over the weekly shifts of a rota; exceptions that replace one person.

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

/// The weekly shifts of rows that exist stay what they were, with no layer over them.
const SQL: &str = "
ALTER TABLE rotas ADD COLUMN layers {json} NOT NULL DEFAULT '[]';
ALTER TABLE rota_overrides ADD COLUMN replaces_id {uuid} REFERENCES staff (id);
";
