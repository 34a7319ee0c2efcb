//! Second factors of people: an authenticator app, and recovery codes for when it is lost.
//!
//! Whoever changes them has just proved who they are ([`Confirmed`]), is written to, and stands in the audit. Each change begins
//! another epoch of the person's sessions: whatever was signed in before is signed out.

mod codes;
mod confirm;
mod password;
mod recovery;
mod take_away;
mod totp;

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    audit::Deed,
    decision::announce,
    delivery::{AccountChange, Channel, News, Recipient},
    id::PersonId,
};
use rappel_store::{Tx, factors::Factor, links::Purpose};

use crate::{
    Person, Scope, Service,
    account::own,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
    secret::random,
    sign_in::SignedIn,
};

pub use confirm::{CONFIRMED, Confirmed};
pub use recovery::CODES;

/// So long a secret that was made may be enrolled: it may have been seen since.
pub const ENROLMENT: Duration = Duration::minutes(15);

/// How somebody's second step stands.
#[derive(Debug)]
pub enum TwoStep {
    /// The password or a link is enough.
    Off,
    /// An app is to be set up, and to give a first code.
    Begun(Enrolment),
    /// A code is asked for.
    On {
        /// Since when.
        since: DateTime<Utc>,
        /// Recovery codes that were not used.
        codes_left: u64,
    },
}

/// What an app needs to know.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret, in base32.
    pub secret: String,
    /// An address `otpauth://…`, for a QR code.
    pub address: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment")
    }
}

/// Recovery codes that were just made: they can be shown now and never again.
pub struct NewCodes(Vec<String>);

impl std::fmt::Debug for NewCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewCodes({})", self.0.len())
    }
}

impl NewCodes {
    /// As they are typed.
    pub fn into_texts(self) -> Vec<String> {
        self.0
    }
}

impl Service {
    /// Whether the reader's sign-in asks for a second step.
    pub async fn has_second_factor(&self, scope: &Scope) -> Result<bool> {
        is_enrolled(&self.store.read(scope).await?, own(scope)?).await
    }

    /// How the reader's second step stands.
    pub async fn two_step(&self, reader: &Confirmed) -> Result<TwoStep> {
        let (scope, id) = (reader.scope(), own(reader.scope())?);
        let tx = self.store.read(scope).await?;
        let Some(factor) = tx.factors().factor(id).await? else { return Ok(TwoStep::Off) };
        if let Some(since) = factor.enrolled_at {
            return Ok(TwoStep::On { since, codes_left: tx.factors().recovery_codes_left(id).await? });
        }
        if !can_be_enrolled(&factor, tx.clock().now()) {
            return Ok(TwoStep::Off);
        }
        let Some(secret) = self.vault.open(&owner(scope, id), &factor.sealed) else {
            return Ok(TwoStep::Off);
        };
        let (person, tenant) = (tx.persons().by_id(id).await?, tx.tenant().await?);
        Ok(TwoStep::Begun(totp::enrolment(secret, &tenant.name, &person.user_name)?))
    }

    /// Makes the secret of an app that is to be enrolled.
    pub async fn begin_factor(&self, reader: &Confirmed) -> Result<()> {
        let (scope, id) = (reader.scope(), own(reader.scope())?);
        let secret: [u8; totp::SECRET] = random()?;
        let sealed = self.vault.seal(&owner(scope, id), &secret)?;
        let tx = self.begin_confirmed(reader).await?;
        tx.factors().begin_factor(id, &sealed).await?;
        Ok(tx.commit().await?)
    }

