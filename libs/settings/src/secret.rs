//! A text that does not print.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};

use crate::text;

/// A password, token or key. `Debug` shows `[secret]`; there is no `Display`.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.expose().trim().is_empty()
    }

    /// The text itself: call this only where it leaves the program.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

/// Characters of a key that others sign with: whoever sees one signed message tries the short ones.
const SHORTEST_KEY: usize = 16;

/// A key that others sign with, where nothing stands for none.
pub(crate) fn optional_key<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Secret>, D::Error> {
    let secret = Secret::deserialize(input)?;
    if secret.expose().chars().count() < SHORTEST_KEY {
        // Never the secret itself.
        let found = format!("{} characters", secret.expose().chars().count());
        return Err(text::refused(&found, "16 characters or more"));
    }
    Ok(Some(secret))
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input).map(Self::new)
    }
}
