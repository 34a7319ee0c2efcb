//! `[sms]`: how SMS leave and come in.

use std::{collections::BTreeMap, num::NonZeroU64};

use serde::{Deserialize, Deserializer};

use crate::{
    Secret,
    choice::choice,
    secret,
    text::{self, refused},
    voice::COUNTRIES,
};

choice! {
    /// What carries SMS.
    SmsProvider {
        /// Printed in the log: nothing leaves.
        Console = "console",
        /// Twilio.
        Twilio = "twilio",
        /// OVHcloud.
        Ovh = "ovh",
        /// Any provider with an HTTP API, described below.
        Http = "http",
    }
}

/// How SMS leave and come in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sms {
    /// What carries SMS.
    pub provider: SmsProvider,
    /// What takes over when the first fails.
    pub second: Option<SmsProvider>,
    /// Seconds for one request to a provider.
    pub timeout_seconds: NonZeroU64,
    /// How numbers of clients begin that get SMS, beside those of the country of their company.
    #[serde(deserialize_with = "text::calling_codes")]
    pub countries: Vec<String>,
    /// Account at Twilio.
    pub twilio: Twilio,
    /// SMS account at OVHcloud.
    pub ovh: Ovh,
    /// Any other provider.
    pub http: GenericHttp,
}

/// Account at Twilio.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Twilio {
    /// Where the API is; only tests change it.
    pub base_url: String,
    /// `AC…`
    pub account_sid: String,
    /// Password of the account; also signs what Twilio sends us.
    pub auth_token: Option<Secret>,
    /// Sender: a number in E.164 or an alphanumeric name.
    pub from: Option<String>,
    /// `MG…`, instead of `from`.
    pub messaging_service_sid: Option<String>,
    /// Seconds after which an unsent SMS is worthless, 1 to 36000.
    #[serde(deserialize_with = "validity")]
    pub validity_seconds: u32,
}

/// SMS account at OVHcloud.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ovh {
    /// Where the API is; only tests change it.
    pub base_url: String,
    /// Names the application.
    pub application_key: String,
    /// Signs requests.
    pub application_secret: Option<Secret>,
    /// What the application may do.
    pub consumer_key: Option<Secret>,
    /// Name of the SMS account.
    pub service_name: String,
    /// Confirmed name that texts come from; a short number that takes replies when not set.
    pub sender: Option<String>,
}

/// Any other provider: our request is what is written here.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GenericHttp {
    /// Address to POST to.
    pub url: String,
    /// Headers by name.
    pub headers: BTreeMap<String, String>,
    /// Value of the header `Authorization`.
    pub authorization: Option<Secret>,
    /// Body, JSON; `{{to}}`, `{{text}}`, `{{from}}` and `{{reference}}` are put in as JSON strings.
    pub body: String,
    /// Sender, for `{{from}}`.
    pub from: String,
    /// Where the answer (JSON) holds the message's id: a JSON pointer, such as `/messages/0/id`.
    pub id_pointer: String,
    /// What receipts and replies must carry (`X-Rappel-Signature`: hex HMAC-SHA256 of the body).
    #[serde(deserialize_with = "secret::optional_key")]
    pub inbound_secret: Option<Secret>,
}

/// What Twilio takes as `ValidityPeriod`.
fn validity<'de, D: Deserializer<'de>>(input: D) -> Result<u32, D::Error> {
    let seconds = u32::deserialize(input)?;
    if (1..=36_000).contains(&seconds) {
        return Ok(seconds);
    }
    Err(refused(&seconds.to_string(), "1 to 36000 seconds"))
}

impl Default for Sms {
    fn default() -> Self {
        Self {
            provider: SmsProvider::Console,
            second: None,
            timeout_seconds: const { NonZeroU64::new(10).expect("not zero") },
            countries: COUNTRIES.map(str::to_owned).to_vec(),
            twilio: Twilio::default(),
            ovh: Ovh::default(),
            http: GenericHttp::default(),
        }
    }
}

impl Default for Twilio {
    fn default() -> Self {
        Self {
            base_url: "https://api.twilio.com".to_owned(),
            account_sid: String::new(),
            auth_token: None,
            from: None,
            messaging_service_sid: None,
            validity_seconds: 1800,
        }
    }
}

impl Default for Ovh {
    fn default() -> Self {
        Self {
            base_url: "https://eu.api.ovh.com".to_owned(),
            application_key: String::new(),
            application_secret: None,
            consumer_key: None,
            service_name: String::new(),
            sender: None,
        }
    }
}

impl Default for GenericHttp {
    fn default() -> Self {
        Self {
            url: String::new(),
            headers: BTreeMap::new(),
            authorization: None,
            body: r#"{"to": {{to}}, "text": {{text}}, "from": {{from}}, "reference": {{reference}}}"#
                .to_owned(),
            from: String::new(),
            id_pointer: "/id".to_owned(),
            inbound_secret: None,
        }
    }
}
