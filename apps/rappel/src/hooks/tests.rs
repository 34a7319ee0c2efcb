use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use poem::{
    Endpoint as _, Request,
    http::{Method, StatusCode, Uri, uri::Scheme},
    web::{LocalAddr, RemoteAddr},
};
use rappel_domain::{
    clock::FixedClock,
    decision::announce,
    delivery::{Channel, DeliveryState, News, Recipient, Tag},
    id::DeliveryId,
    phone::Phone,
};
use rappel_settings::{Secret, sms::SmsProvider};
use rappel_testkit::provider::{
    APPLICATION_KEY, APPLICATION_SECRET, CONSUMER_KEY, FaultProvider, SERVICE_NAME,
};
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
    settings: Settings,
    ovh: FaultProvider,
    _folder: tempfile::TempDir,
}

/// A back office with every kind of provider and one member of staff.
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
    let ovh = FaultProvider::start().await.unwrap();
    settings.sms.provider = SmsProvider::Ovh;
    settings.sms.ovh.base_url = ovh.base_url();
    settings.sms.ovh.application_key = APPLICATION_KEY.to_owned();
    settings.sms.ovh.application_secret = Some(Secret::new(APPLICATION_SECRET));
    settings.sms.ovh.consumer_key = Some(Secret::new(CONSUMER_KEY));
    settings.sms.ovh.service_name = SERVICE_NAME.to_owned();
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
    let routes = add(Route::new(), &settings, &backends);
    Office { routes, backends, settings, ovh, _folder: folder }
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

    /// As OVHcloud calls it.
    async fn ovh(&self, path: &str, query: &str) -> StatusCode {
        let uri: Uri = format!("{path}?{query}").parse().unwrap();
        let request = Request::builder().method(Method::GET).uri(uri).finish();
        self.routes.get_response(request).await.status()
    }

    /// Sends a text by OVHcloud, and notes it as the worker does; answers OVHcloud's number of it.
    async fn text_by_ovh(&self) -> (DeliveryId, String) {
        let service = &self.backends.service;
        let line = service.store().doors().command_line().await.unwrap();
        let operator = service.operator().await.unwrap().unwrap();
        let scope = line.tenant(operator.id);
        let mut tx = service.store().write(&scope).await.unwrap();
        let to = Recipient::Address("+33612345678".to_owned());
        let news = News::Test;
        let decision = announce(tx.clock(), operator.id, to, Channel::Sms, news);
        let id = decision.parts().deliveries[0].id;
        tx.record(decision).await.unwrap();
        let sending =
            rappel_service::Sending { provider: "ovh", address: "+33612345678", subject: None, body: "x" };
        let attempt = tx.deliveries().begin_attempt(id, &sending).await.unwrap();
        let message = rappel_notify::sms::Message {
            to: Phone::from_e164_trusted("+33612345678"),
            body: "x".to_owned(),
            reference: id.to_string(),
            tag: Tag::new(operator.number, id),
            status_callback: None,
            validity: None,
        };
        let sid = self.backends.sms[0].send(&message).await.unwrap().provider_id.unwrap();
        let receipts = rappel_domain::callback::Receipts::Expected;
        service.sent(&mut tx, id, attempt, Some(&sid), receipts).await.unwrap();
        tx.commit().await.unwrap();
        (id, sid)
    }

    async fn state_of(&self, id: DeliveryId) -> DeliveryState {
        let service = &self.backends.service;
        let line = service.store().doors().command_line().await.unwrap();
        let scope = line.tenant(service.operator().await.unwrap().unwrap().id);
        service.store().read(&scope).await.unwrap().deliveries().by_id(id).await.unwrap().state
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
    let start = r#"{"from": "+33 6 12 34 56 78", "text": "START", "id": "m-1"}"#;
    assert_eq!(office.generic("/hooks/sms/inbound", start, "secret").await, StatusCode::NO_CONTENT);
    assert!(!office.refuses_sms().await);
    // Without a name it could be sent again and again.
    let stop = r#"{"from": "+33612345678", "text": "STOP"}"#;
    assert_eq!(office.generic("/hooks/sms/inbound", stop, "secret").await, StatusCode::BAD_REQUEST);
    let stop = r#"{"from": "+33612345678", "text": "STOP", "id": "m-2"}"#;
    let start = r#"{"from": "+33612345678", "text": "START", "id": "m-3"}"#;
    for body in [stop, start, stop] {
        assert_eq!(office.generic("/hooks/sms/inbound", body, "secret").await, StatusCode::NO_CONTENT);
    }
    assert!(!office.refuses_sms().await, "the first is not read again");
}

