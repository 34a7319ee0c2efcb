//! Encrypts what the database must not hold in clear, under keys derived from the installation's one secret: one for each purpose.

use std::sync::Arc;

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};

use crate::{
    error::{Error, Result},
    secret::random,
};

/// The first byte of what is sealed: other ways to seal may come.
const FORM: u8 = 1;

/// ChaCha20-Poly1305 with a fresh nonce for each text. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    key: Arc<LessSafeKey>,
    providers: Arc<LessSafeKey>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// Derives the keys from a secret, which should hold 128 bits of chance or more. With another secret nothing that was
    /// sealed can be opened any more.
    pub fn new(secret: &str) -> Result<Self> {
        let salt = Salt::new(HKDF_SHA256, b"rappel vault 1");
        let secret = salt.extract(secret.as_bytes());
        let derived = |purpose: &'static [u8]| {
            let derived = secret.expand(&[purpose], &CHACHA20_POLY1305).map(UnboundKey::from);
            derived.map(|key| Arc::new(LessSafeKey::new(key))).map_err(failed)
        };
        Ok(Self { key: derived(b"second factors")?, providers: derived(b"identity providers")? })
    }

    /// The same with the key for secrets of identity providers, and for sign-ins with them.
    pub(crate) fn of_providers(&self) -> Self {
        Self { key: Arc::clone(&self.providers), providers: Arc::clone(&self.providers) }
    }

    /// Seals a text for an owner: copied to the row of another it cannot be opened.
    pub(crate) fn seal(&self, owner: &[u8], text: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut sealed = text.to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(owner), &mut sealed)
            .map_err(failed)?;
        Ok([&[FORM][..], &nonce, &sealed].concat())
    }

    /// Opens what was sealed for an owner; `None` when it was sealed for another, under another secret, or was changed.
    pub(crate) fn open(&self, owner: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (form, rest) = sealed.split_first()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>()?;
        if *form != FORM {
            return None;
        }
        let mut text = rest.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.key.open_in_place(nonce, Aad::from(owner), &mut text).ok()?;
        Some(opened.to_vec())
    }
}

fn failed(_: ring::error::Unspecified) -> Error {
    Error::Files(std::io::Error::other("encryption failed"))
}

#[cfg(test)]
mod tests;
