//! Passkeys of people, and of staff among the operator's rows, each for one host; and their ceremonies that are under way.
//!
//! Whoever adds, uses or removes one holds its person first ([`hold`](crate::persons::Persons::hold), [`Tx::hold_staff`]), so that of two
//! who count, or use the same one, each sees what the other did.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rappel_domain::id::{PasskeyId, PersonId, StaffId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait as _, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect as _, Select, prelude::Uuid,
};

use crate::{
    entities::{passkey_ceremonies, passkeys},
    error::{Result, StoreError},
    sessions::Subject,
    unit::Tx,
};

/// Ceremonies of one browser that are under way; another one ends the oldest.
pub const OF_BROWSER: usize = 5;
/// Ceremonies of a company for one purpose that are under way, at the most: another one ends the oldest, so that whoever begins many
/// shuts out nobody who comes back soon.
pub const UNDER_WAY: u64 = 500;

/// What a ceremony is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// A new key.
    New,
    /// Signing in: anybody may begin one.
    SignIn,
    /// The second step of a sign-in.
    Step,
    /// The proof of who sits there.
    Proof,
}

impl Ceremony {
    const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::SignIn => "sign_in",
            Self::Step => "step",
            Self::Proof => "proof",
        }
    }
}

/// Passkeys of the scope's tenant.
#[derive(Debug)]
pub struct Passkeys<'a>(&'a Tx);

/// A passkey of somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Which.
    pub id: PasskeyId,
    /// Whose.
    pub subject: Subject,
    /// The host that it is for, in lower case, without a port.
    pub host: String,
    /// What the authenticator calls it, at most 1,023 bytes.
    pub credential: Vec<u8>,
    /// What the authenticator calls the account: 64 random bytes.
    pub handle: Vec<u8>,
    /// Its public key with what never changes of it, as `webauthn_rp` writes it.
    pub public_key: Vec<u8>,
    /// The counter of its signatures and what else changes of it, in the same form.
    pub state: Vec<u8>,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Passkey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passkey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Tx {
    /// Passkeys of the scope's tenant.
    pub const fn passkeys(&self) -> Passkeys<'_> {
        Passkeys(self)
    }
}

