//! What is asked of the SMS account: a job, a message that left, a text that came in, the account itself.

use chrono::{DateTime, SecondsFormat, Utc};
use rappel_domain::sms::{Coding, coding};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Ovh, Sender, codes};
use crate::{
    Accepted, Class, Failure, Outcome, Receipt, ReceiptState,
    sms::{BODY_LIMIT, Message, Reconciled, Sought},
};

/// Body of `POST /sms/{account}/jobs`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Job<'a> {
    message: &'a str,
    receivers: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    sender: Option<&'a str>,
    sender_for_response: bool,
    /// Always true. Without it a text from a sender of our own waits from 22:00 to 8:00 and over the weekend.
    no_stop_clause: bool,
    priority: &'static str,
    charset: &'static str,
    coding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    /// Minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    validity_period: Option<u64>,
}

impl<'a> Job<'a> {
    pub(super) fn new(sender: &'a Sender, message: &'a Message) -> Self {
        Self {
            message: &message.body,
            receivers: [message.to.e164()],
            sender: match sender {
                Sender::Name(name) => Some(name),
                Sender::ShortNumber => None,
            },
            sender_for_response: *sender == Sender::ShortNumber,
            no_stop_clause: true,
            priority: "high",
            charset: "UTF-8",
            // "8bit" is OVHcloud's word for UCS-2; in "7bit" what the alphabet lacks would become a question mark.
            coding: match coding(&message.body) {
                Coding::Gsm7 => "7bit",
                Coding::Ucs2 => "8bit",
            },
            tag: message.tag.map(|tag| tag.to_string()),
            validity_period: message.validity.map(|it| it.as_secs().div_ceil(60).max(1)),
        }
    }
}

/// The answer to a job. Unknown fields appear without notice.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    ids: Vec<u64>,
    #[serde(default)]
    invalid_receivers: Vec<String>,
}

/// A message that left, as OVHcloud shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outgoing {
    /// OVHcloud's own number of it.
    pub id: u64,
    /// The phone.
    receiver: String,
    /// What we called it.
    #[serde(default)]
    pub tag: Option<String>,
    #[serde(default)]
    delivery_receipt: Option<i64>,
    #[serde(default)]
    ptt: Option<i64>,
}

impl Outgoing {
    /// How far it came.
    pub fn receipt(&self) -> Receipt {
        let (state, failure) = codes::receipt(self.delivery_receipt.unwrap_or_default(), self.ptt);
        Receipt { provider_id: self.id.to_string(), state, failure }
    }
}

/// A text that a phone sent to the short number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Inbound {
    /// OVHcloud's own number of it.
    pub id: u64,
    /// Who sent it.
    pub sender: String,
    /// What it says.
    pub message: String,
    #[serde(default, rename = "creationDatetime")]
    created: Option<String>,
}

impl Inbound {
    /// When it came in. A date that cannot be read must not cost the reply.
    pub fn sent_at(&self) -> Option<DateTime<Utc>> {
        self.created.as_deref().and_then(|text| text.parse().ok())
    }
}

/// The SMS account.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// What is paid for and not yet used.
    #[serde(default)]
    pub credits_left: Option<f64>,
    /// Where receipts are hinted at.
    #[serde(default)]
    pub call_back: Option<String>,
}

impl Ovh {
    pub(crate) async fn send(&self, message: &Message) -> Outcome {
        if message.body.chars().count() > BODY_LIMIT {
            let why = format!("the text is longer than {BODY_LIMIT} characters");
            return Err(Failure::new(Class::Configuration, why));
        }
        let body = serde_json::to_string(&Job::new(&self.0.sender, message))
            .map_err(|_| Failure::new(Class::Configuration, "the request could not be built"))?;
        let report: Report = self.ask(Method::POST, self.address("/jobs")?, body).await?;
        if !report.invalid_receivers.is_empty() {
            return Err(codes::invalid_receiver());
        }
        match report.ids.first() {
            Some(id) => Ok(Accepted { provider_id: Some(id.to_string()) }),
            None => Err(Failure::new(Class::Unknown, "the provider's answer names no message")),
        }
    }

    pub(crate) async fn receipt(&self, id: &str) -> Result<Receipt, Failure> {
        let id = id.parse().map_err(|_| Failure::new(Class::Configuration, "not a message id"))?;
        Ok(self.outgoing(id).await?.receipt())
    }

    /// A message that left.
    pub async fn outgoing(&self, id: u64) -> Result<Outgoing, Failure> {
        self.get(self.address(&format!("/outgoing/{id}"))?).await
    }

    /// Looks for the message with the tag of the one whose request got no answer.
    pub(crate) async fn find(&self, sought: &Sought) -> Result<Reconciled, Failure> {
        let Some(tag) = sought.tag else { return Ok(Reconciled::CannotAsk) };
        let mut url = self.address("/outgoing")?;
        url.query_pairs_mut().append_pair("tag", &tag.to_string());
        let ids: Vec<u64> = self.get(url).await?;
        // The newest: an earlier one may have failed before it was sent again.
        let Some(id) = ids.into_iter().max() else { return Ok(Reconciled::NotFound) };
        let found = self.outgoing(id).await?;
        let receipt = found.receipt();
        if found.receiver != sought.to.e164() || receipt.state == ReceiptState::Undelivered {
            // It failed already: sending again cannot make two.
            return Ok(Reconciled::NotFound);
        }
        Ok(Reconciled::Found(Accepted { provider_id: Some(receipt.provider_id) }))
    }

    /// Numbers of the texts that came in since a time, the oldest first.
    pub async fn incoming_since(&self, since: DateTime<Utc>) -> Result<Vec<u64>, Failure> {
        let mut url = self.address("/incoming")?;
        let since = since.to_rfc3339_opts(SecondsFormat::Secs, false);
        url.query_pairs_mut().append_pair("creationDatetime.from", &since);
        let mut ids: Vec<u64> = self.get(url).await?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// A text that came in.
    pub async fn incoming(&self, id: u64) -> Result<Inbound, Failure> {
        self.get(self.address(&format!("/incoming/{id}"))?).await
    }

    /// The SMS account, for `doctor`.
    pub async fn account(&self) -> Result<Account, Failure> {
        let url: Url = self.address("")?;
        self.get(url).await
    }
}

#[cfg(test)]
mod tests;
