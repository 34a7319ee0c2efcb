//! OVHcloud: SMS out by its signed JSON API; receipts and replies are read from it.
//!
//! <https://eu.api.ovh.com/console/?section=%2Fsms>. Nothing that OVHcloud sends us is signed, so nothing of it is
//! believed: a callback is a hint that there is something to ask for. No idempotency key exists, but each message carries a
//! [tag](rappel_domain::delivery::Tag) of ours, by which an ambiguous request is found again.

mod clock;
pub mod codes;
mod signature;
mod sms;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{Client, Method, Response, header::CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

pub use self::sms::{Account, Inbound, Outgoing};
use self::{
    clock::{ProviderClock, Reading},
    signature::{Signed, sign},
};
use crate::{Class, Failure, InvalidConfig, http};

/// The public API.
pub const BASE_URL: &str = "https://eu.api.ovh.com";

/// Longer than this nobody waits for the provider's time: two failures and the next provider fit into ten seconds.
const CLOCK_PATIENCE: Duration = Duration::from_secs(3);

/// Who a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A name or number that OVHcloud has confirmed; it cannot be replied to.
    Name(String),
    /// A short number of OVHcloud's, which can be replied to.
    ShortNumber,
}

/// An account and how to reach it.
#[derive(Debug, Clone)]
pub struct OvhConfig {
    /// [`BASE_URL`], unless a test or a proxy stands in between.
    pub base_url: String,
    /// Names the application.
    pub application_key: String,
    /// Signs requests.
    pub application_secret: SecretString,
    /// What the application may do; also signed.
    pub consumer_key: SecretString,
    /// Name of the SMS account, `sms-ab12345-1`.
    pub service_name: String,
    /// Who texts come from.
    pub sender: Sender,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// One SMS account. Clones share it.
#[derive(Clone)]
pub struct Ovh(Arc<Inner>);

struct Inner {
    client: Client,
    /// Below which everything is, with a slash at the end.
    base: Url,
    application_key: String,
    application_secret: SecretString,
    consumer_key: SecretString,
    service_name: String,
    sender: Sender,
    clock: ProviderClock,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    error_code: Option<String>,
}

impl Ovh {
    /// Checks everything that can be checked without the provider.
    pub fn new(config: &OvhConfig) -> Result<Self, InvalidConfig> {
        let base = config.base_url.trim_end_matches('/');
        let base = http::address("base_url", &config.base_url, &format!("{base}/1.0/"))?;
        let name = &config.service_name;
        // It goes into a path: what is not one never leaves.
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
            let allowed = "the name of the SMS account, such as sms-ab12345-1";
            return Err(InvalidConfig::found("service_name", name, allowed));
        }
        let is_word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_word(&config.application_key) {
            let found = &config.application_key;
            return Err(InvalidConfig::found("application_key", found, "letters and digits"));
        }
        for (key, text) in [
            ("application_secret", config.application_secret.expose_secret()),
            ("consumer_key", config.consumer_key.expose_secret()),
        ] {
            if !is_word(text) {
                let found = "found something else or nothing, allowed: letters and digits";
                return Err(InvalidConfig::because(key, found));
            }
        }
        if let Sender::Name(name) = &config.sender
            && name.trim().is_empty()
        {
            let allowed = "a sender that OVHcloud has confirmed, or no such line";
            return Err(InvalidConfig::found("sender", name, allowed));
        }
        Ok(Self(Arc::new(Inner {
            client: http::client(config.timeout)?,
            base,
            application_key: config.application_key.clone(),
            application_secret: config.application_secret.clone(),
            consumer_key: config.consumer_key.clone(),
            service_name: config.service_name.clone(),
            sender: config.sender.clone(),
            clock: ProviderClock::default(),
        })))
    }

    /// Whether people can answer our texts.
    pub fn takes_replies(&self) -> bool {
        self.0.sender == Sender::ShortNumber
    }

    /// Address of something below the SMS account.
    fn address(&self, path: &str) -> Result<Url, Failure> {
        let path = format!("sms/{}{path}", self.0.service_name);
        self.0.base.join(&path).map_err(|_| Failure::new(Class::Configuration, "not an address"))
    }

    async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Failure> {
        self.ask(Method::GET, url, String::new()).await
    }

    /// Sends one signed request: what is signed is what is sent, byte for byte.
    async fn ask<T: DeserializeOwned>(&self, method: Method, url: Url, body: String) -> Result<T, Failure> {
        let inner = &*self.0;
        let timestamp = self.provider_time().await?;
        let signed = Signed { method: method.as_str(), url: url.as_str(), body: &body, timestamp };
        let signature =
            sign(inner.application_secret.expose_secret(), inner.consumer_key.expose_secret(), &signed);
        let mut request = inner
            .client
            .request(method, url)
            .header("X-Ovh-Application", &inner.application_key)
            .header("X-Ovh-Consumer", inner.consumer_key.expose_secret())
            .header("X-Ovh-Timestamp", timestamp.to_string())
            .header("X-Ovh-Signature", signature);
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let answer = request.send().await.map_err(|error| http::no_answer(&error))?;
        let read = readable(answer).await;
        if matches!(&read, Err(failure) if failure.code.as_deref() == Some("QUERY_TIME_OUT")) {
            inner.clock.forget();
        }
        read
    }

    /// The provider's time. Without it nothing can be signed, so nothing has left: certainly not processed.
    async fn provider_time(&self) -> Result<u64, Failure> {
        let clock = &self.0.clock;
        let asked_at = Instant::now();
        let known = match clock.read(asked_at) {
            Reading::Fresh(time) => return Ok(time),
            Reading::Old(time) => Some(time),
            Reading::Unknown => None,
        };
        match self.ask_for_time().await {
            Some(time) => {
                clock.set(time, asked_at);
                Ok(time)
            }
            // An hour's drift is less than what the provider allows.
            None => known.ok_or_else(|| {
                Failure::new(Class::NotProcessed, "the provider does not say what time it is")
            }),
        }
    }

    async fn ask_for_time(&self) -> Option<u64> {
        let url = self.0.base.join("auth/time").ok()?;
        let answer = self.0.client.get(url).timeout(CLOCK_PATIENCE).send().await.ok()?;
        if !answer.status().is_success() {
            return None;
        }
        serde_json::from_slice(&http::body(answer).await?).ok()
    }
}

async fn readable<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let status = response.status();
    let retry_after = http::retry_after(&response);
    let body = http::body(response).await;
    if status.is_success() {
        return body
            .and_then(|body| serde_json::from_slice(&body).ok())
            .ok_or_else(|| Failure::new(Class::Unknown, "the provider's answer cannot be read"));
    }
    let refusal: Option<Refusal> = serde_json::from_slice(body.as_deref().unwrap_or_default()).ok();
    let word = refusal.and_then(|refusal| refusal.error_code);
    Err(Failure { retry_after, ..codes::refused(status, word.as_deref()) })
}

impl fmt::Debug for Ovh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ovh").field("service_name", &self.0.service_name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
