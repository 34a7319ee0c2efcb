//! Twilio: Messages and Calls API out, signed callbacks in.
//!
//! <https://www.twilio.com/docs/messaging/api/message-resource>. No idempotency key exists for
//! messages, so an ambiguous request is reconciled by asking for the list.

pub mod callback;
pub mod calls;
pub mod codes;
mod messages;
pub mod signature;
pub mod twiml;

use std::{fmt, time::Duration};

use reqwest::{Client, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

pub use self::calls::{Call, Calls, CallsConfig};

use crate::{
    Class, Failure, InvalidConfig, Outcome, Receipt, http,
    sms::{BODY_LIMIT, Message, Reconciled, Sought},
};

/// The public API.
pub const BASE_URL: &str = "https://api.twilio.com";

/// `ValidityPeriod` is 1 to 36,000 seconds.
const VALIDITY_LIMIT: u64 = 36_000;

/// Asks Twilio to repeat a status callback three times, on any error.
const CALLBACK_RETRIES: &str = "#rc=3&rp=all";

/// Who a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A number of ours in E.164, or an alphanumeric sender (which cannot be replied to).
    From(String),
    /// A messaging service, `MG…`, which picks the number.
    MessagingService(String),
}

/// An account and how to reach it.
#[derive(Debug, Clone)]
pub struct TwilioConfig {
    /// [`BASE_URL`], unless a test or a proxy stands in between.
    pub base_url: String,
    /// `AC…`
    pub account_sid: String,
    /// Password of the API and key of the signatures.
    pub auth_token: SecretString,
    /// Who texts come from.
    pub sender: Sender,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// One Twilio account.
pub struct Twilio {
    client: Client,
    messages: Url,
    account_sid: String,
    auth_token: SecretString,
    sender: Sender,
}

impl Twilio {
    /// Checks everything that can be checked without Twilio.
    pub fn new(config: &TwilioConfig) -> Result<Self, InvalidConfig> {
        Ok(Self {
            client: http::client(config.timeout)?,
            messages: resource(&config.base_url, &config.account_sid, "Messages.json")?,
            account_sid: config.account_sid.clone(),
            auth_token: config.auth_token.clone(),
            sender: config.sender.clone(),
        })
    }

    pub(crate) async fn send(&self, message: &Message) -> Outcome {
        if message.body.chars().count() > BODY_LIMIT {
            let why = format!("the text is longer than {BODY_LIMIT} characters");
            return Err(Failure::new(Class::Configuration, why));
        }
        let mut form = vec![("To", message.to.e164().to_owned()), ("Body", message.body.clone())];
        form.push(match &self.sender {
            Sender::From(from) => ("From", from.clone()),
            Sender::MessagingService(sid) => ("MessagingServiceSid", sid.clone()),
        });
        if let Some(url) = &message.status_callback {
            form.push(("StatusCallback", format!("{url}{CALLBACK_RETRIES}")));
        }
        if let Some(validity) = message.validity {
            let seconds = validity.as_secs().clamp(1, VALIDITY_LIMIT);
            form.push(("ValidityPeriod", seconds.to_string()));
        }
        let request = self.authorized(self.client.post(self.messages.clone())).form(&form);
        messages::created(request.send().await).await
    }

    pub(crate) async fn receipt(&self, sid: &str) -> Result<Receipt, Failure> {
        // A sid goes into a path: what is not one never leaves.
        if sid.is_empty() || !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(Failure::new(Class::Configuration, "not a message sid"));
        }
        let mut url = self.messages.clone();
        url.set_path(&format!("{}/{sid}.json", url.path().trim_end_matches(".json")));
        messages::read(self.authorized(self.client.get(url)).send().await).await
    }

    pub(crate) async fn find(&self, sought: &Sought) -> Result<Reconciled, Failure> {
        // Midnight GMT is the grain of the filter, and clocks differ: begin a little early.
        let day = (sought.since - chrono::Duration::minutes(10)).format("%Y-%m-%d").to_string();
        let query = [("To", sought.to.e164()), ("DateSent>", day.as_str()), ("PageSize", "100")];
        let request = self.authorized(self.client.get(self.messages.clone()).query(&query));
        messages::search(request.send().await, sought).await
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.basic_auth(&self.account_sid, Some(self.auth_token.expose_secret()))
    }
}

/// The address of one of an account's lists.
fn resource(base_url: &str, sid: &str, name: &str) -> Result<Url, InvalidConfig> {
    if !sid.starts_with("AC") || !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(InvalidConfig::found("account_sid", sid, "AC, then letters and digits"));
    }
    let base = base_url.trim_end_matches('/');
    http::address("base_url", base_url, &format!("{base}/2010-04-01/Accounts/{sid}/{name}"))
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio").field("account_sid", &self.account_sid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
