//! `X-Ovh-Signature`: how OVHcloud knows that a request is ours.
//!
//! <https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api>. SHA-1 in hex over the application's secret, the
//! consumer key, the method, the whole address, the body and the time in seconds, joined by `+`.

use std::fmt::Write as _;

use sha1::{Digest, Sha1};

/// What a signature covers, besides the two secrets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    /// The address as it is sent, query included.
    pub(super) url: &'a str,
    /// The very bytes that are sent; empty for GET.
    pub(super) body: &'a str,
    /// Seconds since 1970 by the provider's clock.
    pub(super) timestamp: u64,
}

/// The value of the header.
pub(super) fn sign(application_secret: &str, consumer_key: &str, signed: &Signed<'_>) -> String {
    let Signed { method, url, body, timestamp } = signed;
    let text = format!("{application_secret}+{consumer_key}+{method}+{url}+{body}+{timestamp}");
    let mut header = "$1$".to_owned();
    for byte in Sha1::digest(text.as_bytes()) {
        let _ = write!(header, "{byte:02x}");
    }
    header
}

#[cfg(test)]
mod tests;
