//! Twilio's callbacks, form bodies signed over our public address.

use poem::{
    Body, Request, Response, handler,
    http::StatusCode,
    web::{Data, Query},
};
use rappel_domain::{delivery::DeliveryState, phone::Phone};
use rappel_notify::{
    ReceiptState,
    twilio::{
        callback::{self, Inbound},
        signature::{Fields, HEADER, Verifier},
    },
};
use rappel_service::{Error, Service, sending::Told};
use rappel_settings::Settings;
use rappel_web::Problem;
use secrecy::SecretString;

use super::About;
use crate::backends::Backends;

/// Fields of a callback are few and short.
const LARGEST: usize = 64 * 1024;

/// What the two hooks need.
#[derive(Clone)]
pub(super) struct Hook {
    service: Service,
    verifier: Verifier,
    /// Our address as Twilio knows it, without a slash at the end.
    origin: String,
}

impl Hook {
    /// Nothing when there is no account.
    pub(super) fn new(settings: &Settings, backends: &Backends) -> Option<Self> {
        let token = settings.sms.twilio.auth_token.as_ref().filter(|token| !token.is_empty())?;
        Some(Self {
            service: backends.service.clone(),
            verifier: Verifier::new(SecretString::from(token.expose().to_owned())),
            origin: settings.server.origin(settings.server.office_host()),
        })
    }

    pub(super) const fn service(&self) -> &Service {
        &self.service
    }

    /// Our address as Twilio knows it, without a slash at the end.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) async fn verified(&self, request: &Request, body: Body) -> Result<Fields, Problem> {
        let bytes = body.into_bytes_limit(LARGEST).await.map_err(|error| Problem::unreadable_body(&error))?;
        let path = request.original_uri().path_and_query().map_or("/", |path| path.as_str());
        let url = format!("{}{path}", self.origin);
        let signature = request.header(HEADER);
        let verified = self.verifier.form(signature, &url, &bytes);
        verified.map_err(|error| Problem::forbidden(error.to_string()))
    }
}

/// A text that a phone sent to one of our numbers.
#[handler]
pub(super) async fn inbound(request: &Request, body: Body, hook: Data<&Hook>) -> Result<Response, Problem> {
    let fields = hook.verified(request, body).await?;
    let inbound = Inbound::read(&fields).map_err(|error| Problem::bad_request(error.to_string()))?;
    // A short code or a name cannot be one of our people.
    if let Ok(from) = Phone::parse(&inbound.from, rappel_domain::phone::Country::FRANCE) {
        hook.service.reply_by_sms(&from, &inbound.body, Some(&inbound.sid)).await?;
    }
    // An empty answer in TwiML: we answer by a message of our own, which is logged like the others.
    Ok(Response::builder().content_type("text/xml").body("<?xml version=\"1.0\"?><Response/>"))
}

/// What became of a message.
#[handler]
pub(super) async fn receipt(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<StatusCode, Problem> {
    let fields = hook.verified(request, body).await?;
    let (tenant, delivery) = about.parse()?;
    let receipt = callback::status(&fields).map_err(|error| Problem::bad_request(error.to_string()))?;
    let status = fields.get("MessageStatus").unwrap_or_default().to_owned();
    let state = match receipt.state {
        ReceiptState::Pending | ReceiptState::Sent => None,
        ReceiptState::Delivered => Some(DeliveryState::Delivered),
        ReceiptState::Undelivered => Some(DeliveryState::Undelivered),
    };
    let fault = receipt.failure.as_ref().map(super::fault);
    let detail = receipt.failure.map(|failure| failure.to_string());
    let told =
        Told { message_id: &receipt.provider_id, status: &status, state, detail: detail.as_deref(), fault };
    let noted = hook.service.receipt(tenant, delivery, told).await;
    match noted {
        // Gone or never ours: asking again would not help Twilio.
        Ok(()) | Err(Error::NotFound) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(error.into()),
    }
}