impl Passkeys<'_> {
    /// Those of somebody, the oldest first.
    pub async fn passkeys_of(&self, subject: Subject) -> Result<Vec<Passkey>> {
        let rows = self.0.of::<passkeys::Entity>().filter(theirs(subject));
        let rows = rows.order_by_asc(passkeys::Column::Id).all(&self.0.db).await?;
        Ok(rows.into_iter().map(from_row).collect())
    }

    /// How many somebody has.
    pub async fn count_passkeys(&self, subject: Subject) -> Result<u64> {
        Ok(self.0.of::<passkeys::Entity>().filter(theirs(subject)).count(&self.0.db).await?)
    }

    /// Everybody of the tenant who has one.
    pub async fn people_with_passkeys(&self) -> Result<HashSet<PersonId>> {
        let rows = self.0.of::<passkeys::Entity>().filter(passkeys::Column::StaffId.is_null());
        Ok(self.subjects(rows).await?.into_iter().map(PersonId::from_uuid).collect())
    }

    /// Everybody of staff who has one. Their rows are the operator's: any other tenant has none.
    pub async fn staff_with_passkeys(&self) -> Result<HashSet<StaffId>> {
        let rows = self.0.of::<passkeys::Entity>().filter(passkeys::Column::StaffId.is_not_null());
        Ok(self.subjects(rows).await?.into_iter().map(StaffId::from_uuid).collect())
    }

    /// Whose rows those are, each once: nothing else of the keys is read.
    async fn subjects(&self, rows: Select<passkeys::Entity>) -> Result<Vec<Uuid>> {
        let subjects = rows.select_only().column(passkeys::Column::Subject).distinct();
        Ok(subjects.into_tuple().all(&self.0.db).await?)
    }

    /// The one that an authenticator calls so, for a host.
    pub async fn passkey_for(&self, host: &str, credential: &[u8]) -> Result<Option<Passkey>> {
        let row = self.0.of::<passkeys::Entity>().filter(passkeys::Column::Host.eq(host));
        let row = row.filter(passkeys::Column::Credential.eq(credential.to_vec())).one(&self.0.db).await?;
        Ok(row.map(from_row))
    }

    /// Adds one to its subject. [`StoreError::Taken`] when an authenticator brought it before.
    pub async fn insert_passkey(&self, new: &Passkey) -> Result<()> {
        let row = passkeys::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(new.id.uuid()),
            subject: Set(new.subject.uuid()),
            staff_id: Set(new.subject.staff().map(StaffId::uuid)),
            host: Set(new.host.clone()),
            credential: Set(new.credential.clone()),
            handle: Set(new.handle.clone()),
            public_key: Set(new.public_key.clone()),
            state: Set(new.state.clone()),
            name: Set(new.name.clone()),
            created_at: Set(new.created_at),
            used_at: Set(new.used_at),
        };
        let done = passkeys::Entity::insert(row).exec_without_returning(&self.0.db).await;
        done.map(|_| ()).map_err(|error| StoreError::taken(error, "passkey"))
    }

    /// Notes that somebody's own was used now, and what changed of it.
    pub async fn note_passkey_use(&self, subject: Subject, id: PasskeyId, state: &[u8]) -> Result<()> {
        let row = passkeys::ActiveModel {
            state: Set(state.to_vec()),
            used_at: Set(Some(self.0.clock.now())),
            ..Default::default()
        };
        self.set(subject, id, row).await
    }

    /// Calls somebody's own otherwise.
    pub async fn rename_passkey(&self, subject: Subject, id: PasskeyId, name: &str) -> Result<()> {
        let row = passkeys::ActiveModel { name: Set(name.to_owned()), ..Default::default() };
        self.set(subject, id, row).await
    }

    async fn set(&self, subject: Subject, id: PasskeyId, row: passkeys::ActiveModel) -> Result<()> {
        let change = self.0.change::<passkeys::Entity>().set(row).filter(theirs(subject));
        let done = change.filter(passkeys::Column::Id.eq(id.uuid())).exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Takes one of somebody's own away. [`StoreError::NotFound`] when it is not theirs.
    pub async fn remove_passkey(&self, subject: Subject, id: PasskeyId) -> Result<()> {
        let row = self.0.remove::<passkeys::Entity>().filter(theirs(subject));
        let done = row.filter(passkeys::Column::Id.eq(id.uuid())).exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Takes everybody's away that are for a host. Whose they were, each once.
    pub async fn remove_passkeys_for(&self, host: &str) -> Result<Vec<Subject>> {
        let rows = self.0.of::<passkeys::Entity>().filter(passkeys::Column::Host.eq(host));
        let rows = rows.order_by_asc(passkeys::Column::Subject).all(&self.0.db).await?;
        let mut whose: Vec<Subject> = rows.into_iter().map(|row| from_row(row).subject).collect();
        whose.dedup();
        let gone = self.0.remove::<passkeys::Entity>().filter(passkeys::Column::Host.eq(host));
        gone.exec(&self.0.db).await?;
        Ok(whose)
    }

    /// Takes all of somebody's away. How many that were.
    pub async fn remove_passkeys(&self, subject: Subject) -> Result<u64> {
        let rows = self.0.remove::<passkeys::Entity>().filter(theirs(subject));
        Ok(rows.exec(&self.0.db).await?.rows_affected)
    }

    /// Notes that a browser was given a challenge; both hashes are SHA-256. Forgets those that are over, and the oldest of a browser
    /// that was given too many, and of the company while [`UNDER_WAY`] are for the same purpose: those that anybody may begin end
    /// none of somebody who is known.
    pub async fn begin_ceremony(
        &self,
        purpose: Ceremony,
        challenge_hash: &[u8; 32],
        browser_hash: &[u8; 32],
        sealed: &[u8],
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        use passkey_ceremonies::Column;
        let over = Column::ExpiresAt.lte(self.0.clock.now());
        self.0.remove::<passkey_ceremonies::Entity>().filter(over).exec(&self.0.db).await?;
        let all = || {
            let all = self.0.of::<passkey_ceremonies::Entity>().select_only().column(Column::Challenge);
            all.order_by_desc(Column::ExpiresAt).order_by_desc(Column::Challenge)
        };
        let theirs = all().filter(Column::Browser.eq(browser_hash.to_vec()));
        let theirs: Vec<Vec<u8>> = theirs.into_tuple().all(&self.0.db).await?;
        let mut surplus: Vec<_> = theirs.into_iter().skip(OF_BROWSER - 1).collect();
        let oldest =
            all().filter(Column::Purpose.eq(purpose.as_str())).offset(UNDER_WAY - 1).limit(UNDER_WAY);
        surplus.extend(oldest.into_tuple::<Vec<u8>>().all(&self.0.db).await?);
        if !surplus.is_empty() {
            let surplus = Column::Challenge.is_in(surplus);
            self.0.remove::<passkey_ceremonies::Entity>().filter(surplus).exec(&self.0.db).await?;
        }
        let row = passkey_ceremonies::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            challenge: Set(challenge_hash.to_vec()),
            browser: Set(browser_hash.to_vec()),
            purpose: Set(purpose.as_str().to_owned()),
            sealed: Set(sealed.to_vec()),
            expires_at: Set(expires_at),
        };
        passkey_ceremonies::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// What was noted of a ceremony, for the browser that was given its challenge, once: of two who ask at once, one has it.
    /// [`StoreError::NotFound`] when there is none, it is over, or it is of another browser, which then still can end it.
    pub async fn take_ceremony(&self, challenge_hash: &[u8; 32], browser_hash: &[u8; 32]) -> Result<Vec<u8>> {
        use passkey_ceremonies::Column;
        let is_it = || {
            Column::Challenge
                .eq(challenge_hash.to_vec())
                .and(Column::Browser.eq(browser_hash.to_vec()))
                .and(Column::ExpiresAt.gt(self.0.clock.now()))
        };
        let found = self.0.of::<passkey_ceremonies::Entity>().filter(is_it()).one(&self.0.db).await?;
        let found = found.ok_or(StoreError::NotFound)?;
        let taken = self.0.remove::<passkey_ceremonies::Entity>().filter(is_it()).exec(&self.0.db).await?;
        if taken.rows_affected == 1 { Ok(found.sealed) } else { Err(StoreError::NotFound) }
    }
}

fn theirs(subject: Subject) -> sea_orm::sea_query::Expr {
    let own = passkeys::Column::Subject.eq(subject.uuid());
    match subject {
        Subject::Person(_) => own.and(passkeys::Column::StaffId.is_null()),
        Subject::Staff(id) => own.and(passkeys::Column::StaffId.eq(id.uuid())),
    }
}

fn from_row(row: passkeys::Model) -> Passkey {
    Passkey {
        id: PasskeyId::from_uuid(row.id),
        subject: match row.staff_id {
            Some(staff) => Subject::Staff(StaffId::from_uuid(staff)),
            None => Subject::Person(PersonId::from_uuid(row.subject)),
        },
        host: row.host,
        credential: row.credential,
        handle: row.handle,
        public_key: row.public_key,
        state: row.state,
        name: row.name,
        created_at: row.created_at,
        used_at: row.used_at,
    }
}
