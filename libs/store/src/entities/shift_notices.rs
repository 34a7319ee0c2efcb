//! Rows of `shift_notices`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift_notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rota_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub starts_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
