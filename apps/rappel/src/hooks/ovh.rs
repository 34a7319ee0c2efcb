//! OVHcloud's callback for receipts. It is not signed, so the address itself is hard to guess, and nothing that comes with
//! it is believed: it says that there is something to ask OVHcloud for.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use poem::{
    handler,
    http::StatusCode,
    web::{Data, Path, Query},
};
use rappel_domain::delivery::{DeliveryState, Tag};
use rappel_notify::{ReceiptState, ovh::Ovh, sms::Sms};
use rappel_service::{Error, Service, sending::Told};
use rappel_settings::{Secret, Settings};
use rappel_web::Problem;
use serde::Deserialize;
use sha2::Sha256;

use crate::{backends::Backends, key};

/// Where OVHcloud tells receipts, by GET as it does or by POST.
pub(super) const PATH: &str = "/hooks/ovh/status/:secret";

/// What the hook needs.
#[derive(Clone)]
pub(super) struct Hook {
    service: Service,
    ovh: Ovh,
    key: Secret,
}

/// Which message it is about, by OVHcloud's number.
#[derive(Debug, Deserialize)]
pub(super) struct Hint {
    id: u64,
}

impl Hook {
    /// Nothing when there is no account.
    pub(super) fn new(settings: &Settings, backends: &Backends) -> Option<Self> {
        let ovh = account(backends)?;
        Some(Self { service: backends.service.clone(), ovh, key: key::of(settings).ok()? })
    }
}

/// The SMS account, when there is one.
pub(crate) fn account(backends: &Backends) -> Option<Ovh> {
    backends.sms.iter().find_map(|sms| match sms {
        Sms::Ovh(ovh) => Some(ovh.clone()),
        _ => None,
    })
}

/// The address that is to be entered at OVHcloud.
pub(crate) fn address(settings: &Settings, key: &Secret) -> String {
    let origin = settings.server.origin(settings.server.office_host());
    format!("{origin}{}", PATH.replace(":secret", &secret(key)))
}

/// Bytes of the part of the address that nobody guesses.
const SECRET_BYTES: usize = 16;

/// The part of the address that nobody guesses: the beginning of a signature under the key of the installation.
fn secret(key: &Secret) -> String {
    let bytes = signature(key).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode(&bytes[..SECRET_BYTES])
}

/// Compares in constant time.
fn is_secret(key: &Secret, given: &str) -> bool {
    let given = URL_SAFE_NO_PAD.decode(given).unwrap_or_default();
    given.len() == SECRET_BYTES && signature(key).verify_truncated_left(&given).is_ok()
}

fn signature(key: &Secret) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key.expose().as_bytes())
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
        .chain_update(b"rappel ovh receipts 1")
}

/// What became of a message: asked for, not believed.
#[handler]
pub(super) async fn receipt(
    Path(secret): Path<String>,
    hint: Result<Query<Hint>, poem::Error>,
    hook: Data<&Hook>,
) -> Result<StatusCode, Problem> {
    if !is_secret(&hook.key, &secret) {
        return Err(Problem::not_found());
    }
    let Query(Hint { id }) = hint.map_err(|error| Problem::bad_request(error.to_string()))?;
    // Gone, or away for the moment: it is asked for again at 60 s and at 90 s.
    let outgoing =
        hook.ovh.outgoing(id).await.map_err(|failure| Problem::unavailable(failure.to_string()))?;
    let Some(tag) = outgoing.tag.as_deref().and_then(|tag| tag.parse::<Tag>().ok()) else {
        // The account may send for others too.
        return Ok(StatusCode::NO_CONTENT);
    };
    let receipt = outgoing.receipt();
    let (status, state) = match receipt.state {
        ReceiptState::Pending | ReceiptState::Sent => return Ok(StatusCode::NO_CONTENT),
        ReceiptState::Delivered => ("delivered", DeliveryState::Delivered),
        ReceiptState::Undelivered => ("undelivered", DeliveryState::Undelivered),
    };
    let fault = receipt.failure.as_ref().map(super::fault);
    let detail = receipt.failure.map(|failure| failure.to_string());
    let told = Told {
        message_id: &receipt.provider_id,
        status,
        state: Some(state),
        detail: detail.as_deref(),
        fault,
    };
    let noted = hook.service.receipt_by_tag(&tag, told).await;
    match noted {
        Ok(()) | Err(Error::NotFound) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(error.into()),
    }
}
