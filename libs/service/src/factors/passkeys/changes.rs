//! Passkeys added, named and taken away, by somebody who has proved who they are.

use chrono::{DateTime, Utc};
use rappel_domain::{delivery::AccountChange, display_name::DisplayName, id::PasskeyId};
use rappel_store::{Tx, passkeys::Passkey, sessions::Subject};

use super::{
    For,
    ceremony::{Account, HANDLE, New, ask_new},
};
use crate::{
    Scope, Service,
    error::{Error, Result},
    factors::{Confirmed, another_epoch, holder, subject, subject::Change, subject::note, tell},
    invalid::{Checks, Invalid, Reason},
    retry::again,
    second_step::SecondStep,
    secret::random,
    sign_in::SignedIn,
};

/// More than anybody has.
pub const PASSKEYS: u64 = 20;

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Which.
    pub id: PasskeyId,
    /// What they call it.
    pub name: String,
    /// The host that it was made for.
    pub host: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

impl Service {
    /// The reader's own passkeys, for every host, the oldest first.
    pub async fn passkeys(&self, scope: &Scope) -> Result<Vec<Key>> {
        let found = self.store.read(scope).await?.passkeys().passkeys_of(subject(scope)?).await?;
        let key = |it: Passkey| Key {
            id: it.id,
            name: it.name,
            host: it.host,
            created_at: it.created_at,
            used_at: it.used_at,
        };
        Ok(found.into_iter().map(key).collect())
    }

    /// How many somebody has who waits for their second step.
    pub async fn passkeys_of_step(&self, step: &SecondStep) -> Result<u64> {
        let tx = self.store.read(step.scope()).await?;
        Ok(tx.passkeys().count_passkeys(step.holder.subject()).await?)
    }

    /// What an authenticator is asked for a new passkey, as JSON for the browser of the reader.
    pub async fn begin_passkey(&self, reader: &Confirmed, host: &str) -> Result<String> {
        let (scope, id) = (reader.scope(), reader.subject());
        self.still_signed_in(reader).await?;
        let tx = self.store.read(scope).await?;
        let (who, keys) = (holder(&tx, id).await?, tx.passkeys().passkeys_of(id).await?);
        drop(tx);
        if keys.len() as u64 >= PASSKEYS {
            return Err(refused("passkey-too-many"));
        }
        let here: Vec<Passkey> = keys.into_iter().filter(|it| it.host == host).collect();
        // One account in an authenticator, however many keys.
        let handle = here.iter().find_map(|it| it.handle.as_slice().try_into().ok());
        let handle: [u8; HANDLE] = handle.map_or_else(random, Ok)?;
        let begun = ask_new(host, &Account { user_name: who.user_name(), name: who.name(), handle }, &here)?;
        self.noted(scope, host, reader.session(), For::New(id), begun).await
    }

    /// Adds the passkey that an authenticator made. Every session ends; the reader gets a new one.
    pub async fn add_passkey(
        &self,
        reader: &Confirmed,
        host: &str,
        name: &str,
        answer: &str,
    ) -> Result<SignedIn<Scope>> {
        let (scope, id) = (reader.scope(), reader.subject());
        let name = named(name)?;
        let (new, challenge) = New::read(answer).ok_or_else(|| refused("passkey-not-made"))?;
        let state = self.taken_up(scope, host, reader.session(), For::New(id), &challenge).await?;
        let origin = self.origins.of(host);
        let made = state.and_then(|state| new.verify(&state, (host, &origin)));
        let made = made.ok_or_else(|| refused("passkey-not-made"))?;
        let who = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            if tx.passkeys().count_passkeys(id).await? >= PASSKEYS {
                return Err(refused("passkey-too-many"));
            }
            let key = Passkey {
                id: PasskeyId::new(tx.clock()),
                subject: id,
                host: host.to_owned(),
                credential: made.credential.clone(),
                handle: made.handle.clone(),
                public_key: made.public_key.clone(),
                state: made.state.clone(),
                name: name.clone(),
                created_at: tx.clock().now(),
                used_at: None,
            };
            tx.passkeys().insert_passkey(&key).await?;
            let who = another_epoch(&tx, id).await?;
            tell(&mut tx, id, AccountChange::PasskeyAdded).await?;
            note(&tx, id, Change::PasskeyAdded).await?;
            tx.commit().await?;
            Ok(who)
        })
        .await?;
        self.keep_signed_in(scope, &who, reader.standing()).await
    }

    /// Calls one of the reader's own otherwise.
    pub async fn rename_passkey(&self, reader: &Confirmed, key: PasskeyId, name: &str) -> Result<()> {
        let name = named(name)?;
        let tx = self.begin_confirmed(reader).await?;
        tx.passkeys().rename_passkey(reader.subject(), key, &name).await?;
        Ok(tx.commit().await?)
    }

    /// Takes one of the reader's own away. Every session ends; the reader gets a new one. [`Error::NotFound`] when it is not theirs.
    pub async fn remove_passkey(&self, reader: &Confirmed, key: PasskeyId) -> Result<SignedIn<Scope>> {
        let (scope, id) = (reader.scope(), reader.subject());
        let who = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            tx.passkeys().remove_passkey(id, key).await?;
            let who = another_epoch(&tx, id).await?;
            tell(&mut tx, id, AccountChange::PasskeyRemoved).await?;
            note(&tx, id, Change::PasskeyRemoved).await?;
            tx.commit().await?;
            Ok(who)
        })
        .await?;
        self.keep_signed_in(scope, &who, reader.standing()).await
    }
}

/// Takes every passkey of somebody who is held. Whether there was one.
pub(in crate::factors) async fn remove_all(tx: &Tx, who: Subject) -> Result<bool> {
    Ok(tx.passkeys().remove_passkeys(who).await? > 0)
}

fn named(typed: &str) -> Result<String> {
    let mut checks = Checks::default();
    let name = checks.take("name", DisplayName::parse(typed));
    Ok(checks.done(name)?.to_string())
}

fn refused(key: &'static str) -> Error {
    Error::Invalid(vec![Invalid::new("passkey", Reason::Text(key))])
}
