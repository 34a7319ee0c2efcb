//! Callbacks of a provider with a generic HTTP API: JSON, signed by HMAC-SHA256 under a shared secret.

use hmac::{Hmac, KeyInit as _, Mac as _};
use poem::{
    Body, Request, handler,
    http::StatusCode,
    web::{Data, Query},
};
use rappel_domain::{
    delivery::DeliveryState,
    phone::{Country, Phone},
};
use rappel_service::{
    Error, Service,
    sending::{Fault, Told},
};
use rappel_settings::{Secret, Settings};
use rappel_web::Problem;
use serde::{Deserialize, de::DeserializeOwned};
use sha2::Sha256;

use super::About;
use crate::backends::Backends;

/// Hex HMAC-SHA256 of the body.
const HEADER: &str = "X-Rappel-Signature";

const LARGEST: usize = 64 * 1024;

/// What the two hooks need.
#[derive(Clone)]
pub(super) struct Hook {
    service: Service,
    secret: Secret,
}

/// A text that a phone sent.
#[derive(Debug, Deserialize)]
struct Inbound {
    from: String,
    text: String,
    /// The provider's name for the text; one that comes twice is read once.
    id: String,
}

/// What became of a message.
#[derive(Debug, Deserialize)]
struct Receipt {
    /// What the provider called the message when it took it.
    id: String,
    status: Status,
    #[serde(default)]
    detail: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Sent,
    Delivered,
    Undelivered,
}

impl Hook {
    /// Nothing without a secret: what is not signed is not believed.
    pub(super) fn new(settings: &Settings, backends: &Backends) -> Option<Self> {
        let secret = settings.sms.http.inbound_secret.clone().filter(|secret| !secret.is_empty())?;
        Some(Self { service: backends.service.clone(), secret })
    }

    async fn verified<T: DeserializeOwned>(&self, request: &Request, body: Body) -> Result<T, Problem> {
        let bytes = body.into_bytes_limit(LARGEST).await.map_err(|error| Problem::unreadable_body(&error))?;
        let given = request.header(HEADER).and_then(from_hex);
        let given = given.ok_or_else(|| Problem::forbidden("the signature is missing"))?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.secret.expose().as_bytes()).map_err(Problem::internal)?;
        mac.update(&bytes);
        mac.verify_slice(&given).map_err(|_| Problem::forbidden("the signature is wrong"))?;
        serde_json::from_slice(&bytes).map_err(|error| Problem::bad_request(error.to_string()))
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// A text that a phone sent to one of our numbers.
#[handler]
pub(super) async fn inbound(request: &Request, body: Body, hook: Data<&Hook>) -> Result<StatusCode, Problem> {
    let inbound: Inbound = hook.verified(request, body).await?;
    if let Ok(from) = Phone::parse(&inbound.from, Country::FRANCE) {
        hook.service.reply_by_sms(&from, &inbound.text, Some(&inbound.id)).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What became of a message.
#[handler]
pub(super) async fn receipt(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<StatusCode, Problem> {
    let receipt: Receipt = hook.verified(request, body).await?;
    let (tenant, delivery) = about.parse()?;
    let (status, state) = match receipt.status {
        Status::Sent => ("sent", None),
        Status::Delivered => ("delivered", Some(DeliveryState::Delivered)),
        Status::Undelivered => ("undelivered", Some(DeliveryState::Undelivered)),
    };
    let told = Told {
        message_id: &receipt.id,
        status,
        state,
        detail: receipt.detail.as_deref(),
        fault: Some(Fault::Road),
    };
    let noted = hook.service.receipt(tenant, delivery, told).await;
    match noted {
        Ok(()) | Err(Error::NotFound) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(error.into()),
    }
}
