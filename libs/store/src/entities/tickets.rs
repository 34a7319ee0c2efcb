//! Rows of `tickets`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tickets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub category_id: Uuid,
    pub requester_id: Uuid,
    pub is_urgent: bool,
    pub excerpt: String,
    pub continues_id: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub status: String,
    pub open_status: String,
    pub is_closed: bool,
    pub answered_at: Option<DateTimeUtc>,
    pub closes_at: Option<DateTimeUtc>,
    pub is_reminded: bool,
    pub closed_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub closed_by: Option<Json>,
    pub opened_at: DateTimeUtc,
    pub waiting_since: Option<DateTimeUtc>,
    pub is_raised: bool,
    pub queue_rank: i32,
    pub messages: i32,
    pub version: i32,
    pub joined_id: Option<Uuid>,
    pub chain_unsealed: i32,
    pub chain_length: i32,
    pub chain_hash: Option<Vec<u8>>,
    pub has_words: bool,
    pub is_solved: Option<bool>,
    pub feedback_words: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub feedback_by: Option<Json>,
    pub feedback_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub answers: Option<Json>,
    pub going_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
