//! Random tokens and their hashes.

use rappel_domain::token::Token;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// SHA-256, what the database keeps of a secret that has enough randomness of its own.
pub fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Files(std::io::Error::other(error.to_string())))?;
    Ok(bytes)
}

pub(crate) fn link_token(tenant_number: i64) -> Result<Token> {
    Ok(Token::generate(tenant_number, random()?))
}

/// Lower-case hexadecimal of 32 random bytes: a session's id, an API key's secret.
pub(crate) fn hex_token() -> Result<String> {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in random::<32>()? {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Six digits, each as likely as the other.
pub(crate) fn six_digits() -> Result<String> {
    loop {
        let value = u32::from_le_bytes(random()?);
        // The largest multiple of a million below 2^32.
        if value < 4_294_000_000 {
            return Ok(format!("{:06}", value % 1_000_000));
        }
    }
}
