//! Passkeys: keys in somebody's telephone, computer or key ring that sign them in to one host, by WebAuthn.
//!
//! One is both factors: the authenticator makes sure by a finger, a face or a PIN that it is its owner. It is of one person of one
//! company (or one of staff) and for the host on which it was made: on another host of the same company browsers do not offer it, and
//! we do not take it. What an authenticator knows an account by is chance, no identifier.
//!
//! Each ceremony begins with a challenge that serves once, within five minutes, in the browser that it was given to, for what it was
//! given for, on that host.

mod ceremony;
mod changes;
mod enter;

use chrono::Duration;
use rappel_domain::{
    delivery::{AccountChange, News, Recipient},
    host::HostName,
    id::TenantId,
};
use rappel_store::{StoreError, Tx, links::Link, passkeys::Ceremony, sessions::Subject};

use self::ceremony::{Begun, Fault, Signed};
use super::{
    hold,
    subject::{Change, note},
    tell,
};
use crate::{
    Origins, Scope, Service,
    error::{Error, Result},
    links::Holder,
    retry::again,
    secret::sha256,
    sign_on::{end_linking, may_sign_in_alone},
};

pub(super) use changes::remove_all;
pub use changes::{Key, PASSKEYS};
pub use enter::Ways;

/// So long somebody may take with their authenticator.
pub const CEREMONY: Duration = Duration::minutes(5);
/// So many e-mails about an account within [`TOLD_IN`], and a key whose counter went back is not told once more.
const TOLD: usize = 5;
/// See [`TOLD`].
const TOLD_IN: Duration = Duration::hours(1);

/// What a challenge is given for. It serves for nothing else.
#[derive(Debug, Clone, Copy)]
enum For {
    /// A new key of somebody who is signed in.
    New(Subject),
    /// Signing in.
    SignIn,
    /// The second step of somebody's sign-in.
    Step(Subject),
    /// The proof of who sits there.
    Proof(Subject),
}

impl For {
    /// What its state is sealed for, after the word.
    fn owner(self) -> (&'static str, Option<Subject>) {
        match self {
            Self::New(who) => ("passkey new ", Some(who)),
            Self::SignIn => ("passkey sign-in ", None),
            Self::Step(who) => ("passkey step ", Some(who)),
            Self::Proof(who) => ("passkey proof ", Some(who)),
        }
    }

    /// What it counts as among those that are under way.
    const fn kind(self) -> Ceremony {
        match self {
            Self::New(_) => Ceremony::New,
            Self::SignIn => Ceremony::SignIn,
            Self::Step(_) => Ceremony::Step,
            Self::Proof(_) => Ceremony::Proof,
        }
    }

    /// Who alone may answer.
    fn subject(self) -> Option<Subject> {
        self.owner().1
    }
}

/// Where a ceremony takes place.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The host that the request came to, which was found in the table of hosts: lower case, without a port.
    pub host: &'a str,
    /// What this browser alone holds: the cookie of its forms, or the token of what it waits with or is signed in by.
    pub browser: &'a str,
}

/// Whether browsers make keys for a host, and use them there: it is a DNS name.
pub fn can_be_at(host: &str) -> bool {
    ceremony::site(host).is_ok()
}

