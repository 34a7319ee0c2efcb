//! Secrets in links: `{number of the tenant in base 36}-{22 characters of base 62}`, 131 bits.
//!
//! The number in front says in whose rows to look; the database keeps only a hash of the whole.

use std::{fmt, str::FromStr};

/// The secret of a link. Does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    tenant: i64,
    text: String,
}

/// The text is no token. Says nothing more, as an unknown token does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link token")]
pub struct InvalidToken;

/// 62²² ≈ 2^130.99.
const SECRET_LENGTH: usize = 22;
const BASE_62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE_36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

impl Token {
    /// How many random bytes a token takes. Of 256 values of a byte 248 are used, each character equally
    /// often, and the others skipped: 64 bytes are too few once in 2^150 times.
    pub const RANDOM_BYTES: usize = 64;

    /// A token of the tenant with this number, from bytes of the system's random generator.
    pub fn generate(tenant: i64, random: [u8; Self::RANDOM_BYTES]) -> Self {
        let usable = random.iter().filter(|byte| **byte < 248);
        let enough = usable.chain(random.iter()).take(SECRET_LENGTH);
        let secret: String = enough.map(|byte| char::from(BASE_62[usize::from(byte % 62)])).collect();
        Self { tenant, text: format!("{}-{secret}", to_base_36(tenant)) }
    }

    /// The number of the tenant in whose rows to look.
    pub const fn tenant(&self) -> i64 {
        self.tenant
    }

    /// The whole text, for the link and for its hash.
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}-…)", self.tenant)
    }
}

impl FromStr for Token {
    type Err = InvalidToken;

    /// Only the one way in which a token is written: no capitals or zeros before the number.
    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let (number, secret) = text.split_once('-').ok_or(InvalidToken)?;
        if secret.len() != SECRET_LENGTH || !secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(InvalidToken);
        }
        let tenant = i64::from_str_radix(number, 36).map_err(|_| InvalidToken)?;
        if tenant < 0 || to_base_36(tenant) != number {
            return Err(InvalidToken);
        }
        Ok(Self { tenant, text: text.to_owned() })
    }
}

fn to_base_36(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        digits.push(BASE_36[(rest % 36) as usize]);
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests;
