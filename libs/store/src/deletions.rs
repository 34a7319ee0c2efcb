//! Companies that leave: what was asked, and everything of them taken away in small steps.
//!
//! Facts and the audit refuse to be deleted but for a company whose row says `erased_at`; [`Deletions::begin_deletion`] is the one
//! place that writes it. The company's own row goes last, and every table of companies refers to it: the database refuses to let
//! it go while one row is left.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rappel_domain::{
    chain::Hash,
    id::{DeletionId, StaffId, TenantId, TicketId},
    job::Job,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use serde::{Deserialize, Serialize};

use crate::{
    Store,
    convert::{from_json, to_json},
    entities::{callbacks, deletions, hosts, tenants, tickets},
    error::{Result, StoreError},
    taking_away::TABLES,
    unit::{OfficeTx, Tx, Writes},
};

/// What of a company's history can be checked later by whoever kept it: where its chains ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Rows of the audit.
    pub audit_length: i32,
    /// The hash of the last one; nothing where there is none.
    pub audit_head: Option<String>,
    /// Tickets.
    pub tickets: u64,
    /// SHA-256 of `{ticket}:{length of its chain}:{its last hash}` and a line feed for each ticket, in the order of their ids.
    pub chains: String,
    /// Files that were sent with tickets.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
}

/// Where a ticket's chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnd {
    /// Which ticket.
    pub ticket: TicketId,
    /// Facts in its chain.
    pub length: i32,
    /// The hash of the last one.
    pub hash: Option<Hash>,
}

/// The deletion of a company: asked for, called back, under way, or done. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// Its identifier.
    pub id: DeletionId,
    /// Whose.
    pub company: TenantId,
    /// The number that the company had in links.
    pub number: i64,
    /// A keyed hash of the company's name: it tells nothing to whoever has not the installation's secret.
    pub name_hash: Hash,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: StaffId,
    /// When it begins.
    pub due_at: DateTime<Utc>,
    /// When it was called back.
    pub recalled_at: Option<DateTime<Utc>>,
    /// By whom.
    pub recalled_by: Option<StaffId>,
    /// When it began.
    pub begun_at: Option<DateTime<Utc>>,
    /// When nothing was left.
    pub done_at: Option<DateTime<Utc>>,
    /// Where its chains ended.
    pub seal: Option<Seal>,
    /// Rows that were deleted, by table.
    pub counts: BTreeMap<String, u64>,
}

/// Whether a deletion can go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It was called back.
    Not,
    /// Its time has not come.
    NotBefore(DateTime<Utc>),
    /// A call is owed.
    OwesCall,
    /// It can.
    Yes(Box<Deletion>),
}

/// The tables of companies, in the order in which they are emptied.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(table, _)| *table)
}

/// The deletion of the scope's tenant.
#[derive(Debug)]
pub struct Deletions<'a>(&'a Tx);

impl Tx {
    /// The deletion of the scope's tenant.
    pub const fn deletions(&self) -> Deletions<'_> {
        Deletions(self)
    }
}

