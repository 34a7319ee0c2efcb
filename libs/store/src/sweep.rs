//! Takes away what nobody can use any more.

use chrono::{DateTime, Utc};
use rappel_domain::id::TenantId;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::{
    Store,
    devices::KEPT,
    entities::{devices, links, passkey_ceremonies, provider_sign_ins, sessions},
    error::Result,
    jobs::runner_scope,
};

impl Store {
    /// Forgets what of a tenant was over before a time: keys of requests that may be sent twice, links that were
    /// used or have expired, sessions that have expired, sign-ins that never came back from a provider, ceremonies of passkeys that
    /// nobody ended, browsers that nobody signed in with for long. How many rows that were.
    ///
    /// A session that ended stays until it would have expired: its tombstone keeps a request in flight from
    /// bringing it back.
    pub async fn sweep(&self, tenant: TenantId, before: DateTime<Utc>) -> Result<u64> {
        let tx = self.write(&runner_scope(tenant)).await?;
        let keys = tx.sweep_keys(before).await?;
        let over =
            Condition::any().add(links::Column::ExpiresAt.lt(before)).add(links::Column::UsedAt.lt(before));
        let links = tx.remove::<links::Entity>().filter(over).exec(&tx.db).await?;
        let expired = sessions::Column::ExpiresAt.lt(before);
        let sessions = tx.remove::<sessions::Entity>().filter(expired).exec(&tx.db).await?;
        let forgotten = devices::Column::SeenAt.lt(before - KEPT);
        let devices = tx.remove::<devices::Entity>().filter(forgotten).exec(&tx.db).await?;
        let begun = provider_sign_ins::Column::ExpiresAt.lt(before);
        let begun = tx.remove::<provider_sign_ins::Entity>().filter(begun).exec(&tx.db).await?;
        let asked = passkey_ceremonies::Column::ExpiresAt.lt(before);
        let asked = tx.remove::<passkey_ceremonies::Entity>().filter(asked).exec(&tx.db).await?;
        tx.commit().await?;
        let people = sessions.rows_affected + devices.rows_affected + begun.rows_affected;
        Ok(keys + links.rows_affected + people + asked.rows_affected)
    }
}
