//! Proves once more who sits there, before what protects an account is changed.

use chrono::{DateTime, Duration, Utc};
use rappel_store::{Tx, sessions::Subject};

use super::{hold, holder, is_enrolled, subject};
use crate::{
    Scope, Service,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    links::Holder,
    secret::sha256,
    sign_in::SignedIn,
};

/// So long after a sign-in or a proof nothing is asked again.
pub const CONFIRMED: Duration = Duration::minutes(10);

/// The right to change what protects an account: of somebody who signed in, or proved who they are, a moment ago. Made by
/// [`Service::confirmed`] alone. It ends with its session: what it is given for looks again.
#[derive(Debug, Clone)]
pub struct Confirmed {
    scope: Scope,
    subject: Subject,
    session: [u8; 32],
    epoch: i32,
    since: DateTime<Utc>,
}

impl Confirmed {
    /// The right to the tenant's rows, for staff the operator's.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Who.
    pub(crate) const fn subject(&self) -> Subject {
        self.subject
    }

    /// The hash of the session that it was given to.
    pub(super) const fn session(&self) -> &[u8; 32] {
        &self.session
    }

    /// Since when the proof counts. A session that takes the place of this one does not prove it anew.
    pub(super) const fn since(&self) -> DateTime<Utc> {
        self.since
    }

    /// Whether somebody, as they are read where they are held, is still whom this was given to.
    pub(crate) const fn is_of(&self, who: &Holder) -> bool {
        !who.is_disabled() && who.epoch() == self.epoch
    }
}

impl Service {
    /// Whether a session began a moment ago: a proof begins another one, so that its age tells.
    pub async fn confirmed(&self, scope: &Scope, token: &str) -> Result<Option<Confirmed>> {
        let (subject, session) = (subject(scope)?, sha256(token));
        let found = self.store.session_since(scope, &session).await?;
        let now = self.store.clock().now();
        let found = found.filter(|(since, _)| now < *since + CONFIRMED);
        Ok(found.map(|(since, epoch)| Confirmed { scope: scope.clone(), subject, session, epoch, since }))
    }

    /// Begins what a right was given for, with its person held as they are now. [`Error::SignInFailed`] when the session, or
    /// whatever it began with, is no more: hashes take long enough for another password to overtake them.
    pub(super) async fn begin_confirmed(&self, reader: &Confirmed) -> Result<Tx> {
        self.still_signed_in(reader).await?;
        let tx = self.store.write(reader.scope()).await?;
        let who = hold(&tx, reader.subject()).await?;
        if !reader.is_of(&who) {
            return Err(Error::SignInFailed);
        }
        Ok(tx)
    }

    /// [`Error::SignInFailed`] when somebody signed out meanwhile.
    pub(crate) async fn still_signed_in(&self, reader: &Confirmed) -> Result<()> {
        match self.store.session_since(reader.scope(), &reader.session).await? {
            Some(_) => Ok(()),
            None => Err(Error::SignInFailed),
        }
    }

    /// Proves who sits there: by a code where a second factor is enrolled, else by the password. The session of `token` ends, and
    /// another one begins. [`Error::SignInFailed`] when it has ended already: nobody comes back who signed out, or was.
    pub async fn confirm(&self, scope: &Scope, token: &str, given: &str) -> Result<SignedIn<Scope>> {
        let id = subject(scope)?;
        let session = self.store.session_since(scope, &sha256(token)).await?;
        let tx = self.store.read(scope).await?;
        let (who, enrolled) = (holder(&tx, id).await?, is_enrolled(&tx, id).await?);
        drop(tx);
        if who.is_disabled() || session.is_none_or(|(_, epoch)| epoch != who.epoch()) {
            return Err(Error::SignInFailed);
        }
        if enrolled {
            self.spend(scope, id, given, None).await?;
        } else if !self.hasher.verify(given, who.password_hash()).await? {
            let reason = Reason::Text("confirm-password-wrong");
            return Err(Error::Invalid(vec![Invalid::new("password", reason)]));
        }
        if !self.store.end_session(scope.tenant(), &sha256(token)).await? {
            return Err(Error::SignInFailed);
        }
        self.enter(scope, &who).await
    }
}
