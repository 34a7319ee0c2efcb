//! Rows of `deletions`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deletions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company: Uuid,
    pub company_number: i64,
    pub name_hash: Vec<u8>,
    pub asked_at: DateTimeUtc,
    pub asked_by: Uuid,
    pub due_at: DateTimeUtc,
    pub recalled_at: Option<DateTimeUtc>,
    pub recalled_by: Option<Uuid>,
    pub begun_at: Option<DateTimeUtc>,
    pub done_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub seal: Option<Json>,
    #[sea_orm(column_type = "JsonBinary")]
    pub counts: Json,
}

impl ActiveModelBehavior for ActiveModel {}
