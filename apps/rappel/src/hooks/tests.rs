use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use poem::{
    Endpoint as _, Request,
    http::{Method, StatusCode, Uri, uri::Scheme},
    web::{LocalAddr, RemoteAddr},
};
use rappel_domain::{clock::FixedClock, id::DeliveryId};
use rappel_settings::Secret;
use sha1::Sha1;
use sha2::Sha256;

use super::*;
use crate::{
    backends::{self, Circumstances},
    cli, people,
};

const ORIGIN: &str = "https://support.example.org";

struct Office {
    routes: Route,
    backends: Backends,
    _folder: tempfile::TempDir,
}

/// A back office with both kinds of providers and one member of staff.
async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.database.url = Secret::new(format!("sqlite:{}", folder.path().join("x.db").display()));
    settings.files.folder = folder.path().join("files");
    settings.server.domain = "example.org".to_owned();
    settings.server.office_host = Some("support.example.org".to_owned());
    settings.server.scheme = rappel_settings::server::Scheme::Https;
    settings.sms.twilio.auth_token = Some(Secret::new("token"));
    settings.sms.http.inbound_secret = Some(Secret::new("secret"));
    rappel_store::migrate(settings.database.url.expose()).await.unwrap();
    let staff = cli::StaffAdd {
        email: "zoe@op.example".to_owned(),
        name: "Zoé".to_owned(),
        role: "admin".to_owned(),
        phone: Some("+33612345678".to_owned()),
        operator: "Support".to_owned(),
    };
    people::add_staff(settings.clone(), staff).await.unwrap();
    let backends = backends::open(&settings, Circumstances { clock: None }).await.unwrap();
    Office { routes: add(Route::new(), &settings, &backends), backends, _folder: folder }
}

impl Office {
    async fn post(&self, path: &str, header: (&str, &str), body: &str) -> StatusCode {
        let uri: Uri = path.parse().unwrap();
        let request = poem::http::Request::builder().method(Method::POST).uri(uri).header(header.0, header.1);
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let nobody = (LocalAddr::default(), RemoteAddr::default());
        let parts = (parts, nobody.0, nobody.1, Scheme::HTTP).into();
        self.routes.get_response(Request::from_parts(parts, body.to_owned().into())).await.status()
    }

    /// As Twilio sends it.
    async fn twilio(&self, path: &str, fields: &[(&str, &str)], token: &str) -> StatusCode {
        let mut sorted = fields.to_vec();
        sorted.sort_unstable();
        let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
        mac.update(format!("{ORIGIN}{path}").as_bytes());
        for (name, value) in sorted {
            mac.update(format!("{name}{value}").as_bytes());
        }
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post(path, ("X-Twilio-Signature", &signature), &body).await
    }

    /// As the generic provider sends it.
    async fn generic(&self, path: &str, body: &str, secret: &str) -> StatusCode {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let bytes = mac.finalize().into_bytes();
        let signature = bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        self.post(path, ("X-Rappel-Signature", &signature), body).await
    }

    async fn refuses_sms(&self) -> bool {
        let line = self.backends.service.store().doors().command_line().await.unwrap();
        let team = self.backends.service.team(&line.office()).await.unwrap();
        team[0].sms_refused_at.is_some()
    }
}

fn text(from: &'static str, body: &'static str) -> [(&'static str, &'static str); 4] {
    [("MessageSid", "SM1"), ("From", from), ("To", "+33644600000"), ("Body", body)]
}

#[tokio::test]
async fn a_signed_text_of_a_known_phone_is_heard() {
    let office = office().await;
    assert_eq!(
        office.twilio("/hooks/twilio/sms", &text("+33612345678", "STOP"), "token").await,
        StatusCode::OK
    );
    assert!(office.refuses_sms().await);
    let start = r#"{"from": "+33 6 12 34 56 78", "text": "START"}"#;
    assert_eq!(office.generic("/hooks/sms/inbound", start, "secret").await, StatusCode::NO_CONTENT);
    assert!(!office.refuses_sms().await);
}

#[tokio::test]
async fn what_is_not_signed_is_not_heard() {
    let office = office().await;
    let stop = text("+33612345678", "STOP");
    assert_eq!(office.twilio("/hooks/twilio/sms", &stop, "guess").await, StatusCode::FORBIDDEN);
    assert_eq!(office.post("/hooks/twilio/sms", ("x", "y"), "Body=STOP").await, StatusCode::FORBIDDEN);
    let json = r#"{"from": "+33612345678", "text": "STOP"}"#;
    for (header, value) in
        [("x", "y"), ("X-Rappel-Signature", "00"), ("X-Rappel-Signature", "zz"), ("X-Rappel-Signature", "é")]
    {
        assert_eq!(
            office.post("/hooks/sms/inbound", (header, value), json).await,
            StatusCode::FORBIDDEN,
            "{value}"
        );
    }
    assert_eq!(office.generic("/hooks/sms/inbound", json, "guess").await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_text_of_a_stranger_changes_nothing() {
    let office = office().await;
    for from in ["+33699999999", "36200", "BANK"] {
        assert_eq!(
            office.twilio("/hooks/twilio/sms", &text(from, "STOP"), "token").await,
            StatusCode::OK,
            "{from}"
        );
    }
    assert!(!office.refuses_sms().await);
}

#[tokio::test]
async fn a_receipt_of_an_unknown_delivery_is_taken_and_forgotten() {
    let office = office().await;
    let delivery = DeliveryId::new(&FixedClock::at("2026-11-22T13:19:00Z"));
    let fields = [("MessageSid", "SM1"), ("MessageStatus", "delivered")];
    for (path, expected) in [
        (format!("/hooks/twilio/status?d=1-{delivery}"), StatusCode::NO_CONTENT),
        (format!("/hooks/twilio/status?d=99-{delivery}"), StatusCode::NO_CONTENT),
        ("/hooks/twilio/status?d=nonsense".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(office.twilio(&path, &fields, "token").await, expected, "{path}");
    }
    let body = r#"{"id": "m-1", "status": "undelivered", "detail": "off"}"#;
    let path = format!("/hooks/sms/status?d=1-{delivery}");
    assert_eq!(office.generic(&path, body, "secret").await, StatusCode::NO_CONTENT);
    let body = r#"{"id": "m-1", "status": "eaten"}"#;
    assert_eq!(office.generic(&path, body, "secret").await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_provider_that_is_not_set_up_has_no_hook() {
    let office = office().await;
    let nobody = add(Route::new(), &Settings::default(), &office.backends);
    for path in ["/hooks/twilio/sms", "/hooks/twilio/status?d=1-x", "/hooks/sms/inbound"] {
        let request = Request::builder().method(Method::POST).uri(path.parse().unwrap()).finish();
        assert_eq!(nobody.get_response(request).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
