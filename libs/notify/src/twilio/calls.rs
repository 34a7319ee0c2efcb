//! Phone calls by Twilio: the Calls API, and what it tells of a call.
//!
//! <https://www.twilio.com/docs/voice/api/call-resource>. Whoever answers hears what our hook says, in [TwiML](super::twiml).
//! That a call was answered proves nothing: a mailbox answers too. Only a digit does.

use std::{fmt, time::Duration};

use rappel_domain::phone::Phone;
use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};
use tracing::{Instrument, field::Empty, info_span};
use url::Url;

use super::{callback::MissingField, messages, signature::Fields};
use crate::{Accepted, Class, Failure, InvalidConfig, Outcome, Receipt, ReceiptState, http, outcome::record};

/// How long it rings: shorter than until most mailboxes answer.
const RINGS: Duration = Duration::from_secs(25);

/// An account and the number that it calls from.
#[derive(Debug, Clone)]
pub struct CallsConfig {
    /// [`super::BASE_URL`], unless a test or a proxy stands in between.
    pub base_url: String,
    /// `AC…`
    pub account_sid: String,
    /// Password of the API.
    pub auth_token: SecretString,
    /// A number of ours; the only one that either side of a call sees.
    pub from: Phone,
    /// How long to wait for an answer of the API.
    pub timeout: Duration,
}

/// Calls from one number of ours.
pub struct Calls {
    client: Client,
    list: Url,
    account_sid: String,
    auth_token: SecretString,
    from: Phone,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The phone.
    pub to: Phone,
    /// Our hook that says what is heard.
    pub answer_url: String,
    /// Our hook that is told how it ended.
    pub status_url: String,
}

impl Calls {
    /// Checks everything that can be checked without Twilio.
    pub fn new(config: &CallsConfig) -> Result<Self, InvalidConfig> {
        let list = super::resource(&config.base_url, &config.account_sid, "Calls.json")?;
        Ok(Self {
            client: http::client(config.timeout)?,
            list,
            account_sid: config.account_sid.clone(),
            auth_token: config.auth_token.clone(),
            from: config.from.clone(),
        })
    }

    /// The name in rows, metrics and logs.
    pub const fn name(&self) -> &'static str {
        "twilio"
    }

    /// The number that is called from.
    pub const fn from(&self) -> &Phone {
        &self.from
    }

    /// Begins one call with one request.
    pub async fn call(&self, call: &Call) -> Outcome {
        let span =
            info_span!("provider", provider = self.name(), channel = "voice", outcome = Empty, code = Empty);
        async {
            let form = [
                ("To", call.to.e164().to_owned()),
                ("From", self.from.e164().to_owned()),
                ("Url", call.answer_url.clone()),
                ("StatusCallback", call.status_url.clone()),
                ("Timeout", RINGS.as_secs().to_string()),
                // Whether a mailbox answered is told to the hook, which then says nothing.
                ("MachineDetection", "Enable".to_owned()),
            ];
            let request = self.client.post(self.list.clone()).form(&form);
            let answer = self.authorized(request).send().await;
            let outcome = messages::readable(answer)
                .await
                .map(|call: messages::CallResource| Accepted { provider_id: Some(call.sid) });
            record(&outcome);
            outcome
        }
        .instrument(span)
        .await
    }

    /// Asks how a call stands.
    pub async fn status(&self, sid: &str) -> Result<Receipt, Failure> {
        // A sid goes into a path: what is not one never leaves.
        if sid.is_empty() || !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(Failure::new(Class::Configuration, "not a call sid"));
        }
        let mut url = self.list.clone();
        url.set_path(&format!("{}/{sid}.json", url.path().trim_end_matches(".json")));
        let answer = self.authorized(self.client.get(url)).send().await;
        let call: messages::CallResource = messages::readable(answer).await?;
        Ok(receipt(call.sid, &call.status))
    }

    fn authorized(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        request.basic_auth(&self.account_sid, Some(self.auth_token.expose_secret()))
    }
}

/// What a word says of a call, and what it means where nobody pressed a digit. A word from tomorrow says nothing yet.
pub const STATUSES: &[(&str, ReceiptState, &str)] = &[
    ("queued", ReceiptState::Pending, ""),
    ("initiated", ReceiptState::Pending, ""),
    ("ringing", ReceiptState::Pending, ""),
    ("in-progress", ReceiptState::Sent, ""),
    ("completed", ReceiptState::Undelivered, "answered, but nobody pressed a digit"),
    ("busy", ReceiptState::Undelivered, "busy"),
    ("no-answer", ReceiptState::Undelivered, "nobody answered"),
    ("failed", ReceiptState::Undelivered, "the call could not be made"),
    ("canceled", ReceiptState::Undelivered, "the call was cancelled"),
];

fn receipt(sid: String, status: &str) -> Receipt {
    let row = STATUSES.iter().find(|(known, ..)| *known == status);
    let (state, what) = row.map_or((ReceiptState::Pending, ""), |(_, state, what)| (*state, *what));
    let failure =
        (state == ReceiptState::Undelivered).then(|| Failure::new(Class::Carrier, what).with_code(status));
    Receipt { provider_id: sid, state, failure }
}

/// Reads a status callback of a call.
pub fn ended(fields: &Fields) -> Result<Receipt, MissingField> {
    let field = |name| fields.get(name).ok_or(MissingField(name));
    Ok(receipt(field("CallSid")?.to_owned(), field("CallStatus")?))
}

/// Whether a machine answered: then nothing is said, and nothing was heard.
pub fn is_machine(fields: &Fields) -> bool {
    fields.get("AnsweredBy").is_some_and(|by| by.starts_with("machine") || by == "fax")
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").field("account_sid", &self.account_sid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
