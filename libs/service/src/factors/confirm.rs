//! Proves once more who sits there, before what protects an account is changed.

use chrono::Duration;
use rappel_store::{
    Tx,
    sessions::{Standing, Subject},
};

use super::{hold, holder, is_enrolled, subject};
use crate::{
    Scope, Service,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    links::Holder,
    secret::sha256,
    sign_in::SignedIn,
    sign_on::may_sign_in_alone,
};

/// So long after a sign-in or a proof nothing is asked again.
pub const CONFIRMED: Duration = Duration::minutes(10);

/// By what somebody can prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofOf {
    /// Their password.
    Password,
    /// A code of their app, or a recovery code.
    Code,
    /// Nothing that they have here: they sign in once more, by a link or by the provider of their company.
    NewSession,
}

/// The right to change what protects an account: of somebody who signed in, or proved who they are, a moment ago. Made by
/// [`Service::confirmed`] alone. It ends with its session: what it is given for looks again.
#[derive(Debug, Clone)]
pub struct Confirmed {
    scope: Scope,
    subject: Subject,
    session: [u8; 32],
    standing: Standing,
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

    /// How its session stands. One that takes its place neither proves anything anew nor lasts longer.
    pub(super) const fn standing(&self) -> Standing {
        self.standing
    }

    /// Whether somebody, as they are read where they are held, is still whom this was given to.
    pub(crate) const fn is_of(&self, who: &Holder) -> bool {
        !who.is_disabled() && who.epoch() == self.standing.epoch
    }
}

impl Service {
    /// Whether a session began a moment ago: a proof begins another one, so that its age tells. That of one which the company's
    /// provider opened tells nothing: it may have asked for nothing. It counts for whoever has nothing else to prove themselves by.
    pub async fn confirmed(&self, scope: &Scope, token: &str) -> Result<Option<Confirmed>> {
        let (subject, session) = (subject(scope)?, sha256(token));
        let found = self.store.session_standing(scope, &session).await?;
        let now = self.store.clock().now();
        let Some(standing) = found.filter(|it| now < it.since + CONFIRMED) else { return Ok(None) };
        if !standing.proved && self.proof_of(scope).await? != ProofOf::NewSession {
            return Ok(None);
        }
        Ok(Some(Confirmed { scope: scope.clone(), subject, session, standing }))
    }

    /// By what the reader can prove who they are.
    pub async fn proof_of(&self, scope: &Scope) -> Result<ProofOf> {
        let id = subject(scope)?;
        let tx = self.store.read(scope).await?;
        if is_enrolled(&tx, id).await? {
            return Ok(ProofOf::Code);
        }
        Ok(match holder(&tx, id).await? {
            Holder::Person(person) if person.password_hash.is_none() => ProofOf::NewSession,
            // A password that nobody asks them for any more, and that they cannot have replaced, is nothing to ask them for.
            Holder::Person(person) if !may_sign_in_alone(&tx, &person).await? => ProofOf::NewSession,
            _ => ProofOf::Password,
        })
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
        match self.store.session_standing(reader.scope(), &reader.session).await? {
            Some(_) => Ok(()),
            None => Err(Error::SignInFailed),
        }
    }

    /// Proves who sits there: by a code where a second factor is enrolled, else by the password. The session of `token` ends, and
    /// another one begins. [`Error::SignInFailed`] when it has ended already: nobody comes back who signed out, or was. Whoever may
    /// not sign in by what they have here stays no longer signed in by it either.
    pub async fn confirm(&self, scope: &Scope, token: &str, given: &str) -> Result<SignedIn<Scope>> {
        let id = subject(scope)?;
        let standing = self.store.session_standing(scope, &sha256(token)).await?;
        let tx = self.store.read(scope).await?;
        let (who, enrolled) = (holder(&tx, id).await?, is_enrolled(&tx, id).await?);
        let may_begin = match &who {
            Holder::Person(person) => may_sign_in_alone(&tx, person).await?,
            Holder::Staff(_) => true,
        };
        drop(tx);
        let standing = standing.filter(|it| !who.is_disabled() && it.epoch == who.epoch());
        let standing = standing.ok_or(Error::SignInFailed)?;
        if enrolled {
            self.spend(scope, id, given, None).await?;
        } else if !self.hasher.verify(given, who.password_hash()).await? {
            let reason = Reason::Text("confirm-password-wrong");
            return Err(Error::Invalid(vec![Invalid::new("password", reason)]));
        }
        if !self.store.end_session(scope.tenant(), &sha256(token)).await? {
            return Err(Error::SignInFailed);
        }
        if may_begin {
            return self.enter(scope, &who).await;
        }
        let proved = Standing { since: self.clock().now(), proved: true, ..standing };
        self.keep_signed_in(scope, &who, proved).await
    }
}