impl OfficeTx {
    /// Every deletion that is under way, done or called back, the latest first. It says nothing of what there was.
    pub async fn deletions(&self) -> Result<Vec<Deletion>> {
        let rows = deletions::Entity::find()
            .filter(deletions::Column::BegunAt.is_not_null().or(deletions::Column::RecalledAt.is_not_null()))
            .order_by_desc(deletions::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

impl Deletions<'_> {
    /// When the company leaves, if it does.
    pub async fn leaves_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = tenants::Entity::find_by_id(self.0.tenant.uuid()).one(&self.0.db).await?;
        Ok(row.and_then(|row| row.leaves_at))
    }

    /// What was asked and not called back.
    pub async fn deletion(&self) -> Result<Option<Deletion>> {
        let row = deletions::Entity::find().filter(self.mine()).one(&self.0.db).await?;
        row.map(from_row).transpose()
    }

    /// Notes that the company leaves. [`StoreError::Stale`] when it does already, [`StoreError::Forbidden`] for the operator.
    pub async fn ask_deletion(
        &self,
        id: DeletionId,
        by: StaffId,
        due_at: DateTime<Utc>,
        name_hash: [u8; 32],
    ) -> Result<()> {
        let tx = self.0;
        let row = self.hold().await?.ok_or(StoreError::NotFound)?;
        if row.kind == "operator" {
            return Err(StoreError::Forbidden);
        }
        if row.leaves_at.is_some() {
            return Err(StoreError::Stale);
        }
        let asked = deletions::ActiveModel {
            id: Set(id.uuid()),
            company: Set(row.id),
            company_number: Set(row.number),
            name_hash: Set(name_hash.to_vec()),
            asked_at: Set(tx.clock.now()),
            asked_by: Set(by.uuid()),
            due_at: Set(due_at),
            recalled_at: Set(None),
            recalled_by: Set(None),
            begun_at: Set(None),
            done_at: Set(None),
            seal: Set(None),
            counts: Set(to_json(&BTreeMap::<String, u64>::new())?),
        };
        deletions::Entity::insert(asked).exec_without_returning(&tx.db).await?;
        self.set_tenant(tenants::ActiveModel { leaves_at: Set(Some(due_at)), ..Default::default() }).await
    }

    /// Calls it back. [`StoreError::NotFound`] when nothing was asked, or it is under way.
    pub async fn recall_deletion(&self, by: StaffId) -> Result<()> {
        let tx = self.0;
        self.hold().await?;
        let recalled = deletions::ActiveModel {
            recalled_at: Set(Some(tx.clock.now())),
            recalled_by: Set(Some(by.uuid())),
            ..Default::default()
        };
        let waits = deletions::Entity::update_many()
            .set(recalled)
            .filter(self.mine())
            .filter(deletions::Column::BegunAt.is_null());
        if waits.exec(&tx.db).await?.rows_affected != 1 {
            return Err(StoreError::NotFound);
        }
        self.set_tenant(tenants::ActiveModel { leaves_at: Set(None), ..Default::default() }).await
    }

    /// The number of the ticket for which a call to somebody of the company is owed, of the first of them.
    pub async fn owed_call(&self) -> Result<Option<i64>> {
        let tx = self.0;
        let open = tx.of::<callbacks::Entity>().filter(callbacks::Column::EndedAt.is_null());
        let Some(call) = open.order_by_asc(callbacks::Column::Id).one(&tx.db).await? else { return Ok(None) };
        let of =
            tx.of::<tickets::Entity>().filter(tickets::Column::Id.eq(call.ticket_id)).one(&tx.db).await?;
        Ok(Some(of.ok_or(StoreError::NotFound)?.number))
    }

    /// Whether what was asked has no job any more that would do it: it was lost, or given up. Holds the company's row, so that of
    /// two who look at one moment one makes another.
    pub async fn has_lost_job(&self, id: DeletionId) -> Result<bool> {
        let tx = self.0;
        self.hold().await?;
        if self.deletion().await?.is_none_or(|it| it.id != id || it.done_at.is_some()) {
            return Ok(false);
        }
        Ok(!tx.has_ready_job(&Job::DeleteCompany { deletion: id }).await?)
    }

    /// Begins, or goes on. From here on there is no way back: facts and the audit may be deleted, no host is the company's, and
    /// nobody is let in.
    pub async fn begin_deletion(&self, id: DeletionId) -> Result<Begun> {
        let tx = self.0;
        // Waits for whatever is being written for the company.
        self.hold().await?;
        let Some(found) = self.deletion().await?.filter(|it| it.id == id && it.done_at.is_none()) else {
            return Ok(Begun::Not);
        };
        let now = tx.clock.now();
        if found.begun_at.is_some() {
            return Ok(Begun::Yes(Box::new(found)));
        }
        if found.due_at > now {
            return Ok(Begun::NotBefore(found.due_at));
        }
        if self.owed_call().await?.is_some() {
            return Ok(Begun::OwesCall);
        }
        let gone = hosts::Entity::delete_many().filter(hosts::Column::TenantId.eq(tx.tenant.uuid()));
        let gone = gone.exec(&tx.db).await?.rows_affected;
        self.note(deletions::ActiveModel { begun_at: Set(Some(now)), ..Default::default() }).await?;
        self.count("hosts", gone).await?;
        let off = tenants::ActiveModel {
            erased_at: Set(Some(now)),
            disabled_at: Set(Some(now)),
            ..Default::default()
        };
        self.set_tenant(off).await?;
        Ok(Begun::Yes(Box::new(found)))
    }

    /// Its row, until this unit of work ends. Rows that refer to it wait too.
    async fn hold(&self) -> Result<Option<tenants::Model>> {
        let row = tenants::Entity::find_by_id(self.0.tenant.uuid()).lock(LockType::Update);
        Ok(row.one(&self.0.db).await?)
    }

    pub(crate) fn mine(&self) -> Condition {
        Condition::all()
            .add(deletions::Column::Company.eq(self.0.tenant.uuid()))
            .add(deletions::Column::RecalledAt.is_null())
    }

    pub(crate) const fn tx(&self) -> &Tx {
        self.0
    }

    async fn set_tenant(&self, row: tenants::ActiveModel) -> Result<()> {
        // Another version: whoever saves what was read before must not write the old one back.
        let next = Expr::col(tenants::Column::Version).add(1);
        let change = tenants::Entity::update_many().set(row).col_expr(tenants::Column::Version, next);
        change.filter(tenants::Column::Id.eq(self.0.tenant.uuid())).exec(&self.0.db).await?;
        Ok(())
    }

    pub(crate) async fn note(&self, row: deletions::ActiveModel) -> Result<()> {
        let done = deletions::Entity::update_many().set(row).filter(self.mine()).exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// In the transaction that deletes: what is counted is gone, whoever dies on the way.
    pub(crate) async fn count(&self, table: &str, gone: u64) -> Result<()> {
        if gone == 0 {
            return Ok(());
        }
        // Nothing is deleted of a company whose deletion has not begun.
        let begun = self.mine().add(deletions::Column::BegunAt.is_not_null());
        let held = deletions::Entity::find().filter(begun).lock(LockType::NoKeyUpdate);
        let row = held.one(&self.0.db).await?.ok_or(StoreError::NotFound)?;
        let mut counts: BTreeMap<String, u64> = from_json(row.counts, "deletions.counts")?;
        *counts.entry(table.to_owned()).or_default() += gone;
        self.note(deletions::ActiveModel { counts: Set(to_json(&counts)?), ..Default::default() }).await
    }
}

impl Store {
    /// What was asked, not called back and is not done, with when it is due, and since when it is under way.
    pub async fn open_deletions(&self) -> Result<Vec<Deletion>> {
        let unit = self.reference(Writes::No).await?;
        let rows = deletions::Entity::find()
            .filter(deletions::Column::RecalledAt.is_null())
            .filter(deletions::Column::DoneAt.is_null())
            .order_by_asc(deletions::Column::Id)
            .all(&unit)
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Companies that leave, and when.
    pub async fn leaving(&self) -> Result<BTreeMap<TenantId, DateTime<Utc>>> {
        let unit = self.reference(Writes::No).await?;
        let rows = tenants::Entity::find().filter(tenants::Column::LeavesAt.is_not_null()).all(&unit).await?;
        let leaves = |row: tenants::Model| Some((TenantId::from_uuid(row.id), row.leaves_at?));
        Ok(rows.into_iter().filter_map(leaves).collect())
    }
}

fn from_row(row: deletions::Model) -> Result<Deletion> {
    let unreadable = StoreError::Unreadable { column: "deletions.name_hash" };
    Ok(Deletion {
        id: DeletionId::from_uuid(row.id),
        company: TenantId::from_uuid(row.company),
        number: row.company_number,
        name_hash: Hash::from_slice(&row.name_hash).ok_or(unreadable)?,
        asked_at: row.asked_at,
        asked_by: StaffId::from_uuid(row.asked_by),
        due_at: row.due_at,
        recalled_at: row.recalled_at,
        recalled_by: row.recalled_by.map(StaffId::from_uuid),
        begun_at: row.begun_at,
        done_at: row.done_at,
        seal: row.seal.map(|seal| from_json(seal, "deletions.seal")).transpose()?,
        counts: from_json(row.counts, "deletions.counts")?,
    })
}
