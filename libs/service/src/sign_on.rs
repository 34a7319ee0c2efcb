//! Signing in with the company's own identity provider: there and back.
//!
//! What a browser brings back counts once, in the browser that went there, in the company that sent it, within ten minutes. The
//! provider stands for the first factor alone: whoever enrolled a second one here is asked for it.

mod aside;
mod linking;
mod people;
mod settings;
mod unlink;

use chrono::Duration;
use rappel_domain::{
    delivery::{News, Recipient},
    id::TenantId,
    role::PersonRole,
};
use rappel_oidc::{Answer, Asked, Fault, Party};
use rappel_store::{StoreError, Tx, deliveries::Delivery, identities::IdentityProvider};
use serde::{Deserialize, Serialize};

use crate::{
    Person, Scope, Service,
    error::Error,
    retry::again,
    second_step::Admission,
    secret::{hex_token, sha256},
};

pub(crate) use linking::{Linking, end_linking};
pub use people::NEWCOMERS;
pub use settings::{Setter, SignOn, SignOnForm};

/// So long somebody may take at their provider.
pub const AWAY: Duration = Duration::minutes(10);
/// Where providers send browsers back to, below the address of a portal.
pub const CALLBACK: &str = "/login/provider/callback";
/// What was typed before a session ended goes along, but no more than a long message.
const KEPT: usize = 16 * 1024;
/// The page that was asked for goes along; no address of ours is longer.
const NEXT: usize = 2 * 1024;
/// All of what is remembered. What does not fit is left out: anybody may begin, and has us keep it.
const REMEMBERED: usize = 24 * 1024;

/// What a portal offers besides its own sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the button says.
    pub label: String,
    /// Whether members may sign in without it.
    pub passwords: bool,
}

/// A browser that goes to the provider.
pub struct Leaving {
    /// The provider's sign-in page.
    pub url: String,
    /// Its host, to be shown.
    pub host: String,
}

impl std::fmt::Debug for Leaving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Leaving").field("host", &self.host).finish_non_exhaustive()
    }
}

/// What a browser goes on with when it is back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onward {
    /// The page that it asked for.
    pub next: Option<String>,
    /// What was typed before the session ended, encoded as a form.
    pub kept: String,
}

/// What a provider sent a browser back with.
#[derive(Clone, Default)]
pub struct Returned {
    /// What we sent it there with.
    pub state: String,
    /// What is changed for tokens.
    pub code: String,
    /// The issuer, where the provider names itself.
    pub issuer: Option<String>,
    /// Why the provider did not do it.
    pub error: Option<String>,
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Returned").field("error", &self.error).finish_non_exhaustive()
    }
}

/// Why somebody who came back is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing is known of it: too late, used, of another browser or company, or the settings changed.
    Over,
    /// They said no, or the provider did.
    Denied,
    /// The provider does not work, or what it says does not hold.
    Fault(Fault),
    /// The provider does not say that they read mail at an address.
    Unproved,
    /// Their address is of a domain that the company does not let in.
    Domain,
    /// They are switched off here.
    Disabled,
    /// Whoever has their address here is somebody else at the provider.
    OtherAccount,
    /// More came for the first time than a company has newcomers.
    TooManyNewcomers,
}

/// Why a command about providers was not done.
#[derive(Debug)]
pub enum NotDone {
    /// Whoever asks is told.
    Because(Why),
    /// Like every other command.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for NotDone {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Fault> for NotDone {
    fn from(fault: Fault) -> Self {
        Self::Because(Why::Fault(fault))
    }
}

/// What is remembered of a sign-in while the browser is away.
#[derive(Serialize, Deserialize)]
struct Remembered {
    asked: Asked,
    issuer: String,
    client_id: String,
    onward: Onward,
}

impl Service {
    /// What the portal of a company offers besides its own sign-in, if it does.
    pub async fn sign_on_offer(&self, tenant: TenantId) -> crate::Result<Option<Offer>> {
        let guest = self.store.doors().guest(tenant).await?;
        let found = self.store.read(&guest).await?.identities().identity_provider().await?;
        let found = found.filter(|it| it.is_on && self.providers.is_some());
        Ok(found.map(|it| Offer { label: it.label, passwords: it.passwords }))
    }

