//! Answers of the API, read.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Response, StatusCode};
use serde::Deserialize;

use super::{callback, codes};
use crate::{
    Accepted, Class, Failure, Outcome, Receipt, ReceiptState, http,
    sms::{Reconciled, Sought},
};

/// How far Twilio's clock and ours may be apart. Less than the shortest delay between two steps, whose
/// texts may be the same.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(30);

type Answer = Result<Response, reqwest::Error>;

/// A message as Twilio shows it. Unknown fields appear without notice.
#[derive(Deserialize)]
struct Resource {
    sid: String,
    status: String,
    error_code: Option<u32>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    date_created: Option<String>,
}

/// A call as Twilio shows it.
#[derive(Deserialize)]
pub(super) struct CallResource {
    pub(super) sid: String,
    pub(super) status: String,
}

#[derive(Deserialize)]
struct List {
    messages: Vec<Resource>,
}

#[derive(Deserialize)]
struct Refusal {
    code: u32,
}

/// The answer to a POST. Only a readable 201 is acceptance; an unreadable one may be, so it is unknown.
pub(super) async fn created(answer: Answer) -> Outcome {
    let resource: Resource = readable(answer).await?;
    let receipt = callback::receipt(resource.sid, &resource.status, resource.error_code);
    match receipt.failure {
        Some(failure) => Err(failure),
        None => Ok(Accepted { provider_id: Some(receipt.provider_id) }),
    }
}

/// The answer to a question about one message.
pub(super) async fn read(answer: Answer) -> Result<Receipt, Failure> {
    let resource: Resource = readable(answer).await?;
    Ok(callback::receipt(resource.sid, &resource.status, resource.error_code))
}

/// Looks for a message in the answer to a question for the list.
pub(super) async fn search(answer: Answer, sought: &Sought) -> Result<Reconciled, Failure> {
    let list: List = readable(answer).await?;
    let earliest = sought.since - CLOCKS_DIFFER;
    let found = list.messages.into_iter().find(|candidate| {
        let same_text = candidate.body.as_deref().is_some_and(|body| sought.is(body));
        same_text && candidate.created().is_none_or(|created| created >= earliest)
    });
    let Some(resource) = found else { return Ok(Reconciled::NotFound) };
    let receipt = callback::receipt(resource.sid, &resource.status, resource.error_code);
    if receipt.state == ReceiptState::Undelivered {
        // It failed already: sending again cannot make two.
        return Ok(Reconciled::NotFound);
    }
    Ok(Reconciled::Found(Accepted { provider_id: Some(receipt.provider_id) }))
}

impl Resource {
    fn created(&self) -> Option<DateTime<Utc>> {
        let time = DateTime::parse_from_rfc2822(self.date_created.as_deref()?).ok()?;
        Some(time.to_utc())
    }
}

pub(super) async fn readable<T: for<'de> Deserialize<'de>>(answer: Answer) -> Result<T, Failure> {
    let response = answer.map_err(|error| http::no_answer(&error))?;
    let status = response.status();
    let retry_after = http::retry_after(&response);
    let body = http::body(response).await;
    if status.is_success() {
        return body
            .and_then(|body| serde_json::from_slice(&body).ok())
            .ok_or_else(|| Failure::new(Class::Unknown, "the provider's answer cannot be read"));
    }
    let failure = refused(status, body.as_deref().unwrap_or_default());
    Err(Failure { retry_after, ..failure })
}

fn refused(status: StatusCode, body: &[u8]) -> Failure {
    let by_status = http::by_status(status);
    match serde_json::from_slice::<Refusal>(body) {
        // Trouble inside or too many requests: the status says more about the request than a code could.
        Ok(refusal) if by_status.class == Class::Configuration => codes::failure(refusal.code),
        Ok(refusal) => by_status.with_code(refusal.code),
        Err(_) => by_status,
    }
}
