//! Rows of `rota_swaps`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_swaps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rota_id: Uuid,
    pub asker_id: Uuid,
    pub asked_id: Uuid,
    pub gives_from: DateTimeUtc,
    pub gives_to: DateTimeUtc,
    pub takes_from: Option<DateTimeUtc>,
    pub takes_to: Option<DateTimeUtc>,
    pub state: String,
    pub asked_at: DateTimeUtc,
    pub ended_by: Option<Uuid>,
    pub ended_at: Option<DateTimeUtc>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
