//! Rows of `audit`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub actor: Json,
    pub kind: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub deed: Json,
    pub person_id: Option<Uuid>,
    pub at: DateTimeUtc,
    pub previous: Vec<u8>,
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
