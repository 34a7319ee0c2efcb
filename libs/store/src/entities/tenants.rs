//! Rows of `tenants`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub kind: String,
    pub slug: String,
    pub name: String,
    pub locale: String,
    pub time_zone: String,
    pub country: String,
    pub brand_color: String,
    pub phone: Option<String>,
    pub promise_minutes: Option<i32>,
    pub close_after_days: Option<i32>,
    pub fallback_phone: Option<String>,
    pub fallback_email: Option<String>,
    pub terms_fr: Option<String>,
    pub terms_en: Option<String>,
    pub created_at: DateTimeUtc,
    pub disabled_at: Option<DateTimeUtc>,
    pub version: i32,
    pub sms_budget: Option<i32>,
    pub call_budget: Option<i32>,
    pub policy_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub logo: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub members_see: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub settings: Option<Json>,
    pub erased_at: Option<DateTimeUtc>,
    pub leaves_at: Option<DateTimeUtc>,
    pub texts_version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
