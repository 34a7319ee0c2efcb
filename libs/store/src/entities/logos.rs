//! Rows of `logos`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "logos")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub hash: String,
    pub header: Vec<u8>,
    pub icon: Vec<u8>,
    pub touch: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
