//! Sent twice, done once: what a key was used for, and what came of it.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, JsonValue, QueryFilter, sea_query::OnConflict};

use crate::{
    convert::to_json,
    entities::idempotency,
    error::{Result, StoreError},
    unit::Tx,
};

/// What a key stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// It is new: do the work in this transaction, then [`Tx::save_result`].
    New,
    /// The work was done; this came of it.
    Done(JsonValue),
    /// It was used for something else.
    Misused,
}

impl Tx {
    /// Looks a key up. Within a write, two requests with one key run one after the other on the key's row.
    pub async fn idempotency_key(&self, key: &str, request_hash: &[u8; 32]) -> Result<Key> {
        let row = idempotency::ActiveModel {
            tenant_id: Set(self.tenant.uuid()),
            actor: Set(self.actor_word()?),
            key: Set(key.to_owned()),
            request_hash: Set(request_hash.to_vec()),
            result: Set(JsonValue::Null),
            created_at: Set(self.clock.now()),
        };
        // The insert waits for another transaction that holds the same key.
        let inserted = idempotency::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([
                    idempotency::Column::TenantId,
                    idempotency::Column::Actor,
                    idempotency::Column::Key,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        if inserted == 1 {
            return Ok(Key::New);
        }
        let row = self
            .of::<idempotency::Entity>()
            .filter(idempotency::Column::Actor.eq(self.actor_word()?))
            .filter(idempotency::Column::Key.eq(key))
            .one(&self.db)
            .await?
            .ok_or(StoreError::Stale)?;
        Ok(if row.request_hash == request_hash { Key::Done(row.result) } else { Key::Misused })
    }

    /// Keeps what came of a key, in the transaction that did the work.
    pub async fn save_result(&self, key: &str, result: JsonValue) -> Result<()> {
        let done = self
            .change::<idempotency::Entity>()
            .set(idempotency::ActiveModel { result: Set(result), ..Default::default() })
            .filter(idempotency::Column::Actor.eq(self.actor_word()?))
            .filter(idempotency::Column::Key.eq(key))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Forgets keys that were used before a time.
    pub async fn sweep_keys(&self, before: DateTime<Utc>) -> Result<u64> {
        let removed = self
            .remove::<idempotency::Entity>()
            .filter(idempotency::Column::CreatedAt.lt(before))
            .exec(&self.db)
            .await?;
        Ok(removed.rows_affected)
    }

    fn actor_word(&self) -> Result<String> {
        Ok(to_json(&self.scope.actor())?.to_string())
    }
}
