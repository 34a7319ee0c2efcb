//! Codes of authenticator apps (RFC 6238), as every app knows them: SHA-1, six digits, thirty seconds.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};

use super::Enrolment;
use crate::error::{Error, Result};

/// Bytes of a secret, as RFC 4226 recommends.
pub(super) const SECRET: usize = 20;

/// What an app needs to know to give the codes of a secret.
pub(super) fn enrolment(secret: Vec<u8>, company: &str, user_name: &str) -> Result<Enrolment> {
    // A colon ends the company's part of the label.
    let plain = |text: &str| text.replace(':', " ");
    let totp = Builder::new()
        .with_secret(secret)
        .with_issuer(Some(plain(company)))
        .with_account_name(plain(user_name))
        .build()
        .map_err(failed)?;
    Ok(Enrolment { secret: totp.secret().to_base32(), address: totp.to_url().map_err(failed)? })
}

/// The time step that a code is of: this one, the one before or the one after.
pub(super) fn step_of(secret: Vec<u8>, code: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    let totp: Totp = Builder::new().with_secret(secret).with_skew(1).build().map_err(failed)?;
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    Ok(totp.check(&digits, seconds).and_then(|step| i64::try_from(step).ok()))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Files(std::io::Error::other(format!("a second factor failed: {error}")))
}

#[cfg(test)]
mod tests;
