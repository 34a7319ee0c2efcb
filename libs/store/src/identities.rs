//! Sign-in with a company's own identity provider: its settings, who is who there, and sign-ins that are under way.
//!
//! The provider is held before its people, and they before who they are there: whoever links somebody keeps the provider as it
//! is, then holds the person ([`hold`](crate::persons::Persons::hold)).

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rappel_domain::{id::PersonId, role::PersonRole};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect as _,
    QueryTrait as _,
    prelude::Uuid,
    sea_query::{LockType, OnConflict},
};

use crate::{
    convert::{from_json, to_json},
    entities::{identities, identity_providers, persons, provider_sign_ins},
    error::{Result, StoreError},
    unit::Tx,
};

/// Sign-ins of one browser that are under way; another one ends the oldest.
pub const OF_BROWSER: usize = 5;
/// Sign-ins of a company that are under way, at the most: another one ends the oldest, so that whoever begins many shuts out
/// nobody who comes back soon.
pub const UNDER_WAY: u64 = 500;

/// Whose sessions and half sign-ins end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Everybody but managers.
    Members,
    /// Whoever came by the identity provider, managers too.
    Linked,
}

impl Whom {
    /// Those of a tenant, as a condition on rows of `persons`.
    pub(crate) fn condition(self, tx: &Tx) -> Condition {
        Condition::all().add(match self {
            Self::Members => persons::Column::Role.ne(PersonRole::Manager.as_str()),
            Self::Linked => {
                let linked = tx.of::<identities::Entity>().select_only().column(identities::Column::PersonId);
                persons::Column::Id.in_subquery(linked.into_query())
            }
        })
    }
}

/// Identities of the scope's tenant.
#[derive(Debug)]
pub struct Identities<'a>(&'a Tx);

/// A company's own provider.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// What its button says.
    pub label: String,
    /// Its address, letter for letter as it calls itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What it knows us by, encrypted.
    pub sealed_secret: Vec<u8>,
    /// Whose addresses are taken, in lower case.
    pub domains: Vec<String>,
    /// Whether people may sign in with it.
    pub is_on: bool,
    /// Whether members may sign in without it.
    pub passwords: bool,
    /// The version that was read; 0 of one that is new.
    pub version: i32,
}

impl IdentityProvider {
    /// Whether it is on, and the one that somebody was sent to.
    pub fn is_same(&self, issuer: &str, client_id: &str) -> bool {
        self.is_on && self.issuer == issuer && self.client_id == client_id
    }
}

impl std::fmt::Debug for IdentityProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProvider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Who somebody is with a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Which provider.
    pub issuer: String,
    /// Who, there.
    pub subject: String,
    /// Who, here.
    pub person: PersonId,
    /// Since when.
    pub linked_at: DateTime<Utc>,
    /// When they last signed in with it.
    pub used_at: DateTime<Utc>,
}

impl Tx {
    /// Identities of the scope's tenant.
    pub const fn identities(&self) -> Identities<'_> {
        Identities(self)
    }
}

