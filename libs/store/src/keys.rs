//! Keys of the JSON API: shown once, kept as a hash.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::id::{ApiKeyId, StaffId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    convert::{from_json, to_json},
    entities::api_keys,
    error::{Result, StoreError},
    unit::Tx,
};

/// The last use of a key is written at most this often.
pub(crate) const USE_NOTED_EVERY: Duration = Duration::minutes(1);

/// A key of the JSON API.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// Its identifier, part of the key itself.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// What it may do: `tickets:read`, `tickets:write`, `callbacks:read`, `callbacks:write`.
    pub scopes: Vec<String>,
    /// The staff member it acts for; `None` for a key of the tenant.
    pub staff: Option<StaffId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it is refused.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Keys of the scope's tenant, the newest first.
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>> {
        let rows = self.of::<api_keys::Entity>().order_by_desc(api_keys::Column::Id).all(&self.db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Keeps a new key by the SHA-256 of its secret.
    pub async fn insert_api_key(&self, key: &ApiKey, secret_hash: &[u8; 32]) -> Result<()> {
        let row = api_keys::ActiveModel {
            tenant_id: Set(self.tenant.uuid()),
            id: Set(key.id.uuid()),
            name: Set(key.name.clone()),
            secret_hash: Set(secret_hash.to_vec()),
            scopes: Set(to_json(&key.scopes)?),
            staff_id: Set(key.staff.map(rappel_domain::id::StaffId::uuid)),
            created_at: Set(key.created_at),
            last_used_at: Set(None),
            revoked_at: Set(None),
        };
        api_keys::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Refuses a key from now on.
    pub async fn revoke_api_key(&self, id: ApiKeyId) -> Result<()> {
        let done = self
            .change::<api_keys::Entity>()
            .set(api_keys::ActiveModel { revoked_at: Set(Some(self.clock.now())), ..Default::default() })
            .filter(api_keys::Column::Id.eq(id.uuid()))
            .filter(api_keys::Column::RevokedAt.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// The key with a secret.
    pub(crate) async fn api_key_by_secret(&self, id: ApiKeyId, secret_hash: &[u8; 32]) -> Result<ApiKey> {
        let row = self
            .of::<api_keys::Entity>()
            .filter(api_keys::Column::Id.eq(id.uuid()))
            .filter(api_keys::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(api_keys::Column::RevokedAt.is_null())
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        from_row(row)
    }

    pub(crate) async fn note_api_key_use(&self, id: ApiKeyId) -> Result<()> {
        self.change::<api_keys::Entity>()
            .set(api_keys::ActiveModel { last_used_at: Set(Some(self.clock.now())), ..Default::default() })
            .filter(api_keys::Column::Id.eq(id.uuid()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// For whom a key acts; nobody when it is refused.
    pub(crate) async fn staff_of_api_key(&self, id: ApiKeyId) -> Result<Option<StaffId>> {
        let row = self
            .of::<api_keys::Entity>()
            .filter(api_keys::Column::Id.eq(id.uuid()))
            .filter(api_keys::Column::RevokedAt.is_null())
            .one(&self.db)
            .await?;
        Ok(row.and_then(|row| row.staff_id).map(StaffId::from_uuid))
    }
}

fn from_row(row: api_keys::Model) -> Result<ApiKey> {
    Ok(ApiKey {
        id: ApiKeyId::from_uuid(row.id),
        name: row.name,
        scopes: from_json(row.scopes, "api_keys.scopes")?,
        staff: row.staff_id.map(StaffId::from_uuid),
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        revoked_at: row.revoked_at,
    })
}
