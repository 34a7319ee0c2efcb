//! How long the closed tickets of a company are kept, and those that go taken away with everything that hangs on them.
//!
//! A ticket is marked first ([`Retention::mark_going`]), then its files go from the disk, then its rows in one transaction: whoever
//! takes over from a worker that died finds what is marked. No other place of the program deletes a fact, but the deletion of a company.

mod going;

use chrono::{DateTime, Utc};
use rappel_domain::{
    chain::Hash,
    id::{FileId, TenantId, TicketId},
    retention::{Keep, Next, Standing},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait as _, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement, Value,
    prelude::Uuid,
    sea_query::{LockType, OnConflict},
};

use crate::{
    entities::{files, retentions, tickets},
    error::{Result, StoreError},
    unit::{OfficeTx, Tx},
};

/// Tickets whose time is over: closed before, with no call that is owed. Whoever is being erased is waited for.
const OVER: &str = "t.tenant_id = $1 AND t.is_closed AND t.closed_at < $2 \
    AND NOT EXISTS (SELECT 1 FROM callbacks c WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id \
      AND c.ended_at IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.tenant_id = t.tenant_id AND p.id = t.requester_id \
      AND p.erasing_at IS NOT NULL AND p.erased_at IS NULL)";

/// Of these, tickets to whose calls no other ticket's facts or messages refer: those that joined a call go before the ticket of the
/// call.
const REFERRED_BY_NONE: &str = "NOT EXISTS (SELECT 1 FROM callbacks c \
    WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id \
      AND (EXISTS (SELECT 1 FROM events e WHERE e.tenant_id = c.tenant_id AND e.callback_id = c.id \
          AND e.ticket_id <> t.id) \
        OR EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = c.tenant_id AND d.callback_id = c.id \
          AND d.ticket_id <> t.id)))";

/// What goes until nothing more does, as `goes`, with [`OVER`] between the two: a ticket stays for one that refers to its call only
/// where that one stays, for itself or for another.
const GOES: [&str; 2] = [
    "WITH RECURSIVE refers (called, teller) AS (\
       SELECT c.ticket_id, e.ticket_id FROM callbacks c JOIN events e ON e.tenant_id = c.tenant_id \
         AND e.callback_id = c.id AND e.ticket_id <> c.ticket_id WHERE c.tenant_id = $1 \
       UNION SELECT c.ticket_id, d.ticket_id FROM callbacks c JOIN deliveries d ON d.tenant_id = c.tenant_id \
         AND d.callback_id = c.id AND d.ticket_id <> c.ticket_id WHERE c.tenant_id = $1), \
     over_now (id) AS (SELECT t.id FROM tickets t WHERE ",
    "), \
     stays (id) AS (\
       SELECT r.called FROM refers r WHERE r.teller NOT IN (SELECT o.id FROM over_now o) \
       UNION SELECT r.called FROM refers r JOIN stays s ON s.id = r.teller), \
     goes (id) AS (SELECT o.id FROM over_now o WHERE o.id NOT IN (SELECT s.id FROM stays s)) ",
];

/// How long closed tickets of the scope's tenant are kept.
#[derive(Debug)]
pub struct Retention<'a>(&'a Tx);

/// What a time would take away now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Preview {
    /// Tickets.
    pub tickets: u64,
    /// Messages of these.
    pub messages: u64,
    /// Files of these.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// When the one that was closed first was.
    pub oldest: Option<DateTime<Utc>>,
    /// When the one that was closed last was.
    pub newest: Option<DateTime<Utc>>,
}

/// What went since the audit noted it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Tickets.
    pub tickets: u64,
    /// Messages of these.
    pub messages: u64,
    /// Files of these.
    pub files: u64,
    /// When the one that was closed last was.
    pub closed_before: DateTime<Utc>,
    /// Where their chains ended, one after the other.
    pub chains: Hash,
}

/// What went of a company so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// Whose.
    pub tenant: TenantId,
    /// Tickets.
    pub tickets: u64,
    /// When the one that was closed last was.
    pub closed_before: DateTime<Utc>,
}