impl Service {
    /// Notes a ceremony for a browser, and answers what the authenticator is asked.
    async fn noted(
        &self,
        scope: &Scope,
        host: &str,
        browser: &[u8; 32],
        what: For,
        begun: Begun,
    ) -> Result<String> {
        let owner = owner(scope.tenant(), host, what, &begun.challenge);
        let sealed = self.vault.seal(&owner, &begun.state)?;
        again(|| async {
            let tx = self.store.write(scope).await?;
            let until = tx.clock().now() + CEREMONY;
            tx.passkeys().begin_ceremony(what.kind(), &begun.challenge, browser, &sealed, until).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(begun.options)
    }

    /// What a ceremony is judged by, once. It is gone before anything is judged: whatever comes of it, it served.
    async fn taken_up(
        &self,
        scope: &Scope,
        host: &str,
        browser: &[u8; 32],
        what: For,
        challenge: &[u8; 32],
    ) -> Result<Option<Vec<u8>>> {
        let taken = again(|| async {
            let tx = self.store.write(scope).await?;
            match tx.passkeys().take_ceremony(challenge, browser).await {
                Ok(sealed) => {
                    tx.commit().await?;
                    Ok(Some(sealed))
                }
                Err(StoreError::NotFound) => Ok(None),
                Err(failed) => Err(failed.into()),
            }
        })
        .await?;
        let owner = owner(scope.tenant(), host, what, challenge);
        Ok(taken.and_then(|sealed| self.vault.open(&owner, &sealed)))
    }

    /// Uses a key of somebody, and with it the link that waited for it, if one did: both or neither. Answers who it is, as they are
    /// where they are held. [`Error::SignInFailed`] whatever does not hold, alike.
    async fn spend_passkey(
        &self,
        scope: &Scope,
        place: Place<'_>,
        what: For,
        answer: &str,
        waited: Option<&Link>,
    ) -> Result<Holder> {
        let (signed, challenge) = Signed::read(answer).ok_or(Error::SignInFailed)?;
        let state = self.taken_up(scope, place.host, &sha256(place.browser), what, &challenge).await?;
        let state = state.ok_or(Error::SignInFailed)?;
        let tx = self.store.read(scope).await?;
        let found = tx.passkeys().passkey_for(place.host, signed.credential()).await?;
        drop(tx);
        let found = found.filter(|it| what.subject().is_none_or(|who| who == it.subject));
        let id = found.ok_or(Error::SignInFailed)?.subject;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let linking = self.begin_linking(&tx, id, waited).await?;
            let who = hold(&tx, id).await?;
            if who.is_disabled() || !may_enter(&tx, what, &who).await? {
                return Err(Error::SignInFailed);
            }
            // Judged by the row as it is where its person is held: of two who use it at once, each has the counter of the other.
            let key = tx.passkeys().passkey_for(place.host, signed.credential()).await?;
            let key = key.filter(|it| it.subject == id).ok_or(Error::SignInFailed)?;
            let origin = self.origins.of(place.host);
            match signed.verify(&state, (place.host, &origin), &key) {
                Ok(now) => tx.passkeys().note_passkey_use(id, key.id, &now).await?,
                Err(Fault::Wrong) => return Err(Error::SignInFailed),
                Err(Fault::Counter) => {
                    tell_of_counter(&mut tx, id).await?;
                    tx.commit().await?;
                    return Err(Error::SignInFailed);
                }
            }
            if let Some(link) = waited {
                tx.links().consume(link).await?;
            }
            end_linking(&mut tx, linking.as_ref()).await?;
            tx.commit().await?;
            Ok(who)
        })
        .await
    }
}

/// Whether somebody may sign in by what they have here. What a step or a proof needs was asked before.
async fn may_enter(tx: &Tx, what: For, who: &Holder) -> Result<bool> {
    match (what, who) {
        (For::SignIn, Holder::Person(person)) => may_sign_in_alone(tx, person).await,
        _ => Ok(true),
    }
}

/// Whether somebody has a passkey for a host that serves them now: one for another host opens nothing any more.
pub(crate) async fn has_passkeys(tx: &Tx, origins: &Origins, who: Subject) -> Result<bool> {
    let keys = tx.passkeys().passkeys_of(who).await?;
    if keys.is_empty() {
        return Ok(false);
    }
    let serving = origins.serving(tx).await?;
    Ok(keys.iter().any(|key| serving.iter().any(|(host, _)| *host == key.host)))
}

/// Takes away every key for a host that serves its company no more, and tells whose they were: the name may be somebody else's.
pub(crate) async fn forget_host(tx: &mut Tx, host: &HostName) -> Result<()> {
    let whose = tx.passkeys().remove_passkeys_for(host.as_str()).await?;
    for who in whose {
        tell(tx, who, AccountChange::PasskeyHostGone).await?;
        note(tx, who, Change::PasskeyRemoved).await?;
    }
    Ok(())
}

/// What the state of a ceremony is sealed for: taken for anything else, it does not open.
fn owner(tenant: TenantId, host: &str, what: For, challenge: &[u8; 32]) -> Vec<u8> {
    let (word, who) = what.owner();
    let who = who.map_or([0; 16], |who| match who {
        Subject::Person(id) => *id.uuid().as_bytes(),
        Subject::Staff(id) => *id.uuid().as_bytes(),
    });
    [word.as_bytes(), tenant.uuid().as_bytes(), &who, challenge, host.as_bytes()].concat()
}

/// Tells somebody that a key of theirs was refused, but not again and again.
async fn tell_of_counter(tx: &mut Tx, who: Subject) -> Result<()> {
    let to = match who {
        Subject::Person(id) => Recipient::Person(id),
        Subject::Staff(id) => Recipient::Staff(id),
    };
    let change = AccountChange::PasskeyRefused;
    let since = tx.clock().now() - TOLD_IN;
    if tx.deliveries().told_since(&to, &News::AccountChanged { change }, since).await?.len() < TOLD {
        tell(tx, who, change).await?;
    }
    Ok(())
}
