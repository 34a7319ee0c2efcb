//! Rows of `categories`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "categories")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name_fr: String,
    pub name_en: String,
    pub hint_fr: Option<String>,
    pub hint_en: Option<String>,
    pub position: i32,
    pub is_urgent: bool,
    pub team_id: Option<Uuid>,
    pub archived_at: Option<DateTimeUtc>,
    pub policy_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub own_fields: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