#[tokio::test]
async fn what_is_not_signed_is_not_heard() {
    let office = office().await;
    let stop = text("+33612345678", "STOP");
    assert_eq!(office.twilio("/hooks/twilio/sms", &stop, "guess").await, StatusCode::FORBIDDEN);
    assert_eq!(office.post("/hooks/twilio/sms", ("x", "y"), "Body=STOP").await, StatusCode::FORBIDDEN);
    let json = r#"{"from": "+33612345678", "text": "STOP", "id": "m-1"}"#;
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
async fn a_receipt_of_another_message_says_nothing_of_this_one() {
    let office = office().await;
    let ((id, sid), (_, other)) = (office.text_by_ovh().await, office.text_by_ovh().await);
    let number = office.backends.service.operator().await.unwrap().unwrap().number;
    let path = format!("/hooks/sms/status?d={number}-{id}");
    let delivered = |sid: &str| format!(r#"{{"id": "{sid}", "status": "delivered"}}"#);
    // Signed once, and sent to the address of another delivery.
    assert_eq!(office.generic(&path, &delivered(&other), "secret").await, StatusCode::NO_CONTENT);
    assert_eq!(office.state_of(id).await, DeliveryState::Sent);
    assert_eq!(office.generic(&path, &delivered(&sid), "secret").await, StatusCode::NO_CONTENT);
    assert_eq!(office.state_of(id).await, DeliveryState::Delivered);
}

#[tokio::test]
async fn a_provider_that_is_not_set_up_has_no_hook() {
    let office = office().await;
    let mut settings = Settings { sms: rappel_settings::Sms::default(), ..office.settings.clone() };
    let backends = backends::open(&settings, Circumstances { clock: None }).await.unwrap();
    // With an empty key anybody could sign.
    settings.sms.twilio.auth_token = Some(Secret::new(""));
    settings.sms.http.inbound_secret = Some(Secret::new(" "));
    let nobody = add(Route::new(), &settings, &backends);
    for path in [
        "/hooks/twilio/sms",
        "/hooks/twilio/status?d=1-x",
        "/hooks/twilio/voice?d=1-x",
        "/hooks/sms/inbound",
        "/hooks/ovh/status/x?id=1",
    ] {
        let request = Request::builder().method(Method::POST).uri(path.parse().unwrap()).finish();
        assert_eq!(nobody.get_response(request).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn ovhcloud_is_asked_and_its_callback_is_not_believed() {
    let office = office().await;
    let address = ovh::address(&office.settings, &crate::key::of(&office.settings).unwrap());
    let path = address.strip_prefix(ORIGIN).unwrap();
    assert!(path.starts_with("/hooks/ovh/status/") && path.len() == 40, "{path}");
    let (id, sid) = office.text_by_ovh().await;
    // It claims an end that OVHcloud does not know of.
    assert_eq!(office.ovh(path, &format!("id={sid}&ptt=3&dlr=1")).await, StatusCode::NO_CONTENT);
    assert_eq!(office.state_of(id).await, DeliveryState::Sent);
    office.ovh.set_status(&sid, "rejected", Some(22));
    for _ in 0..2 {
        // Late, twice, and claiming the contrary.
        assert_eq!(office.ovh(path, &format!("id={sid}&ptt=3&dlr=1")).await, StatusCode::NO_CONTENT);
        assert_eq!(office.state_of(id).await, DeliveryState::Undelivered);
    }
    office.ovh.set_status(&sid, "delivered", Some(3));
    assert_eq!(office.ovh(path, &format!("id={sid}&ptt=22&dlr=2")).await, StatusCode::NO_CONTENT);
    assert_eq!(office.state_of(id).await, DeliveryState::Delivered);
    office.ovh.set_status(&sid, "undelivered", Some(22));
    assert_eq!(office.ovh(path, &format!("id={sid}&ptt=22&dlr=2")).await, StatusCode::NO_CONTENT);
    assert_eq!(office.state_of(id).await, DeliveryState::Delivered, "a state never goes back");
    assert_eq!(office.ovh.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn who_does_not_know_the_address_makes_us_ask_nothing() {
    let office = office().await;
    let (id, sid) = office.text_by_ovh().await;
    office.ovh.set_status(&sid, "delivered", None);
    let address = ovh::address(&office.settings, &crate::key::of(&office.settings).unwrap());
    let right = address.rsplit('/').next().unwrap();
    for secret in ["x", "AAAAAAAAAAAAAAAAAAAAAA", &right[..10], &right.to_lowercase(), "%20"] {
        let status = office.ovh(&format!("/hooks/ovh/status/{secret}"), &format!("id={sid}&dlr=1")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{secret}");
    }
    assert_eq!(office.state_of(id).await, DeliveryState::Sent);
    let path = format!("/hooks/ovh/status/{right}");
    assert_eq!(office.ovh(&path, "id=none").await, StatusCode::BAD_REQUEST);
    assert_eq!(office.ovh(&path, "id=1").await, StatusCode::SERVICE_UNAVAILABLE, "OVHcloud does not know it");
}
