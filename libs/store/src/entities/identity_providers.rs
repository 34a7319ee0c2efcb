//! Rows of `identity_providers`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_providers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub label: String,
    pub issuer: String,
    pub client_id: String,
    pub secret: Vec<u8>,
    pub domains: Json,
    pub is_on: bool,
    pub passwords: bool,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
