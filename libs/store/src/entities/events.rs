//! Rows of `events`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub callback_id: Option<Uuid>,
    pub kind: String,
    pub audience: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub actor: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub fact: Json,
    pub at: DateTimeUtc,
    pub seq: Option<i32>,
    pub previous: Option<Vec<u8>>,
    pub hash: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
