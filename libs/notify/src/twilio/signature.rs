//! `X-Twilio-Signature`: who calls our hooks.
//!
//! <https://www.twilio.com/docs/usage/security#validating-requests>. Base64 of HMAC-SHA1, keyed by
//! the auth token, over the full public URL followed by each form field, sorted, name and value
//! joined. A body that is not a form is covered by its SHA-256 in the URL's `bodySHA256`.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use url::Url;

/// The header that carries the signature.
pub const HEADER: &str = "X-Twilio-Signature";

/// Fields of a callback whose signature was right. Made only by [`Verifier`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The request is not from the holder of the auth token, or not meant for this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature of the callback is missing or wrong")]
pub struct Refused;

/// Checks requests against one auth token.
#[derive(Debug, Clone)]
pub struct Verifier {
    auth_token: SecretString,
}

impl Verifier {
    /// A verifier for an account.
    pub const fn new(auth_token: SecretString) -> Self {
        Self { auth_token }
    }

    /// A callback with a form body. `url` is the public address as Twilio knows it, with its query.
    pub fn form(&self, signature: Option<&str>, url: &str, body: &[u8]) -> Result<Fields, Refused> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        self.check(signature, url, &fields)?;
        Ok(Fields(fields))
    }

    /// A callback with any other body, which the signed URL names by its SHA-256.
    pub fn raw(&self, signature: Option<&str>, url: &str, body: &[u8]) -> Result<(), Refused> {
        let parsed = Url::parse(url).map_err(|_| Refused)?;
        let mut named = parsed.query_pairs().filter(|(key, _)| key == "bodySHA256");
        let (Some((_, named)), None) = (named.next(), named.next()) else { return Err(Refused) };
        let actual = hex(&Sha256::digest(body));
        let same = named.to_ascii_lowercase().as_bytes().ct_eq(actual.as_bytes());
        self.check(signature, url, &[])?;
        if bool::from(same) { Ok(()) } else { Err(Refused) }
    }

    fn check(&self, signature: Option<&str>, url: &str, fields: &[(String, String)]) -> Result<(), Refused> {
        // Another algorithm would be another length, or carry its name: both end here.
        let given = STANDARD.decode(signature.ok_or(Refused)?).map_err(|_| Refused)?;
        let tail = tail(fields);
        let mut right = Choice::from(0);
        for url in [Some(url.to_owned()), other_port_form(url)].into_iter().flatten() {
            right |= self.sign(&url, &tail).ct_eq(&given);
        }
        if bool::from(right) { Ok(()) } else { Err(Refused) }
    }

    fn sign(&self, url: &str, tail: &str) -> Vec<u8> {
        // HMAC takes keys of any length, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(self.auth_token.expose_secret().as_bytes()) else {
            return Vec::new();
        };
        mac.update(url.as_bytes());
        mac.update(tail.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// Each field once, sorted by name and then by value, without separators.
fn tail(fields: &[(String, String)]) -> String {
    let mut sorted: Vec<&(String, String)> = fields.iter().collect();
    sorted.sort();
    sorted.dedup();
    sorted.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]).collect()
}

/// The same address with the scheme's own port written out, or left out: Twilio signs either.
fn other_port_form(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let host_end = authority.rfind(']').unwrap_or(0);
    match authority.strip_suffix(port) {
        Some(host) => Some(format!("{scheme}://{host}{path}")),
        None if !authority[host_end..].contains(':') => Some(format!("{scheme}://{authority}{port}{path}")),
        None => None,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
