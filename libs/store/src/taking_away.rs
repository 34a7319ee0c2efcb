//! Everything of a company taken away, table by table and some rows at a time.

use rappel_domain::{
    chain::Hash,
    id::{DeliveryId, JobId, TicketId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait as _, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement, Value, prelude::Uuid, sea_query::Expr,
};

use crate::{
    Store,
    convert::to_json,
    deletions::{ChainEnd, Deletions, Seal},
    entities::{audit_heads, deletions, deliveries, files, hosts, staff_tenants, tenants, tickets},
    error::{Result, StoreError},
    sessions::Sessions,
};

/// Every table of companies with what tells its rows from each other, in an order in which nothing refers to what is gone.
pub(crate) const TABLES: [(&str, &str); 35] = [
    ("jobs", "id"),
    ("receipts", "delivery_id, provider_message_id, status"),
    ("attempts", "id"),
    ("paging_windows", "phone, channel"),
    ("deliveries", "id"),
    ("events", "id"),
    ("summons", "id"),
    ("callbacks", "id"),
    ("files", "id"),
    ("messages", "id"),
    ("ticket_words", "word, ticket_id, is_note"),
    ("followers", "ticket_id, person_id"),
    ("tickets", "id"),
    ("links", "id"),
    ("api_keys", "id"),
    ("idempotency", "actor, key"),
    ("sessions", "id"),
    ("devices", "person_id, token_hash"),
    ("factors", "subject"),
    ("recovery_codes", "subject, place"),
    ("passkeys", "id"),
    ("passkey_ceremonies", "challenge"),
    ("exports", "id"),
    ("company_exports", "id"),
    ("retentions", "tenant_id"),
    ("provider_sign_ins", "state"),
    ("identities", "issuer, subject"),
    ("identity_providers", "tenant_id"),
    ("audit", "seq"),
    ("audit_heads", "tenant_id"),
    ("logos", "tenant_id"),
    ("own_texts", "locale, key"),
    ("categories", "id"),
    ("persons", "id"),
    ("counters", "name"),
];

/// Columns by which rows refer to others of their own or in a circle.
const TIES: [(&str, &str); 3] =
    [("tickets", "joined_id"), ("tickets", "continues_id"), ("deliveries", "carried_by")];

impl Deletions<'_> {
    /// Where the chains of tickets end, those after `after`.
    pub async fn chain_ends(&self, after: Option<TicketId>, limit: u64) -> Result<Vec<ChainEnd>> {
        let mut next = self.tx().of::<tickets::Entity>();
        if let Some(after) = after {
            next = next.filter(tickets::Column::Id.gt(after.uuid()));
        }
        let next = next.order_by_asc(tickets::Column::Id).limit(limit).select_only();
        let next = next.column(tickets::Column::Id).column(tickets::Column::ChainLength);
        let rows: Vec<(Uuid, i32, Option<Vec<u8>>)> =
            next.column(tickets::Column::ChainHash).into_tuple().all(&self.tx().db).await?;
        let end = |(id, length, hash): (Uuid, i32, Option<Vec<u8>>)| ChainEnd {
            ticket: TicketId::from_uuid(id),
            length,
            hash: hash.as_deref().and_then(Hash::from_slice),
        };
        Ok(rows.into_iter().map(end).collect())
    }

    /// Notes where the chains end, before anything of them goes. What was noted stays: a worker that was overtaken sees chains that
    /// are no longer whole.
    pub async fn seal_deletion(&self, tickets: u64, chains: String) -> Result<()> {
        let tx = self.tx();
        let head = tx.of::<audit_heads::Entity>().one(&tx.db).await?;
        let all = tx.of::<files::Entity>().select_only().column_as(files::Column::Id.count(), "number");
        let sum = Expr::cust("CAST(COALESCE(SUM(size), 0) AS BIGINT)");
        let found: Option<(i64, i64)> = all.column_as(sum, "bytes").into_tuple().one(&tx.db).await?;
        let (number, bytes) = found.unwrap_or_default();
        let seal = Seal {
            audit_length: head.as_ref().map_or(0, |head| head.length),
            audit_head: head.and_then(|head| Hash::from_slice(&head.hash)).map(|hash| hash.to_string()),
            tickets,
            chains,
            files: u64::try_from(number).unwrap_or_default(),
            bytes: u64::try_from(bytes).unwrap_or_default(),
        };
        let sealed = deletions::ActiveModel { seal: Set(Some(to_json(&seal)?)), ..Default::default() };
        let first = deletions::Entity::update_many()
            .set(sealed)
            .filter(self.mine())
            .filter(deletions::Column::Seal.is_null());
        if first.exec(&tx.db).await?.rows_affected == 1 {
            return Ok(());
        }
        self.deletion().await?.map(|_| ()).ok_or(StoreError::NotFound)
    }

    /// Takes references out of some rows that would keep each other. How many that were.
    pub async fn untie(&self, limit: u64) -> Result<u64> {
        let mut untied = 0;
        for (table, column) in TIES {
            let sql = format!(
                "UPDATE {table} SET {column} = NULL WHERE tenant_id = $1 AND id IN \
                 (SELECT id FROM {table} WHERE tenant_id = $1 AND {column} IS NOT NULL LIMIT {limit})"
            );
            untied += self.run(&sql, vec![self.tx().tenant.uuid().into()]).await?;
        }
        Ok(untied)
    }

    /// Takes some rows of one of the company's tables away, but the job that does it. How many that were.
    pub async fn take_away(&self, table: &str, limit: u64, but: JobId) -> Result<u64> {
        let (table, key) = TABLES.iter().find(|(name, _)| *name == table).ok_or(StoreError::NotFound)?;
        let mut values: Vec<Value> = vec![self.tx().tenant.uuid().into()];
        let mut kept = "";
        if *table == "jobs" {
            values.push(but.uuid().into());
            kept = " AND id <> $2";
        }
        let sql = format!(
            "DELETE FROM {table} WHERE tenant_id = $1 AND ({key}) IN \
             (SELECT {key} FROM {table} WHERE tenant_id = $1{kept} LIMIT {limit})"
        );
        let gone = self.run(&sql, values).await?;
        self.count(table, gone).await?;
        Ok(gone)
    }

    /// Takes a company's name out of some rows of the operator's own log, those after `after`: an answer to a text message may name
    /// several companies. What was sent for a row that names it goes whole, however the name was written over there. Answers the last
    /// row that was looked at, as long as there may be more. With the operator's scope.
    pub async fn forget_company_in_replies(
        &self,
        name: &str,
        after: Option<DeliveryId>,
        limit: u64,
    ) -> Result<Option<DeliveryId>> {
        let tx = self.tx();
        let mut replies = tx.of::<deliveries::Entity>().filter(deliveries::Column::News.eq("reply_outcome"));
        if let Some(after) = after {
            replies = replies.filter(deliveries::Column::Id.gt(after.uuid()));
        }
        let rows = replies.order_by_asc(deliveries::Column::Id).limit(limit).all(&tx.db).await?;
        let last =
            rows.last().filter(|_| rows.len() as u64 == limit).map(|row| DeliveryId::from_uuid(row.id));
        for row in rows {
            let mut payload = row.payload;
            if !blank(&mut payload, name) {
                continue;
            }
            let changed = deliveries::ActiveModel {
                payload: Set(payload),
                subject: Set(None),
                body: Set(None),
                last_error: Set(None),
                ..Default::default()
            };
            let change = tx.change::<deliveries::Entity>().set(changed);
            change.filter(deliveries::Column::Id.eq(row.id)).exec(&tx.db).await?;
        }
        Ok(last)
    }

    /// Ends it: the job, who may see the company, its hosts and its row. [`StoreError::Used`] while anything is left.
    pub async fn end_deletion(&self, job: JobId) -> Result<()> {
        let tx = self.tx();
        let mine = tx.tenant.uuid();
        let own = vec![mine.into(), job.uuid().into()];
        let gone = self.run("DELETE FROM jobs WHERE tenant_id = $1 AND id = $2", own).await?;
        self.count("jobs", gone).await?;
        let seen = staff_tenants::Entity::delete_many().filter(staff_tenants::Column::TenantId.eq(mine));
        seen.exec(&tx.db).await?;
        let served = hosts::Entity::delete_many().filter(hosts::Column::TenantId.eq(mine));
        let gone = served.exec(&tx.db).await?.rows_affected;
        self.count("hosts", gone).await?;
        let done = deletions::ActiveModel { done_at: Set(Some(tx.clock.now())), ..Default::default() };
        self.note(done).await?;
        let erased = tenants::Entity::delete_many()
            .filter(tenants::Column::Id.eq(mine))
            .filter(tenants::Column::ErasedAt.is_not_null());
        let gone = erased.exec(&tx.db).await.map_err(StoreError::used)?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let db = &self.tx().db;
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        Ok(db.execute_raw(statement).await?.rows_affected())
    }
}

