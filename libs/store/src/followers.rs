//! Who follows a ticket besides its requester, and hears its news while they may see it.

use rappel_domain::{
    Decision,
    contact::Contact,
    id::{PersonId, TicketId},
    visibility::Visibility,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    prelude::Uuid, sea_query::OnConflict,
};

use crate::{
    entities::{followers, persons, tickets},
    error::Result,
    persons::from_row,
    unit::Tx,
};

/// Followers of tickets that the scope may see.
#[derive(Debug)]
pub struct Followers<'a>(&'a Tx);

impl Tx {
    /// Followers of tickets that the scope may see.
    pub const fn followers(&self) -> Followers<'_> {
        Followers(self)
    }
}

impl Followers<'_> {
    /// Who follows a ticket, who began first in front.
    pub async fn following(&self, ticket: TicketId) -> Result<Vec<PersonId>> {
        let rows = self.0.tickets().on_visible::<followers::Entity>(followers::Column::TicketId);
        let rows = rows.filter(followers::Column::TicketId.eq(ticket.uuid()));
        let rows = rows.order_by_asc(followers::Column::Since).all(&self.0.db).await?;
        Ok(rows.into_iter().map(|row| PersonId::from_uuid(row.person_id)).collect())
    }

    /// Lets somebody follow a ticket; whether they did not before. [`crate::StoreError::NotFound`] for a ticket that the scope does not see
    /// and for nobody of the tenant.
    pub async fn follow(&self, ticket: TicketId, person: PersonId) -> Result<bool> {
        self.0.tickets().by_id(ticket).await?;
        self.0.persons().by_id(person).await?;
        let row = followers::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            ticket_id: Set(ticket.uuid()),
            person_id: Set(person.uuid()),
            since: Set(self.0.clock.now()),
        };
        let key = [followers::Column::TenantId, followers::Column::TicketId, followers::Column::PersonId];
        let done = followers::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        Ok(done == 1)
    }

    /// Ends it; whether they followed it.
    pub async fn unfollow(&self, ticket: TicketId, person: PersonId) -> Result<bool> {
        let gone = self
            .0
            .remove::<followers::Entity>()
            .filter(followers::Column::TicketId.eq(ticket.uuid()))
            .filter(followers::Column::PersonId.eq(person.uuid()))
            .exec(&self.0.db)
            .await?;
        Ok(gone.rows_affected == 1)
    }

    /// How those want to be told who follow a ticket, are still of the company and may still see it.
    async fn to_tell(&self, ticket: TicketId) -> Result<Vec<Contact>> {
        let ids = self.0.of::<followers::Entity>().filter(followers::Column::TicketId.eq(ticket.uuid()));
        let ids = ids.select_only().column(followers::Column::PersonId).into_query();
        let rows = self.0.of::<persons::Entity>().filter(persons::Column::Id.in_subquery(ids));
        let rows = rows.filter(persons::Column::DisabledAt.is_null()).order_by_asc(persons::Column::Id);
        let rows = rows.all(&self.0.db).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        // Whatever the scope of whoever decided sees.
        let requester = self.0.of::<tickets::Entity>().filter(tickets::Column::Id.eq(ticket.uuid()));
        let requester = requester.select_only().column(tickets::Column::RequesterId).into_tuple();
        let requester: Option<Uuid> = requester.one(&self.0.db).await?;
        let Some(requester) = requester.map(PersonId::from_uuid) else { return Ok(Vec::new()) };
        let company = self.0.members_see().await?;
        let people = rows.into_iter().map(from_row).collect::<Result<Vec<_>>>()?;
        let sees = |it: &crate::persons::Person| {
            Visibility::of(it.role, it.visibility.as_ref(), &company).admits(it.id, requester)
        };
        let told = people.iter().filter(|it| it.id != requester && sees(it));
        Ok(told.map(crate::persons::Person::contact).collect())
    }
}

impl Tx {
    /// A decision together with what it tells those who follow its tickets: here, so that no change can forget them.
    pub(crate) async fn with_followers(&self, decision: Decision) -> Result<Decision> {
        let mut decision = decision;
        for ticket in decision.tickets_with_news() {
            let followers = self.followers().to_tell(ticket).await?;
            decision = decision.also_tell(&*self.clock, ticket, &followers);
        }
        Ok(decision)
    }
}
