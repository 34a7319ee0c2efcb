//! The chains of facts: sealed when they are written, read whole to be verified.

use std::collections::BTreeMap;

use rappel_domain::{
    chain::{self, Entry, Hash, Head, Link, Seal},
    event::Event,
    id::{CallbackId, EventId, TenantId, TicketId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid,
    sea_query::LockType,
};

use crate::{
    convert::to_json,
    entities::{events, tickets},
    error::{Result, StoreError},
    unit::Tx,
};

/// The chain of a ticket.
#[derive(Debug, Clone)]
pub struct Chain {
    /// Whose.
    pub ticket: TicketId,
    /// Number of the ticket.
    pub number: i64,
    /// Where it ends.
    pub head: Head,
    /// Its facts: those from before there were chains, then the others in order.
    pub links: Vec<Link>,
}

impl Chain {
    /// Recomputes every hash.
    pub fn verify(&self) -> chain::State {
        chain::verify(&self.head, &self.links)
    }
}

/// Chains of the scope's tenant.
#[derive(Debug)]
pub struct Chains<'a>(&'a Tx);

impl Tx {
    /// Chains of the scope's tenant. To be read in one [`crate::Store::snapshot`].
    pub const fn chains(&self) -> Chains<'_> {
        Chains(self)
    }
}

impl Chains<'_> {
    /// The chain of a ticket that the scope may see.
    pub async fn of_ticket(&self, ticket: TicketId) -> Result<Chain> {
        self.0.tickets().by_id(ticket).await?;
        let row = self.0.of::<tickets::Entity>().filter(tickets::Column::Id.eq(ticket.uuid()));
        let rows = row.all(&self.0.db).await?;
        self.chains(rows).await?.pop().ok_or(StoreError::NotFound)
    }

    /// Chains by ticket, those after `after`: to go through all of them in bounded memory.
    pub async fn page(&self, after: Option<TicketId>, limit: u64) -> Result<Vec<Chain>> {
        let mut select = self.0.of::<tickets::Entity>();
        if let Some(after) = after {
            select = select.filter(tickets::Column::Id.gt(after.uuid()));
        }
        let rows = select.order_by_asc(tickets::Column::Id).limit(limit).all(&self.0.db).await?;
        self.chains(rows).await
    }

    async fn chains(&self, rows: Vec<tickets::Model>) -> Result<Vec<Chain>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let found = self
            .0
            .of::<events::Entity>()
            .filter(events::Column::TicketId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(events::Column::Id)
            .all(&self.0.db)
            .await?;
        let mut links: BTreeMap<Uuid, Vec<Link>> = BTreeMap::new();
        for row in found {
            links.entry(row.ticket_id).or_default().push(link(row));
        }
        let chain = |row: tickets::Model| {
            let mut links = links.remove(&row.id).unwrap_or_default();
            links.sort_by_key(|link| link.seal.map(|seal| seal.position));
            let ticket = TicketId::from_uuid(row.id);
            Chain { ticket, number: row.number, head: head(&row), links }
        };
        Ok(rows.into_iter().map(chain).collect())
    }
}

impl Tx {
    /// Locks the chains that facts will be added to, before anything else of their decision is written: whoever comes at the
    /// same moment waits here and then sees the fact that was added. The tickets of one decision are locked in the order
    /// of their identifiers, so that nobody waits in a ring. SQLite has one writer at a time, and no lock.
    pub(crate) async fn hold_chains(&self, events: &[Event]) -> Result<BTreeMap<TicketId, Head>> {
        let mut heads: BTreeMap<TicketId, Head> =
            events.iter().map(|event| (event.ticket, Head::default())).collect();
        if heads.is_empty() {
            return Ok(heads);
        }
        let rows = self
            .of::<tickets::Entity>()
            .filter(tickets::Column::Id.is_in(heads.keys().map(|id| id.uuid())))
            .order_by_asc(tickets::Column::Id)
            // Not the key: rows that refer to the ticket are written meanwhile.
            .lock(LockType::NoKeyUpdate)
            .all(&self.db)
            .await?;
        for row in rows {
            heads.insert(TicketId::from_uuid(row.id), head(&row));
        }
        Ok(heads)
    }

    /// Adds facts to the chains that are held.
    pub(crate) async fn insert_events(
        &self,
        events: &[Event],
        mut heads: BTreeMap<TicketId, Head>,
    ) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = events
            .iter()
            .map(|event| {
                let entry = self.entry(event)?;
                let seal = heads.entry(event.ticket).or_default().seal(&entry);
                Ok(row(entry, seal))
            })
            .collect::<Result<Vec<_>>>()?;
        // The lock holds; should it ever not, the second must decide again.
        events::Entity::insert_many(rows).exec_without_returning(&self.db).await.map_err(
            |error| match error.sql_err() {
                Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => StoreError::Stale,
                _ => StoreError::Database(error),
            },
        )?;
        for (ticket, head) in heads {
            let row = tickets::ActiveModel {
                chain_length: Set(head.length),
                chain_hash: Set(Some(head.hash.to_vec())),
                ..Default::default()
            };
            let one = self.change::<tickets::Entity>().set(row);
            let done = one.filter(tickets::Column::Id.eq(ticket.uuid())).exec(&self.db).await?;
            if done.rows_affected != 1 {
                return Err(StoreError::NotFound);
            }
        }
        Ok(())
    }

    fn entry(&self, event: &Event) -> Result<Entry> {
        Ok(Entry {
            tenant: self.tenant,
            ticket: event.ticket,
            id: event.id,
            callback: event.callback,
            kind: event.fact.kind().to_owned(),
            audience: event.fact.audience().as_str().to_owned(),
            actor: to_json(&event.by)?,
            fact: to_json(&event.fact)?,
            at: event.at,
        })
    }
}

fn row(entry: Entry, seal: Seal) -> events::ActiveModel {
    let Entry { tenant, ticket, id, callback, kind, audience, actor, fact, at } = entry;
    events::ActiveModel {
        tenant_id: Set(tenant.uuid()),
        id: Set(id.uuid()),
        ticket_id: Set(ticket.uuid()),
        callback_id: Set(callback.map(CallbackId::uuid)),
        kind: Set(kind),
        audience: Set(audience),
        actor: Set(actor),
        fact: Set(fact),
        at: Set(at),
        seq: Set(Some(seal.position)),
        previous: Set(Some(seal.before.to_vec())),
        hash: Set(Some(seal.hash.to_vec())),
    }
}

/// A hash that is none is wrong, not unreadable: the chain breaks there.
fn hash(bytes: &[u8]) -> Hash {
    Hash::from_slice(bytes).unwrap_or_default()
}

fn link(row: events::Model) -> Link {
    let seal = match (row.seq, row.previous, row.hash) {
        (Some(position), Some(before), Some(sealed)) => {
            Some(Seal { position, before: hash(&before), hash: hash(&sealed) })
        }
        _ => None,
    };
    let entry = Entry {
        tenant: TenantId::from_uuid(row.tenant_id),
        ticket: TicketId::from_uuid(row.ticket_id),
        id: EventId::from_uuid(row.id),
        callback: row.callback_id.map(CallbackId::from_uuid),
        kind: row.kind,
        audience: row.audience,
        actor: row.actor,
        fact: row.fact,
        at: row.at,
    };
    Link { entry, seal }
}

fn head(row: &tickets::Model) -> Head {
    let last = row.chain_hash.as_deref().map(hash).unwrap_or_default();
    Head { unsealed: row.chain_unsealed, length: row.chain_length, hash: last }
}