    /// Sends a browser to the company's provider; `origin` is the address of the portal that it is on, which was looked up, and
    /// `browser` what it alone holds in a cookie.
    pub async fn begin_sign_on(
        &self,
        tenant: TenantId,
        origin: &str,
        browser: &str,
        onward: Onward,
    ) -> Result<Leaving, NotDone> {
        let guest = self.store.doors().guest(tenant).await?;
        let provider = self.provider_of(&guest).await?;
        let asked = Asked {
            state: hex_token()?,
            nonce: hex_token()?,
            verifier: hex_token()?,
            redirect: format!("{origin}{CALLBACK}"),
        };
        let party = self.party(&guest, &provider)?;
        let (now, providers) = (self.clock().now(), self.providers()?);
        let url = providers.begin(&party, &asked, now).await?;
        let state = sha256(&asked.state);
        let onward = Onward {
            next: onward.next.filter(|next| next.len() <= NEXT),
            kept: Some(onward.kept).filter(|kept| kept.len() <= KEPT).unwrap_or_default(),
        };
        let mut remembered =
            Remembered { asked, issuer: provider.issuer, client_id: provider.client_id, onward };
        let mut text = json(&remembered)?;
        if text.len() > REMEMBERED {
            remembered.onward = Onward::default();
            text = json(&remembered)?;
        }
        let sealed = self.vault.of_providers().seal(&owner(tenant, &state), &text)?;
        again(|| async {
            let tx = self.store.write(&guest).await?;
            let (browser, until) = (sha256(browser), now + AWAY);
            tx.identities().begin_provider_sign_in(&state, &browser, &sealed, until).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(Leaving { url: url.into(), host })
    }

    /// Ends a sign-in with what the browser brought back: a session, or the second step.
    pub async fn end_sign_on(
        &self,
        tenant: TenantId,
        browser: &str,
        returned: &Returned,
    ) -> Result<(Admission, Onward), NotDone> {
        let guest = self.store.doors().guest(tenant).await?;
        let remembered = self.remembered(&guest, browser, &returned.state).await?;
        if returned.error.is_some() {
            return Err(NotDone::Because(Why::Denied));
        }
        let provider = match self.provider_of(&guest).await {
            Ok(provider) => provider,
            Err(Error::NotFound) => return Err(NotDone::Because(Why::Over)),
            Err(failed) => return Err(failed.into()),
        };
        // Another provider since: its keys say nothing of this code.
        if !provider.is_same(&remembered.issuer, &remembered.client_id) {
            return Err(NotDone::Because(Why::Over));
        }
        let party = self.party(&guest, &provider)?;
        let answer = Answer { code: &returned.code, issuer: returned.issuer.as_deref() };
        let now = self.clock().now();
        let claims = self.providers()?.finish(&party, &remembered.asked, &answer, now).await?;
        let came = self.person_of(&guest, &provider, &claims).await?;
        let admitted = self.admit_by_provider(&guest, came.person, came.linking.as_ref()).await;
        let admitted = admitted.map_err(|error| match error {
            // Switched off, or every session ended, meanwhile: the next try says why.
            Error::SignInFailed => NotDone::Because(Why::Over),
            other => other.into(),
        })?;
        Ok((admitted, remembered.onward))
    }

    /// What was remembered, for the browser that began it, once.
    async fn remembered(&self, guest: &Scope, browser: &str, state: &str) -> Result<Remembered, NotDone> {
        let over = || NotDone::Because(Why::Over);
        let state = sha256(state);
        let tx = self.store.write(guest).await?;
        let taken = tx.identities().take_provider_sign_in(&state, &sha256(browser)).await;
        let sealed = match taken {
            Ok(sealed) => sealed,
            Err(StoreError::NotFound) => return Err(over()),
            Err(failed) => return Err(failed.into()),
        };
        // Gone before anything is asked: whatever comes of it, it served.
        tx.commit().await?;
        let text =
            self.vault.of_providers().open(&owner(guest.tenant(), &state), &sealed).ok_or_else(over)?;
        serde_json::from_slice(&text).map_err(|_| over())
    }

    async fn provider_of(&self, guest: &Scope) -> crate::Result<IdentityProvider> {
        let found = self.store.read(guest).await?.identities().identity_provider().await?;
        found.filter(|it| it.is_on).ok_or(Error::NotFound)
    }

    fn party(&self, scope: &Scope, provider: &IdentityProvider) -> Result<Party, NotDone> {
        let vault = self.vault.of_providers();
        let secret = vault.open(&secret_owner(scope.tenant()), &provider.sealed_secret);
        // Sealed under another key of the installation: as good as a wrong one, and typed anew.
        let secret = secret.and_then(|text| String::from_utf8(text).ok());
        Ok(Party {
            issuer: provider.issuer.clone(),
            client_id: provider.client_id.clone(),
            client_secret: secret.ok_or_else(|| Fault::Refused("invalid_client".to_owned()))?,
        })
    }

    pub(crate) fn providers(&self) -> crate::Result<&rappel_oidc::Providers> {
        self.providers.as_ref().ok_or(Error::NotFound)
    }
}

/// Whether somebody may sign in by what they have here: a password, a link. A company may want its provider for everybody but
/// managers, who are not to be shut out by it.
pub(crate) async fn may_sign_in_alone(tx: &Tx, person: &Person) -> crate::Result<bool> {
    if person.role == PersonRole::Manager {
        return Ok(true);
    }
    let provider = tx.identities().identity_provider().await?;
    Ok(provider.is_none_or(|it| !it.is_on || it.passwords))
}

/// What the provider is called by which alone whoever is invited comes, if a message invites somebody such.
pub(crate) async fn provider_alone(tx: &Tx, delivery: &Delivery) -> crate::Result<Option<String>> {
    let (News::Invitation, Recipient::Person(id)) = (&delivery.news, &delivery.to) else { return Ok(None) };
    if may_sign_in_alone(tx, &tx.persons().by_id(*id).await?).await? {
        return Ok(None);
    }
    Ok(tx.identities().identity_provider().await?.map(|it| it.label))
}

fn json(it: &impl Serialize) -> crate::Result<Vec<u8>> {
    Ok(serde_json::to_vec(it).map_err(std::io::Error::from)?)
}

/// What is sealed for one sign-in opens for no other.
fn owner(tenant: TenantId, state: &[u8; 32]) -> Vec<u8> {
    [&b"sign-in "[..], tenant.uuid().as_bytes(), state].concat()
}

fn secret_owner(tenant: TenantId) -> Vec<u8> {
    [&b"client secret "[..], tenant.uuid().as_bytes()].concat()
}
