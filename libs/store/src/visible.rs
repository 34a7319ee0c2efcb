//! Which tickets a scope sees: the one place where that becomes a condition of reads.

use rappel_domain::{
    id::{PersonId, TenantId},
    visibility::Visibility,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait as _, QueryFilter, QuerySelect, QueryTrait as _,
    Select, sea_query::Expr,
};

use crate::{
    convert::{from_json, to_json},
    entities::{callbacks, tenants, tickets},
    error::{Result, StoreError},
    scope::Sees,
    tickets::Tickets,
    unit::{OfficeTx, TenantTable, Tx},
};

impl Tickets<'_> {
    /// Tickets that the scope may see.
    pub(crate) fn visible(&self) -> Select<tickets::Entity> {
        let tx = self.tx();
        let all = tx.of::<tickets::Entity>();
        match tx.scope.sees() {
            Sees::All => all,
            Sees::People { own, others: [] } => all.filter(tickets::Column::RequesterId.eq(own.uuid())),
            Sees::People { own, others } => {
                let these = std::iter::once(own).chain(others.iter().copied()).map(PersonId::uuid);
                all.filter(tickets::Column::RequesterId.is_in(these))
            }
            Sees::Callback(callback) => {
                let of = tx.of::<callbacks::Entity>().filter(callbacks::Column::Id.eq(callback.uuid()));
                let of = of.select_only().column(callbacks::Column::TicketId).into_query();
                all.filter(tickets::Column::Id.in_subquery(of))
            }
            Sees::Ticket(ticket) => all.filter(tickets::Column::Id.eq(ticket.uuid())),
            Sees::None => all.filter(Expr::value(1).eq(0)),
        }
    }

    /// Rows that hang on tickets: of those that the scope may see, whether they were looked up before or not.
    pub(crate) fn on_visible<E: TenantTable>(&self, ticket: E::Column) -> Select<E> {
        let all = self.tx().of::<E>();
        if matches!(self.tx().scope.sees(), Sees::All) {
            return all;
        }
        let tickets = self.visible().select_only().column(tickets::Column::Id).into_query();
        all.filter(ticket.in_subquery(tickets))
    }
}

impl Tx {
    /// Whose tickets members of the scope's tenant see, where nothing else is said for one of them.
    pub async fn members_see(&self) -> Result<Visibility> {
        let row = tenants::Entity::find_by_id(self.tenant.uuid()).one(&self.db).await?;
        let said = row.ok_or(StoreError::NotFound)?.members_see;
        Ok(said.map(|it| from_json(it, "tenants.members_see")).transpose()?.unwrap_or(Visibility::Own))
    }
}

impl OfficeTx {
    /// Says whose tickets members of a company see. [`StoreError::NotFound`] for a company that this staff member may not see.
    pub async fn let_members_see(&mut self, tenant: TenantId, sees: &Visibility) -> Result<()> {
        let row = tenants::ActiveModel { members_see: Set(Some(to_json(sees)?)), ..Default::default() };
        let done = tenants::Entity::update_many()
            .set(row)
            .filter(tenants::Column::Id.eq(tenant.uuid()))
            .filter(tenants::Column::Id.is_in(self.tenants.iter().map(|it| it.uuid())))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}
