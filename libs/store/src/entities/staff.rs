//! Rows of `staff`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
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
    pub sms_refused_at: Option<DateTimeUtc>,
    pub sms_refused_why: Option<String>,
    pub sms_allowed_at: Option<DateTimeUtc>,
    pub reached_at: Option<DateTimeUtc>,
    pub locale: String,
    pub role: String,
    pub team_id: Option<Uuid>,
    pub all_tenants: bool,
    pub password_hash: Option<String>,
    pub session_epoch: i32,
    pub created_at: DateTimeUtc,
    pub activated_at: Option<DateTimeUtc>,
    pub disabled_at: Option<DateTimeUtc>,
    pub last_sign_in_at: Option<DateTimeUtc>,
    pub shift_notice_hours: i32,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
