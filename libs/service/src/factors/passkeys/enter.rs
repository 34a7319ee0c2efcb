//! Passkeys used: to sign in, as the second step, and to prove once more who sits there.

use rappel_domain::id::TenantId;

use super::{For, Place, ceremony::ask};
use crate::{
    Scope, Service,
    error::{Error, Result},
    factors::{has_app, refused, subject},
    second_step::SecondStep,
    secret::sha256,
    sign_in::SignedIn,
};

/// By what a sign-in that waits can be ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// By a code of an app, or a recovery code.
    pub code: bool,
    /// By a passkey for the host on which they are.
    pub here: bool,
    /// By passkeys for these other hosts, which serve their company now and which links carry.
    pub elsewhere: Vec<String>,
}

impl Service {
    /// What the authenticator of somebody who wants to sign in is asked, as JSON for their browser.
    pub async fn begin_passkey_sign_in(&self, tenant: TenantId, place: Place<'_>) -> Result<String> {
        let guest = self.store.doors().guest(tenant).await?;
        self.noted(&guest, place.host, &sha256(place.browser), For::SignIn, ask(place.host)?).await
    }

    /// Signs in by a passkey. It is both factors: no code is asked for. [`Error::SignInFailed`] for a key that is not known and for
    /// somebody who may not sign in, alike.
    pub async fn sign_in_by_passkey(
        &self,
        tenant: TenantId,
        place: Place<'_>,
        answer: &str,
    ) -> Result<SignedIn<Scope>> {
        let guest = self.store.doors().guest(tenant).await?;
        let who = self.spend_passkey(&guest, place, For::SignIn, answer, None).await?;
        self.enter(&guest, &who).await
    }

    /// By what a sign-in that waits on a host can be ended: by a code, and by passkeys for which hosts.
    pub async fn ways_of_step(&self, step: &SecondStep, host: &str) -> Result<Ways> {
        let (tx, id) = (self.store.read(step.scope()).await?, step.holder.subject());
        let keys = tx.passkeys().passkeys_of(id).await?;
        let here = keys.iter().any(|it| it.host == host);
        // What stands in the row alone leads nobody anywhere: the name may be somebody else's by now.
        let serving = if keys.is_empty() { Vec::new() } else { self.origins.serving(&tx).await? };
        let linked = |host: &String| serving.iter().any(|(served, linked)| *linked && served == host);
        let mut elsewhere: Vec<String> =
            keys.into_iter().map(|it| it.host).filter(|it| it != host && linked(it)).collect();
        elsewhere.sort();
        elsewhere.dedup();
        Ok(Ways { code: has_app(&tx, id).await?, here, elsewhere })
    }

    /// What the authenticator of somebody who waits for their second step is asked; the browser is known by what it waits with.
    pub async fn begin_passkey_step(&self, site: TenantId, place: Place<'_>) -> Result<String> {
        let found = self.second_step(site, place.browser).await?;
        let what = For::Step(found.holder.subject());
        self.noted(found.scope(), place.host, &sha256(place.browser), what, ask(place.host)?).await
    }

    /// Ends a sign-in that waits by a passkey in the place of a code.
    pub async fn take_second_step_by_passkey(
        &self,
        site: TenantId,
        place: Place<'_>,
        answer: &str,
    ) -> Result<SignedIn<Scope>> {
        let found = self.second_step(site, place.browser).await?;
        let what = For::Step(found.holder.subject());
        let spent = self.spend_passkey(found.scope(), place, what, answer, Some(found.link())).await;
        spent.map_err(of_key)?;
        match self.enter(found.scope(), &found.holder).await {
            // Switched off, or another password chosen, between the two.
            Err(Error::SignInFailed) => Err(Error::NotFound),
            entered => entered,
        }
    }

    /// What the authenticator of somebody who is to prove who they are is asked; the browser is known by its session.
    pub async fn begin_passkey_proof(&self, scope: &Scope, place: Place<'_>) -> Result<String> {
        let what = For::Proof(subject(scope)?);
        self.noted(scope, place.host, &sha256(place.browser), what, ask(place.host)?).await
    }

    /// Proves who sits there by a passkey, as [`Service::confirm`] does by what is typed.
    pub async fn confirm_by_passkey(
        &self,
        scope: &Scope,
        place: Place<'_>,
        answer: &str,
    ) -> Result<SignedIn<Scope>> {
        let proving = self.proving(scope, place.browser).await?;
        let what = For::Proof(subject(scope)?);
        self.spend_passkey(scope, place, what, answer, None).await.map_err(of_key)?;
        self.proved(scope, place.browser, proving).await
    }
}

/// A key that was refused is no sign-in that is over: another try may do.
fn of_key(error: Error) -> Error {
    match error {
        Error::SignInFailed => refused("passkey-refused"),
        other => other,
    }
}
