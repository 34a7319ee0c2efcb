//! Rows of `persons`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "persons")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_name: String,
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub phone_verified_at: Option<DateTimeUtc>,
    pub phone_code_hash: Option<String>,
    pub phone_code_expires_at: Option<DateTimeUtc>,
    pub phone_code_tries: i32,
    pub locale: Option<String>,
    pub role: String,
    pub news_by_email: bool,
    pub news_by_sms: bool,
    pub closing_by_email: Option<bool>,
    pub closing_by_sms: Option<bool>,
    pub calls_by_email: Option<bool>,
    pub calls_by_sms: Option<bool>,
    pub quiet_from: Option<String>,
    pub quiet_until: Option<String>,
    pub time_zone: Option<String>,
    pub colour_scheme: Option<String>,
    pub password_hash: Option<String>,
    pub session_epoch: i32,
    pub created_at: DateTimeUtc,
    pub activated_at: Option<DateTimeUtc>,
    pub disabled_at: Option<DateTimeUtc>,
    pub last_sign_in_at: Option<DateTimeUtc>,
    pub version: i32,
    pub erasing_at: Option<DateTimeUtc>,
    pub erased_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub visibility: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
