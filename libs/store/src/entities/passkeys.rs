//! Rows of `passkeys`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject: Uuid,
    /// Equal to the subject for staff; the rows of people have none.
    pub staff_id: Option<Uuid>,
    pub host: String,
    pub credential: Vec<u8>,
    pub handle: Vec<u8>,
    pub public_key: Vec<u8>,
    pub state: Vec<u8>,
    pub name: String,
    pub created_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
