//! The HTTP client that providers share, and how its errors are classed.

use std::time::Duration;

use reqwest::{Client, Response, StatusCode, header::RETRY_AFTER, redirect};

use crate::{Class, Failure};

/// A provider's configuration cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct InvalidConfig {
    /// Which setting of the provider, as its section names it.
    pub key: &'static str,
    /// What was found and what is allowed.
    pub problem: String,
}

impl InvalidConfig {
    /// A value that may be shown, and what is allowed in its place.
    pub(crate) fn found(key: &'static str, found: &str, allowed: &str) -> Self {
        Self { key, problem: format!("found {found:?}, allowed: {allowed}") }
    }

    /// A secret, or a long text: why it cannot be used.
    pub(crate) fn because(key: &'static str, why: impl std::fmt::Display) -> Self {
        Self { key, problem: why.to_string() }
    }
}

/// What an address of an API may be.
pub(crate) const ADDRESS: &str = "an address that begins with https:// or http://";

/// An address of an API, made from a setting.
pub(crate) fn address(key: &'static str, found: &str, whole: &str) -> Result<reqwest::Url, InvalidConfig> {
    let url: Option<reqwest::Url> = whole.parse().ok();
    url.filter(|url| matches!(url.scheme(), "https" | "http"))
        .ok_or_else(|| InvalidConfig::found(key, found, ADDRESS))
}

/// Longest answer that is read; providers' answers are a few hundred bytes.
const ANSWER_LIMIT: usize = 256 * 1024;

/// A client that follows no redirect and gives up after `timeout`.
pub(crate) fn client(timeout: Duration) -> Result<Client, InvalidConfig> {
    // Already installed is fine: it is the same provider everywhere in this program.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .user_agent(concat!("rappel/", env!("CARGO_PKG_VERSION")))
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(5)))
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| InvalidConfig::because("timeout_seconds", format!("no HTTP client: {error}")))
}

/// A request that got no answer. Only what certainly never left may be called "not processed".
pub(crate) fn no_answer(error: &reqwest::Error) -> Failure {
    if error.is_connect() {
        Failure::new(Class::NotProcessed, "could not connect to the provider")
    } else if error.is_builder() {
        Failure::new(Class::Configuration, "the request could not be built")
    } else if error.is_timeout() {
        Failure::new(Class::Unknown, "the provider did not answer in time")
    } else {
        Failure::new(Class::Unknown, "the connection broke before the answer")
    }
}

/// What a status means when the body says nothing that we understand.
pub(crate) fn by_status(status: StatusCode) -> Failure {
    let class = match status.as_u16() {
        429 => Class::NotProcessed,
        // A request time-out, or trouble inside: it may have been processed.
        408 | 500..=599 => Class::Unknown,
        // Anything else was refused, and the same request would be refused again.
        _ => Class::Configuration,
    };
    Failure::new(class, format!("the provider answered {}", status.as_u16())).with_code(status.as_u16())
}

/// `Retry-After` in seconds. A date is not used by SMS providers and counts as absent.
pub(crate) fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    Some(Duration::from_secs(value.trim().parse().ok()?))
}

/// Reads an answer; one that breaks off or is absurdly long counts as unreadable.
pub(crate) async fn body(mut response: Response) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if bytes.len() + chunk.len() > ANSWER_LIMIT {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    Some(bytes)
}
