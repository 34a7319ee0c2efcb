//! Rows of `retentions`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retentions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    pub months: Option<i32>,
    pub next_months: Option<i32>,
    pub next_from: Option<DateTimeUtc>,
    pub run_before: Option<DateTimeUtc>,
    pub run_tickets: i64,
    pub run_messages: i64,
    pub run_files: i64,
    pub run_chains: Vec<u8>,
    pub gone_tickets: i64,
    pub gone_before: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