impl Identities<'_> {
    /// The company's own provider, if it has one.
    pub async fn identity_provider(&self) -> Result<Option<IdentityProvider>> {
        let row = self.0.of::<identity_providers::Entity>().one(&self.0.db).await?;
        row.map(provider).transpose()
    }

    /// The same, held until this unit of work ends: by whoever changes it, and by whoever counts those that go there.
    pub async fn hold_identity_provider(&self) -> Result<Option<IdentityProvider>> {
        let row = self.0.of::<identity_providers::Entity>().lock(LockType::NoKeyUpdate);
        row.one(&self.0.db).await?.map(provider).transpose()
    }

    /// The same, kept as it is until this unit of work ends, for as many as sign in with it at the same moment.
    pub async fn keep_identity_provider(&self) -> Result<Option<IdentityProvider>> {
        let row = self.0.of::<identity_providers::Entity>().lock(LockType::Share);
        row.one(&self.0.db).await?.map(provider).transpose()
    }

    /// Saves it as it was read and changed. [`StoreError::Stale`] when somebody else did meanwhile.
    pub async fn save_identity_provider(&self, new: &IdentityProvider) -> Result<()> {
        let row = identity_providers::ActiveModel {
            label: Set(new.label.clone()),
            issuer: Set(new.issuer.clone()),
            client_id: Set(new.client_id.clone()),
            secret: Set(new.sealed_secret.clone()),
            domains: Set(to_json(&new.domains)?),
            is_on: Set(new.is_on),
            passwords: Set(new.passwords),
            version: Set(new.version + 1),
            ..Default::default()
        };
        let saved = if new.version == 0 {
            let row = identity_providers::ActiveModel { tenant_id: Set(self.0.tenant.uuid()), ..row };
            let conflict = OnConflict::column(identity_providers::Column::TenantId).do_nothing().to_owned();
            let insert = identity_providers::Entity::insert(row).on_conflict(conflict);
            insert.exec_without_returning(&self.0.db).await?
        } else {
            let change = self.0.change::<identity_providers::Entity>().set(row);
            let change = change.filter(identity_providers::Column::Version.eq(new.version));
            change.exec(&self.0.db).await?.rows_affected
        };
        if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Takes it away, with the sign-ins that are under way. Whether there was one.
    pub async fn remove_identity_provider(&self) -> Result<bool> {
        // Before what hangs on it, as everybody else.
        self.hold_identity_provider().await?;
        self.0.remove::<provider_sign_ins::Entity>().exec(&self.0.db).await?;
        Ok(self.0.remove::<identity_providers::Entity>().exec(&self.0.db).await?.rows_affected == 1)
    }

    /// Forgets who is who with any provider, but of those who are switched off: they stay out, by whatever address they come.
    pub async fn forget_identities(&self) -> Result<()> {
        let present = self.0.of::<persons::Entity>().select_only().column(persons::Column::Id);
        let present = present.filter(persons::Column::DisabledAt.is_null()).into_query();
        let theirs = self.0.remove::<identities::Entity>();
        theirs.filter(identities::Column::PersonId.in_subquery(present)).exec(&self.0.db).await?;
        Ok(())
    }

    /// Forgets who somebody is with any provider; whether they were anybody.
    pub async fn unlink_identities(&self, person: PersonId) -> Result<bool> {
        let theirs = self.0.remove::<identities::Entity>();
        let theirs = theirs.filter(identities::Column::PersonId.eq(person.uuid()));
        Ok(theirs.exec(&self.0.db).await?.rows_affected > 0)
    }

    /// Those who are somebody with a provider.
    pub async fn linked(&self) -> Result<HashSet<PersonId>> {
        let ids = self.0.of::<identities::Entity>().select_only().column(identities::Column::PersonId);
        let ids = ids.into_tuple::<Uuid>().all(&self.0.db).await?;
        Ok(ids.into_iter().map(PersonId::from_uuid).collect())
    }

    /// Who somebody of a provider is here.
    pub async fn identity(&self, issuer: &str, subject: &str) -> Result<Option<Identity>> {
        let found = self
            .0
            .of::<identities::Entity>()
            .filter(identities::Column::Issuer.eq(issuer))
            .filter(identities::Column::Subject.eq(subject));
        Ok(found.one(&self.0.db).await?.map(identity))
    }

    /// Who somebody of ours is with providers, first that of the longest standing.
    pub async fn identities_of(&self, person: PersonId) -> Result<Vec<Identity>> {
        let found = self.0.of::<identities::Entity>().filter(identities::Column::PersonId.eq(person.uuid()));
        let found = found.order_by_asc(identities::Column::LinkedAt).all(&self.0.db).await?;
        Ok(found.into_iter().map(identity).collect())
    }

    /// Notes who somebody is with a provider. [`StoreError::Taken`] when they are somebody else there, or somebody else is.
    pub async fn link_identity(&self, issuer: &str, subject: &str, person: PersonId) -> Result<()> {
        let now = self.0.clock.now();
        let row = identities::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            issuer: Set(issuer.to_owned()),
            subject: Set(subject.to_owned()),
            person_id: Set(person.uuid()),
            linked_at: Set(now),
            used_at: Set(now),
        };
        let insert = identities::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned());
        let done = insert.exec_without_returning(&self.0.db).await?;
        if done == 1 { Ok(()) } else { Err(StoreError::Taken("identity")) }
    }

    /// Notes that somebody signed in with it. Whether it is still there; from here on it stays until the unit ends.
    pub async fn note_identity_use(&self, issuer: &str, subject: &str) -> Result<bool> {
        let row = identities::ActiveModel { used_at: Set(self.0.clock.now()), ..Default::default() };
        let used = self.0.change::<identities::Entity>().set(row);
        let used = used.filter(identities::Column::Issuer.eq(issuer));
        let used = used.filter(identities::Column::Subject.eq(subject)).exec(&self.0.db).await?;
        Ok(used.rows_affected == 1)
    }

    /// Notes that a browser went to the provider; both hashes are SHA-256. Forgets those that are over, and the oldest of a
    /// browser that went there too often, and of the company while [`UNDER_WAY`] are.
    pub async fn begin_provider_sign_in(
        &self,
        state_hash: &[u8; 32],
        browser_hash: &[u8; 32],
        sealed: &[u8],
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        // Those who begin at the same moment are counted one after the other.
        self.hold_identity_provider().await?;
        let over = provider_sign_ins::Column::ExpiresAt.lte(self.0.clock.now());
        self.0.remove::<provider_sign_ins::Entity>().filter(over).exec(&self.0.db).await?;
        let browser = provider_sign_ins::Column::Browser.eq(browser_hash.to_vec());
        let theirs =
            self.0.of::<provider_sign_ins::Entity>().select_only().column(provider_sign_ins::Column::State);
        let theirs = theirs.filter(browser).order_by_desc(provider_sign_ins::Column::ExpiresAt);
        let theirs: Vec<Vec<u8>> = theirs.into_tuple().all(&self.0.db).await?;
        let oldest: Vec<_> = theirs.into_iter().skip(OF_BROWSER - 1).collect();
        if !oldest.is_empty() {
            let oldest = provider_sign_ins::Column::State.is_in(oldest);
            self.0.remove::<provider_sign_ins::Entity>().filter(oldest).exec(&self.0.db).await?;
        }
        let all =
            self.0.of::<provider_sign_ins::Entity>().select_only().column(provider_sign_ins::Column::State);
        let all = all.order_by_desc(provider_sign_ins::Column::ExpiresAt).offset(UNDER_WAY - 1);
        let surplus: Vec<Vec<u8>> = all.limit(UNDER_WAY).into_tuple().all(&self.0.db).await?;
        if !surplus.is_empty() {
            let surplus = provider_sign_ins::Column::State.is_in(surplus);
            self.0.remove::<provider_sign_ins::Entity>().filter(surplus).exec(&self.0.db).await?;
        }
        let row = provider_sign_ins::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            state: Set(state_hash.to_vec()),
            browser: Set(browser_hash.to_vec()),
            sealed: Set(sealed.to_vec()),
            expires_at: Set(expires_at),
        };
        provider_sign_ins::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// What was noted of a sign-in, for the browser that began it, once: of two who ask at once, one has it.
    /// [`StoreError::NotFound`] when there is none, it is over, or another browser began it, which then still can end it.
    pub async fn take_provider_sign_in(
        &self,
        state_hash: &[u8; 32],
        browser_hash: &[u8; 32],
    ) -> Result<Vec<u8>> {
        let is_it = || {
            provider_sign_ins::Column::State
                .eq(state_hash.to_vec())
                .and(provider_sign_ins::Column::Browser.eq(browser_hash.to_vec()))
                .and(provider_sign_ins::Column::ExpiresAt.gt(self.0.clock.now()))
        };
        let found = self.0.of::<provider_sign_ins::Entity>().filter(is_it()).one(&self.0.db).await?;
        let found = found.ok_or(StoreError::NotFound)?;
        let taken = self.0.remove::<provider_sign_ins::Entity>().filter(is_it()).exec(&self.0.db).await?;
        if taken.rows_affected == 1 { Ok(found.sealed) } else { Err(StoreError::NotFound) }
    }
}

fn provider(row: identity_providers::Model) -> Result<IdentityProvider> {
    Ok(IdentityProvider {
        label: row.label,
        issuer: row.issuer,
        client_id: row.client_id,
        sealed_secret: row.secret,
        domains: from_json(row.domains, "identity_providers.domains")?,
        is_on: row.is_on,
        passwords: row.passwords,
        version: row.version,
    })
}

fn identity(row: identities::Model) -> Identity {
    Identity {
        issuer: row.issuer,
        subject: row.subject,
        person: PersonId::from_uuid(row.person_id),
        linked_at: row.linked_at,
        used_at: row.used_at,
    }
}
