//! Rows of `factors`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Uuid,
    /// Equal to the subject for staff; the rows of people have none.
    pub staff_id: Option<Uuid>,
    pub secret: Vec<u8>,
    pub begun_at: DateTimeUtc,
    pub enrolled_at: Option<DateTimeUtc>,
    pub accepted_step: Option<i64>,
    pub misses: i32,
    pub missed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
