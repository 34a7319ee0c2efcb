//! Rows of `deliveries`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub channel: String,
    pub news: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub recipient: Json,
    pub ticket_id: Option<Uuid>,
    pub callback_id: Option<Uuid>,
    pub summons_id: Option<Uuid>,
    pub state: String,
    pub address: Option<String>,
    pub subject: Option<String>,
    pub body: Option<String>,
    pub provider: Option<String>,
    pub provider_message_id: Option<String>,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub settled_at: Option<DateTimeUtc>,
    pub carried_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
