//! Rows of `paging_windows`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paging_windows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub phone: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: String,
    pub holder_id: Option<Uuid>,
    pub last_at: Option<DateTimeUtc>,
    pub next_at: Option<DateTimeUtc>,
    pub gap_seconds: i32,
}

impl ActiveModelBehavior for ActiveModel {}
