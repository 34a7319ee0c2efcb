//! Proves once more who sits there, before what protects an account is changed.

use chrono::Duration;
use rappel_store::{
    Tx,
    sessions::{Standing, Subject},
};

use super::{has_app, has_passkeys, hold, holder, is_enrolled, refused, subject};
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
    /// A passkey: the sign-in asks them for it, or they have nothing else.
    Passkey,
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

/// Somebody who is about to prove who they are, as they were before.
pub(super) struct Proving {
    who: Holder,
    standing: Standing,
    /// Whether they may sign in by what they have here.
    may_begin: bool,
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
        if has_app(&tx, id).await? {
            return Ok(ProofOf::Code);
        }
        // Where a password opens nothing without the key, it proves nothing either.
        if is_enrolled(&tx, &self.origins, id).await? {
            return Ok(ProofOf::Passkey);
        }
        let has_password = match holder(&tx, id).await? {
            // A password that nobody asks them for any more, and that they cannot have replaced, is nothing to ask them for.
            Holder::Person(person) => {
                person.password_hash.is_some() && may_sign_in_alone(&tx, &person).await?
            }
            Holder::Staff(_) => true,
        };
        if has_password {
            return Ok(ProofOf::Password);
        }
        Ok(if has_passkeys(&tx, &self.origins, id).await? { ProofOf::Passkey } else { ProofOf::NewSession })
    }

    /// Whether a passkey signs the reader in, too: not where their company wants its provider for that.
    pub async fn passkeys_sign_in(&self, scope: &Scope) -> Result<bool> {
        let tx = self.store.read(scope).await?;
        match holder(&tx, subject(scope)?).await? {
            Holder::Person(person) => may_sign_in_alone(&tx, &person).await,
            Holder::Staff(_) => Ok(true),
        }
    }

    /// Whether to sign in once more proves who the reader is, if a passkey is asked of them: not where that asks for the key, too, nor
    /// where it is the provider's, which proves nobody who has a key.
    pub async fn sign_in_proves(&self, scope: &Scope) -> Result<bool> {
        let asks_key = is_enrolled(&self.store.read(scope).await?, &self.origins, subject(scope)?).await?;
        Ok(!asks_key && self.passkeys_sign_in(scope).await?)
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
        let proving = self.proving(scope, token).await?;
        match self.proof_of(scope).await? {
            ProofOf::Code => self.spend(scope, id, given, None).await?,
            // Nothing that can be typed.
            ProofOf::Passkey => return Err(refused("passkey-refused")),
            ProofOf::Password | ProofOf::NewSession => {
                if !self.hasher.verify(given, proving.who.password_hash()).await? {
                    let reason = Reason::Text("confirm-password-wrong");
                    return Err(Error::Invalid(vec![Invalid::new("password", reason)]));
                }
            }
        }
        self.proved(scope, token, proving).await
    }

    /// Looks who is about to prove who they are. [`Error::SignInFailed`] when their session has ended already.
    pub(super) async fn proving(&self, scope: &Scope, token: &str) -> Result<Proving> {
        let standing = self.store.session_standing(scope, &sha256(token)).await?;
        let tx = self.store.read(scope).await?;
        let who = holder(&tx, subject(scope)?).await?;
        let may_begin = match &who {
            Holder::Person(person) => may_sign_in_alone(&tx, person).await?,
            Holder::Staff(_) => true,
        };
        let standing = standing.filter(|it| !who.is_disabled() && it.epoch == who.epoch());
        Ok(Proving { standing: standing.ok_or(Error::SignInFailed)?, who, may_begin })
    }

    /// Begins the session of somebody who has just proved it, in the place of theirs.
    pub(super) async fn proved(&self, scope: &Scope, token: &str, it: Proving) -> Result<SignedIn<Scope>> {
        if !self.store.end_session(scope.tenant(), &sha256(token)).await? {
            return Err(Error::SignInFailed);
        }
        if it.may_begin {
            return self.enter(scope, &it.who).await;
        }
        let proved = Standing { since: self.clock().now(), proved: true, ..it.standing };
        self.keep_signed_in(scope, &it.who, proved).await
    }
}