    /// Enrols the app by its first code: from now on one is asked for. Every session ends; the reader gets a new one.
    pub async fn enrol_factor(&self, reader: &Confirmed, code: &str) -> Result<(NewCodes, SignedIn<Scope>)> {
        let (scope, id) = (reader.scope(), own(reader.scope())?);
        // Looked at first, so that wrong codes cost no hashes; judged below, where the row is held.
        self.first_step(&self.store.read(scope).await?, id, code).await?;
        let (new, kept) = recovery::make(&self.hasher).await?;
        let person = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            let step = self.first_step(&tx, id, code).await?;
            tx.factors().enrol_factor(id, step).await?;
            tx.factors().set_recovery_codes(id, &kept).await?;
            let person = another_epoch(&tx, id).await?;
            tell(&mut tx, id, AccountChange::FactorAdded).await?;
            tx.audit().note(Some(id), &Deed::FactorAdded).await?;
            tx.commit().await?;
            Ok(person)
        })
        .await?;
        Ok((NewCodes(new), self.keep_signed_in(scope, &person, reader.since()).await?))
    }

    /// Makes other recovery codes; those there were work no more.
    pub async fn renew_recovery_codes(&self, reader: &Confirmed) -> Result<NewCodes> {
        let (scope, id) = (reader.scope(), own(reader.scope())?);
        if !self.has_second_factor(scope).await? {
            return Err(Error::NotFound);
        }
        let (new, kept) = recovery::make(&self.hasher).await?;
        again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            if !is_enrolled(&tx, id).await? {
                return Err(Error::NotFound);
            }
            tx.factors().set_recovery_codes(id, &kept).await?;
            tell(&mut tx, id, AccountChange::RecoveryCodesMade).await?;
            tx.audit().note(Some(id), &Deed::RecoveryCodesMade).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(NewCodes(new))
    }

    /// Takes the reader's own app and codes away. Every session ends; the reader gets a new one.
    pub async fn remove_factor(&self, reader: &Confirmed) -> Result<SignedIn<Scope>> {
        let (scope, id) = (reader.scope(), own(reader.scope())?);
        let person = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            let person = removed(&mut tx, id, AccountChange::FactorRemoved).await?;
            tx.audit().note(Some(id), &Deed::FactorRemoved).await?;
            tx.commit().await?;
            Ok(person)
        })
        .await?;
        self.keep_signed_in(scope, &person, reader.since()).await
    }

    /// The time step of the first code of an app.
    async fn first_step(&self, tx: &Tx, id: PersonId, code: &str) -> Result<i64> {
        let now = tx.clock().now();
        let found = tx.factors().factor(id).await?.filter(|it| can_be_enrolled(it, now));
        let factor = found.ok_or_else(|| refused("factor-begin-again"))?;
        self.step_of(tx.scope(), id, &factor, code, now)?.ok_or_else(|| refused("factor-code-wrong"))
    }

    /// The time step that a code of somebody's app is of.
    fn step_of(
        &self,
        scope: &Scope,
        id: PersonId,
        factor: &Factor,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>> {
        let Some(secret) = self.vault.open(&owner(scope, id), &factor.sealed) else {
            // What was sealed under another secret is nobody's fault who types a code: recovery codes still work.
            tracing::error!(tenant = %scope.tenant(), "a second factor cannot be read: secrets.key was changed");
            return Ok(None);
        };
        totp::step_of(secret, code, now)
    }
}

/// Whether somebody's sign-in asks for a second step. The one place that decides it. Who has none where the company requires one
/// of everybody is signed in, and sets one up before anything else is open to them: [`Service::must_enrol`].
pub(crate) async fn is_enrolled(tx: &Tx, id: PersonId) -> Result<bool> {
    Ok(tx.factors().factor(id).await?.is_some_and(|it| it.enrolled_at.is_some()))
}

fn can_be_enrolled(factor: &Factor, now: DateTime<Utc>) -> bool {
    factor.enrolled_at.is_none() && now < factor.begun_at + ENROLMENT
}

/// Takes the factor of somebody who is held, with what it had let in, and tells them. [`Error::NotFound`] when there is none.
async fn removed(tx: &mut Tx, id: PersonId, change: AccountChange) -> Result<Person> {
    if !tx.factors().remove_factor(id).await? {
        return Err(Error::NotFound);
    }
    let person = another_epoch(tx, id).await?;
    tell(tx, id, change).await?;
    Ok(person)
}

/// Ends every session of somebody, and every sign-in that waits for a second step.
async fn another_epoch(tx: &Tx, id: PersonId) -> Result<Person> {
    let person = tx.persons().by_id(id).await?;
    tx.persons().update(&Person { session_epoch: person.session_epoch + 1, ..person }).await?;
    tx.links().revoke(Purpose::PersonSecondStep(id)).await?;
    Ok(tx.persons().by_id(id).await?)
}

/// Writes to somebody that what protects their account was changed.
pub(crate) async fn tell(tx: &mut Tx, id: PersonId, change: AccountChange) -> Result<()> {
    let news = News::AccountChanged { change };
    let tenant = tx.scope().tenant();
    let mail = announce(tx.clock(), tenant, Recipient::Person(id), Channel::Email, news);
    Ok(tx.record(mail).await?)
}

/// What a secret is sealed for.
fn owner(scope: &Scope, id: PersonId) -> Vec<u8> {
    [scope.tenant().uuid().as_bytes().as_slice(), id.uuid().as_bytes()].concat()
}

fn refused(key: &'static str) -> Error {
    Error::Invalid(vec![Invalid::new("code", Reason::Text(key))])
}
