//! Second factors of people and of staff: an authenticator app, and recovery codes for when it is lost.
//!
//! Whoever changes them has just proved who they are ([`Confirmed`]), is written to, and stands in the audit. Each change begins
//! another epoch of the person's sessions: whatever was signed in before is signed out.

mod codes;
mod confirm;
pub mod passkeys;
mod password;
mod recovery;
mod subject;
mod take_away;
mod totp;

use chrono::{DateTime, Duration, Utc};
use rappel_domain::delivery::AccountChange;
use rappel_store::{Tx, factors::Factor, sessions::Subject};

use crate::{
    Origins, Scope, Service, StaffScope,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    links::Holder,
    retry::again,
    secret::random,
    sign_in::SignedIn,
};

use self::subject::{Change, note};

pub use confirm::{CONFIRMED, Confirmed, ProofOf};
pub(crate) use passkeys::{forget_host, has_passkeys};
pub use recovery::CODES;
pub(crate) use subject::{another_epoch, hold, holder, subject, tell, waiting};

/// Whether staff must have a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffTwoStep {
    /// Nothing of the back office opens before it is set up.
    Required,
    /// It is offered.
    Optional,
}

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
    /// Whether the reader has an authenticator app, a code of which their sign-in asks for.
    pub async fn has_second_factor(&self, scope: &Scope) -> Result<bool> {
        has_app(&self.store.read(scope).await?, subject(scope)?).await
    }

    /// Whether the reader has one, or a passkey: more than a password.
    pub(crate) async fn has_app_or_passkey(&self, scope: &Scope) -> Result<bool> {
        let (tx, id) = (self.store.read(scope).await?, subject(scope)?);
        Ok(has_app(&tx, id).await? || has_passkeys(&tx, &self.origins, id).await?)
    }

    /// Whether somebody of staff has to set a second factor up before anything else.
    pub async fn must_enrol(&self, scope: &StaffScope) -> Result<bool> {
        match self.staff_two_step {
            StaffTwoStep::Optional => Ok(false),
            StaffTwoStep::Required => {
                let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
                Ok(!self.has_app_or_passkey(&own).await?)
            }
        }
    }

    /// Whether staff must have a second factor.
    pub const fn staff_two_step(&self) -> StaffTwoStep {
        self.staff_two_step
    }

    /// How the reader's second step stands.
    pub async fn two_step(&self, reader: &Confirmed) -> Result<TwoStep> {
        let (scope, id) = (reader.scope(), reader.subject());
        let tx = self.store.read(scope).await?;
        let Some(factor) = tx.factors().factor(id).await? else { return Ok(TwoStep::Off) };
        if let Some(since) = factor.enrolled_at {
            return Ok(TwoStep::On { since, codes_left: tx.factors().recovery_codes_left(id).await? });
        }
        if !can_be_enrolled(&factor, tx.clock().now()) {
            return Ok(TwoStep::Off);
        }
        let Some(secret) = self.vault.open(&beginner(reader), &factor.sealed) else {
            return Ok(TwoStep::Off);
        };
        let (who, tenant) = (holder(&tx, id).await?, tx.tenant().await?);
        Ok(TwoStep::Begun(totp::enrolment(secret, &tenant.name, who.user_name())?))
    }

    /// Makes the secret of an app that is to be enrolled.
    pub async fn begin_factor(&self, reader: &Confirmed) -> Result<()> {
        let secret: [u8; totp::SECRET] = random()?;
        let sealed = self.vault.seal(&beginner(reader), &secret)?;
        let tx = self.begin_confirmed(reader).await?;
        tx.factors().begin_factor(reader.subject(), &sealed).await?;
        Ok(tx.commit().await?)
    }

    /// Enrols the app by its first code: from now on one is asked for. Every session ends; the reader gets a new one.
    pub async fn enrol_factor(&self, reader: &Confirmed, code: &str) -> Result<(NewCodes, SignedIn<Scope>)> {
        let (scope, id) = (reader.scope(), reader.subject());
        // Looked at first, so that wrong codes cost no hashes; judged below, where the row is held.
        self.first_step(&self.store.read(scope).await?, reader, code).await?;
        let (new, kept) = recovery::make(&self.hasher).await?;
        let who = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            let (step, secret) = self.first_step(&tx, reader, code).await?;
            let sealed = self.vault.seal(&owner(scope, id), &secret)?;
            tx.factors().enrol_factor(id, step, &sealed).await?;
            tx.factors().set_recovery_codes(id, &kept).await?;
            let who = another_epoch(&tx, id).await?;
            tell(&mut tx, id, AccountChange::FactorAdded).await?;
            note(&tx, id, Change::Added).await?;
            tx.commit().await?;
            Ok(who)
        })
        .await?;
        Ok((NewCodes(new), self.keep_signed_in(scope, &who, reader.standing()).await?))
    }

    /// Makes other recovery codes; those there were work no more.
    pub async fn renew_recovery_codes(&self, reader: &Confirmed) -> Result<NewCodes> {
        let (scope, id) = (reader.scope(), reader.subject());
        if !self.has_second_factor(scope).await? {
            return Err(Error::NotFound);
        }
        let (new, kept) = recovery::make(&self.hasher).await?;
        again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            if !has_app(&tx, id).await? {
                return Err(Error::NotFound);
            }
            tx.factors().set_recovery_codes(id, &kept).await?;
            tell(&mut tx, id, AccountChange::RecoveryCodesMade).await?;
            note(&tx, id, Change::CodesMade).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(NewCodes(new))
    }

    /// Takes the reader's own app and codes away. Every session ends; the reader gets a new one.
    pub async fn remove_factor(&self, reader: &Confirmed) -> Result<SignedIn<Scope>> {
        let (scope, id) = (reader.scope(), reader.subject());
        let who = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            let who = removed(&mut tx, id, AccountChange::FactorRemoved).await?;
            note(&tx, id, Change::Removed).await?;
            tx.commit().await?;
            Ok(who)
        })
        .await?;
        self.keep_signed_in(scope, &who, reader.standing()).await
    }

    /// The time step of the first code of an app, and the secret that it was made with.
    async fn first_step(&self, tx: &Tx, reader: &Confirmed, code: &str) -> Result<(i64, Vec<u8>)> {
        let now = tx.clock().now();
        let found = tx.factors().factor(reader.subject()).await?.filter(|it| can_be_enrolled(it, now));
        let secret = found.and_then(|it| self.vault.open(&beginner(reader), &it.sealed));
        let secret = secret.ok_or_else(|| refused("factor-begin-again"))?;
        let step = totp::step_of(secret.clone(), code, now)?;
        Ok((step.ok_or_else(|| refused("factor-code-not-yet"))?, secret))
    }

    /// The time step that a code of somebody's app is of.
    fn step_of(
        &self,
        scope: &Scope,
        id: Subject,
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

/// Whether somebody's sign-in asks for a second step. The one place that decides it. Who has an app is asked for a code, or for a
/// passkey; who has but a passkey, for a host that serves them now, is asked for it where a second step is required: elsewhere it is one way in beside the password. Who
/// has none where one is required is signed in, and sets one up before anything else is open to them: [`Service::must_enrol`],
/// [`Service::person_must_enrol`].
pub(crate) async fn is_enrolled(tx: &Tx, origins: &Origins, who: impl Into<Subject>) -> Result<bool> {
    let who = who.into();
    if has_app(tx, who).await? {
        return Ok(true);
    }
    let is_required = match who {
        Subject::Person(_) => tx.company_rules().await?.second_step,
        // Whether it is required of staff is a setting of the program: a key that somebody added is asked for either way.
        Subject::Staff(_) => true,
    };
    Ok(is_required && has_passkeys(tx, origins, who).await?)
}

/// Whether somebody has an app that gave its first code.
pub(crate) async fn has_app(tx: &Tx, who: Subject) -> Result<bool> {
    Ok(tx.factors().factor(who).await?.is_some_and(|it| it.enrolled_at.is_some()))
}

fn can_be_enrolled(factor: &Factor, now: DateTime<Utc>) -> bool {
    factor.enrolled_at.is_none() && now < factor.begun_at + ENROLMENT
}

/// Takes the factor of somebody who is held, with what it had let in, and tells them. [`Error::NotFound`] when there is none.
async fn removed(tx: &mut Tx, id: Subject, change: AccountChange) -> Result<Holder> {
    if !tx.factors().remove_factor(id).await? {
        return Err(Error::NotFound);
    }
    let who = another_epoch(tx, id).await?;
    tell(tx, id, change).await?;
    Ok(who)
}

/// What a secret that is not enrolled yet is sealed for: the session that began it alone. Somebody else who knows the password
/// neither reads it nor has another enrol theirs.
fn beginner(reader: &Confirmed) -> Vec<u8> {
    [owner(reader.scope(), reader.subject()).as_slice(), reader.session()].concat()
}

/// What a secret is sealed for.
fn owner(scope: &Scope, who: Subject) -> Vec<u8> {
    let id = match who {
        Subject::Person(id) => id.uuid(),
        Subject::Staff(id) => id.uuid(),
    };
    [scope.tenant().uuid().as_bytes().as_slice(), id.as_bytes()].concat()
}

fn refused(key: &'static str) -> Error {
    Error::Invalid(vec![Invalid::new("code", Reason::Text(key))])
}
