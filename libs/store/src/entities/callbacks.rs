//! Rows of `callbacks`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "callbacks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub phone: String,
    pub contact_name: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub terms: Json,
    pub requested_at: DateTimeUtc,
    pub promised_by: DateTimeUtc,
    pub position: i32,
    pub generation: i32,
    pub tries: i32,
    pub wrong_number_at: Option<DateTimeUtc>,
    pub late_at: Option<DateTimeUtc>,
    pub phase: String,
    pub holder_id: Option<Uuid>,
    pub accepted_at: Option<DateTimeUtc>,
    pub until: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub ended_by: Option<Json>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