impl Store {
    /// Forgets every session of the scope's tenant where they are kept outside the database.
    pub async fn forget_all_sessions(&self, scope: &crate::Scope) -> Result<()> {
        let Sessions::Redis(redis) = &self.sessions else { return Ok(()) };
        let mut redis = redis.clone();
        let tenant = scope.tenant().uuid().simple();
        for pattern in [format!("rappel:session:{tenant}:*"), format!("rappel:sessions:{tenant}:*")] {
            let mut cursor: u64 = 0;
            loop {
                let mut scan = redis::cmd("SCAN");
                scan.arg(cursor).arg("MATCH").arg(&pattern).arg("COUNT").arg(1000);
                let (next, keys): (u64, Vec<String>) = scan.query_async(&mut redis).await?;
                if !keys.is_empty() {
                    let _: i64 = redis::cmd("DEL").arg(keys).query_async(&mut redis).await?;
                }
                cursor = next;
                if cursor == 0 {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Blanks a name where it is an element of a list in a value, and nothing that it is but a part of; whether there was one.
fn blank(value: &mut serde_json::Value, name: &str) -> bool {
    match value {
        serde_json::Value::Array(all) => {
            let mut found = false;
            for it in all {
                if it.as_str() == Some(name) {
                    *it = "[…]".into();
                    found = true;
                } else {
                    found |= blank(it, name);
                }
            }
            found
        }
        serde_json::Value::Object(all) => {
            let mut found = false;
            for it in all.values_mut() {
                found |= blank(it, name);
            }
            found
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
