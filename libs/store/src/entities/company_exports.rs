//! Rows of `company_exports`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "company_exports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub asked_at: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary")]
    pub asked_by: Json,
    pub step: String,
    pub written: i64,
    pub ready_at: Option<DateTimeUtc>,
    pub expires_at: Option<DateTimeUtc>,
    pub size: Option<i64>,
    pub fence: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
