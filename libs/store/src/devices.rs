//! The browsers that somebody has signed in with: only the hash of what a browser keeps is kept.

use chrono::Duration;
use rappel_domain::id::PersonId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait as _, QueryFilter, sea_query::OnConflict,
};

use crate::{entities::devices, error::Result, unit::Tx};

/// A browser that nobody signed in with for so long is forgotten. Browsers themselves keep a cookie no longer.
pub const KEPT: Duration = Duration::days(400);

/// Devices of the scope's tenant.
#[derive(Debug)]
pub struct Devices<'a>(&'a Tx);

/// What is known of a browser that somebody signs in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// They signed in with it before.
    Known,
    /// It is the first of theirs that we know.
    First,
    /// They have others.
    New,
}

impl Tx {
    /// Devices of the scope's tenant.
    pub const fn devices(&self) -> Devices<'_> {
        Devices(self)
    }
}

impl Devices<'_> {
    /// Notes that somebody signs in with a browser, by the SHA-256 of what it keeps.
    pub async fn meet(&self, person: PersonId, hash: &[u8; 32]) -> Result<Met> {
        let now = self.0.clock.now();
        let theirs = devices::Column::PersonId.eq(person.uuid());
        let known = self
            .0
            .change::<devices::Entity>()
            .set(devices::ActiveModel { seen_at: Set(now), ..Default::default() })
            .filter(theirs.clone())
            .filter(devices::Column::TokenHash.eq(hash.to_vec()))
            .exec(&self.0.db)
            .await?;
        if known.rows_affected > 0 {
            return Ok(Met::Known);
        }
        let others = self.0.of::<devices::Entity>().filter(theirs).count(&self.0.db).await?;
        let row = devices::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            person_id: Set(person.uuid()),
            token_hash: Set(hash.to_vec()),
            seen_at: Set(now),
        };
        let key = [devices::Column::TenantId, devices::Column::PersonId, devices::Column::TokenHash];
        devices::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        Ok(if others == 0 { Met::First } else { Met::New })
    }

    /// Whether somebody signed in with a browser before.
    pub async fn knows(&self, person: PersonId, hash: &[u8; 32]) -> Result<bool> {
        let theirs = self.0.of::<devices::Entity>().filter(devices::Column::PersonId.eq(person.uuid()));
        let this = theirs.filter(devices::Column::TokenHash.eq(hash.to_vec()));
        Ok(this.count(&self.0.db).await? > 0)
    }

    /// Forgets every browser of somebody: whoever had their old password may have signed in with one.
    pub async fn forget(&self, person: PersonId) -> Result<()> {
        let theirs = devices::Column::PersonId.eq(person.uuid());
        self.0.remove::<devices::Entity>().filter(theirs).exec(&self.0.db).await?;
        Ok(())
    }
}