impl Tx {
    /// How long closed tickets of the scope's tenant are kept.
    pub const fn retention(&self) -> Retention<'_> {
        Retention(self)
    }
}

impl OfficeTx {
    /// What went of the reader's companies so far, for those of which something did.
    pub async fn gone_tickets(&self) -> Result<Vec<Gone>> {
        let mine = self.tenants.iter().map(|it| it.uuid());
        let rows = retentions::Entity::find().filter(retentions::Column::TenantId.is_in(mine));
        let rows = rows.filter(retentions::Column::GoneBefore.is_not_null()).all(&self.db).await?;
        let gone = |row: retentions::Model| {
            Some(Gone {
                tenant: TenantId::from_uuid(row.tenant_id),
                tickets: u64::try_from(row.gone_tickets).unwrap_or_default(),
                closed_before: row.gone_before?,
            })
        };
        Ok(rows.into_iter().filter_map(gone).collect())
    }
}

#[derive(Debug, FromQueryResult)]
struct Tickets {
    number: i64,
    oldest: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
}

#[derive(Debug, FromQueryResult)]
struct Sizes {
    number: i64,
    bytes: i64,
}

impl Retention<'_> {
    /// What counts, and what was announced.
    pub async fn standing(&self) -> Result<Standing> {
        let row = self.0.of::<retentions::Entity>().one(&self.0.db).await?;
        Ok(row.as_ref().map_or(Standing::FIRST, standing))
    }

    /// The same, held until this unit of work ends.
    pub async fn hold_standing(&self) -> Result<Standing> {
        Ok(standing(&self.hold().await?))
    }

    /// Notes what counts, and what is announced.
    pub async fn save_standing(&self, standing: &Standing) -> Result<()> {
        self.hold().await?;
        let row = retentions::ActiveModel {
            months: Set(standing.keep.months()),
            next_months: Set(standing.next.map(|next| next.months)),
            next_from: Set(standing.next.map(|next| next.from)),
            ..Default::default()
        };
        self.save(row).await
    }

    /// What goes when all that was closed before a time does.
    pub async fn preview(&self, before: DateTime<Utc>) -> Result<Preview> {
        let tx = self.0;
        let goes = GOES.join(OVER);
        let counted = format!(
            "{goes}SELECT COUNT(*) AS number, MIN(t.closed_at) AS oldest, MAX(t.closed_at) AS newest \
             FROM tickets t WHERE t.tenant_id = $1 AND t.id IN (SELECT g.id FROM goes g)"
        );
        let found = Tickets::find_by_statement(self.statement(&counted, before)).one(&tx.db).await?;
        let Some(found) = found.filter(|it| it.number > 0) else { return Ok(Preview::default()) };
        let written = format!(
            "{goes}SELECT COUNT(*) AS number, CAST(0 AS BIGINT) AS bytes FROM messages m WHERE m.tenant_id = $1 \
             AND m.ticket_id IN (SELECT g.id FROM goes g)"
        );
        let written = Sizes::find_by_statement(self.statement(&written, before)).one(&tx.db).await?;
        let sent = format!(
            "{goes}SELECT COUNT(*) AS number, CAST(COALESCE(SUM(f.size), 0) AS BIGINT) AS bytes FROM files f \
             WHERE f.tenant_id = $1 AND f.ticket_id IN (SELECT g.id FROM goes g)"
        );
        let sent = Sizes::find_by_statement(self.statement(&sent, before)).one(&tx.db).await?;
        let number = |it: i64| u64::try_from(it).unwrap_or_default();
        Ok(Preview {
            tickets: number(found.number),
            messages: written.map_or(0, |it| number(it.number)),
            files: sent.as_ref().map_or(0, |it| number(it.number)),
            bytes: sent.map_or(0, |it| number(it.bytes)),
            oldest: found.oldest,
            newest: found.newest,
        })
    }

    /// Marks the next tickets that were closed before a time, the oldest first, and answers those that are marked, up to `limit`, in
    /// the order of their identifiers. From here on they go.
    pub async fn mark_going(&self, before: DateTime<Utc>, limit: u64) -> Result<Vec<TicketId>> {
        let tx = self.0;
        let left = self.going(limit).await?;
        if !left.is_empty() {
            return Ok(left);
        }
        let sql = format!(
            "UPDATE tickets SET going_at = $3 WHERE tenant_id = $1 AND id IN (SELECT t.id FROM tickets t \
             WHERE {OVER} AND {REFERRED_BY_NONE} AND t.going_at IS NULL ORDER BY t.closed_at, t.id LIMIT {limit})"
        );
        let mut values = self.values(before);
        values.push(tx.clock.now().into());
        self.run(&sql, values).await?;
        self.going(limit).await
    }

    /// Tickets that are marked, whoever did it and when: up to `limit`, in the order of their identifiers.
    pub async fn going(&self, limit: u64) -> Result<Vec<TicketId>> {
        let rows = self.0.of::<tickets::Entity>().filter(tickets::Column::GoingAt.is_not_null());
        let rows = rows.order_by_asc(tickets::Column::Id).limit(limit).select_only();
        let ids: Vec<Uuid> = rows.column(tickets::Column::Id).into_tuple().all(&self.0.db).await?;
        Ok(ids.into_iter().map(TicketId::from_uuid).collect())
    }

    /// The files of tickets that are marked.
    pub async fn files_of_going(&self, these: &[TicketId]) -> Result<Vec<FileId>> {
        let ids = these.iter().map(|it| it.uuid());
        let rows = self.0.of::<files::Entity>().filter(files::Column::TicketId.is_in(ids)).select_only();
        let ids: Vec<Uuid> = rows.column(files::Column::Id).into_tuple().all(&self.0.db).await?;
        Ok(ids.into_iter().map(FileId::from_uuid).collect())
    }

    /// What went since this was asked last, for the audit; nothing when nothing did.
    pub async fn end_run(&self) -> Result<Option<Run>> {
        let row = self.hold().await?;
        let (Some(closed_before), true) = (row.run_before, row.run_tickets > 0) else { return Ok(None) };
        let number = |it: i64| u64::try_from(it).unwrap_or_default();
        let run = Run {
            tickets: number(row.run_tickets),
            messages: number(row.run_messages),
            files: number(row.run_files),
            closed_before,
            chains: Hash::from_slice(&row.run_chains).unwrap_or_default(),
        };
        let row = retentions::ActiveModel {
            run_before: Set(None),
            run_tickets: Set(0),
            run_messages: Set(0),
            run_files: Set(0),
            run_chains: Set(Hash::default().to_vec()),
            ..Default::default()
        };
        self.save(row).await?;
        Ok(Some(run))
    }

    async fn hold(&self) -> Result<retentions::Model> {
        let tx = self.0;
        let first = retentions::ActiveModel {
            tenant_id: Set(tx.tenant.uuid()),
            months: Set(None),
            next_months: Set(None),
            next_from: Set(None),
            run_before: Set(None),
            run_tickets: Set(0),
            run_messages: Set(0),
            run_files: Set(0),
            run_chains: Set(Hash::default().to_vec()),
            gone_tickets: Set(0),
            gone_before: Set(None),
        };
        retentions::Entity::insert(first)
            .on_conflict(OnConflict::column(retentions::Column::TenantId).do_nothing().to_owned())
            .exec_without_returning(&tx.db)
            .await?;
        let row = tx.of::<retentions::Entity>().lock(LockType::Update).one(&tx.db).await?;
        row.ok_or(StoreError::NotFound)
    }

    async fn save(&self, row: retentions::ActiveModel) -> Result<()> {
        let done = self.0.change::<retentions::Entity>().set(row).exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    fn values(&self, before: DateTime<Utc>) -> Vec<Value> {
        vec![self.0.tenant.uuid().into(), before.into()]
    }

    fn statement(&self, sql: &str, before: DateTime<Utc>) -> Statement {
        Statement::from_sql_and_values(self.0.db.get_database_backend(), sql, self.values(before))
    }

    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let db = &self.0.db;
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        Ok(db.execute_raw(statement).await?.rows_affected())
    }
}

fn standing(row: &retentions::Model) -> Standing {
    let next = row.next_months.zip(row.next_from).map(|(months, from)| Next { months, from });
    Standing { keep: Keep::of(row.months), next }
}
