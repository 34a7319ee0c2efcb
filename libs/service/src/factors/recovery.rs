//! Recovery codes, as in `3x7kq-9mz2d`: a digit that says which of the set, then nine letters of chance, 45 bits.
//!
//! That is less than a plain hash protects (OWASP ASVS 5.0 6.5.2 asks for 112 bits), so they are hashed as passwords are; the digit
//! spares trying ten hashes.

use rappel_store::factors::RecoveryCode;

use crate::{error::Result, hasher::Hasher, secret::random};

/// How many there are in a set.
pub const CODES: usize = 10;
/// Letters of a code without its hyphen.
const LETTERS: usize = 10;
/// Crockford's base32: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A set of codes, as they are typed and as they are kept.
pub(super) async fn make(hasher: &Hasher) -> Result<(Vec<String>, Vec<RecoveryCode>)> {
    let (mut texts, mut kept) = (Vec::with_capacity(CODES), Vec::with_capacity(CODES));
    for place in 0..CODES {
        let chance: [u8; LETTERS] = random()?;
        let mut code: String =
            chance.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        code.replace_range(..1, &place.to_string());
        kept.push(RecoveryCode { place: place as i32, hash: hasher.hash(&code).await? });
        code.insert(LETTERS / 2, '-');
        texts.push(code);
    }
    Ok((texts, kept))
}

/// What was typed where a recovery code is asked for: its place, and the code as it was hashed.
pub(super) fn read(typed: &str) -> Option<(i32, String)> {
    let code: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let known = code.bytes().all(|letter| ALPHABET.contains(&letter));
    let place = code.chars().next()?.to_digit(10)?;
    (known && code.len() == LETTERS).then_some((place as i32, code))
}

#[cfg(test)]
mod tests;
