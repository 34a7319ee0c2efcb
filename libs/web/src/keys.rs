//! Signatures under keys derived from the one secret of the installation.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// What a signature is for: one that was made for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Tokens of forms.
    Form,
    /// Messages that wait for the next page.
    Flash,
    /// Tags of fragments.
    Fragment,
}

/// Signs under keys derived from one secret.
#[derive(Clone)]
pub struct Keys {
    form: [u8; 32],
    flash: [u8; 32],
    fragment: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Derives the keys from a secret, which should hold 128 bits of chance or more.
    pub fn new(secret: &str) -> Self {
        let derive = |label: &[u8]| mac(secret.as_bytes(), &[label]);
        Self {
            form: derive(b"rappel form token 1"),
            flash: derive(b"rappel flash 1"),
            fragment: derive(b"rappel fragment 1"),
        }
    }

    /// Signs `parts`. Where one ends and the next begins is part of what is signed.
    pub(crate) fn sign(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let key = match purpose {
            Purpose::Form => &self.form,
            Purpose::Flash => &self.flash,
            Purpose::Fragment => &self.fragment,
        };
        mac(key, parts)
    }

    /// Compares in constant time.
    pub(crate) fn verify(&self, purpose: Purpose, parts: &[&[u8]], signature: &[u8]) -> bool {
        equal(&self.sign(purpose, parts), signature)
    }
}

/// Compares in constant time.
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
