//! What was typed before a sign-in, for the moment between two requests of the same browser.

use rappel_domain::id::TenantId;

use super::{AWAY, Onward, json};
use crate::{
    Service,
    error::{Error, Result},
    retry::again,
    secret::{hex_token, sha256},
};

impl Service {
    /// Keeps what somebody goes on with until their next request, which brings the token of the session, or of the sign-in that
    /// waits: the address that they come back to holds the provider's answer, and is left.
    pub async fn set_aside(&self, tenant: TenantId, token: &str, onward: &Onward) -> Result<String> {
        let guest = self.store.doors().guest(tenant).await?;
        let state = hex_token()?;
        let hash = sha256(&state);
        let sealed = self.vault.of_providers().seal(&aside(tenant, &hash), &json(onward)?)?;
        again(|| async {
            let tx = self.store.write(&guest).await?;
            let until = tx.clock().now() + AWAY;
            tx.identities().begin_provider_sign_in(&hash, &sha256(token), &sealed, until).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(state)
    }

    /// Takes it up, once. [`Error::NotFound`] when it is not theirs, over, or was taken.
    pub async fn take_aside(&self, tenant: TenantId, token: &str, state: &str) -> Result<Onward> {
        let guest = self.store.doors().guest(tenant).await?;
        let hash = sha256(state);
        let tx = self.store.write(&guest).await?;
        let sealed = tx.identities().take_provider_sign_in(&hash, &sha256(token)).await?;
        tx.commit().await?;
        let text = self.vault.of_providers().open(&aside(tenant, &hash), &sealed);
        text.and_then(|text| serde_json::from_slice(&text).ok()).ok_or(Error::NotFound)
    }
}

fn aside(tenant: TenantId, state: &[u8; 32]) -> Vec<u8> {
    [&b"aside "[..], tenant.uuid().as_bytes(), state].concat()
}
