//! Rows of `hosts`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hosts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub host: String,
    pub tenant_id: Uuid,
    pub is_primary: bool,
    pub token: Option<String>,
    pub added_at: Option<DateTimeUtc>,
    pub proved_at: Option<DateTimeUtc>,
    pub missing_at: Option<DateTimeUtc>,
    pub off_at: Option<DateTimeUtc>,
    pub asked_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub next_check_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
