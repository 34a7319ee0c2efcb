//! Rows of `texted_phones`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "texted_phones")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub phone: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub texts: Json,
}

impl ActiveModelBehavior for ActiveModel {}
