//! The accounts that the outside world of these tests knows.

use super::*;

/// The SMS account that the fault server knows.
pub(crate) fn ovh_account(outside: &Outside, address: &str) -> Ovh {
    let config = OvhConfig {
        base_url: address.to_owned(),
        application_key: APPLICATION_KEY.into(),
        application_secret: APPLICATION_SECRET.into(),
        consumer_key: CONSUMER_KEY.into(),
        service_name: SERVICE_NAME.into(),
        sender: ovh::Sender::ShortNumber,
        timeout: outside.timeout,
    };
    Ovh::new(&config).unwrap()
}

pub(super) fn calls(outside: &Outside) -> Calls {
    let config = CallsConfig {
        base_url: outside.sms[0].1.clone(),
        account_sid: ACCOUNT_SID.into(),
        auth_token: AUTH_TOKEN.into(),
        from: Phone::from_e164_trusted("+33123456789"),
        timeout: outside.timeout,
    };
    Calls::new(&config).unwrap()
}

pub(super) fn twilio(outside: &Outside, address: &str) -> Sms {
    let config = TwilioConfig {
        base_url: address.to_owned(),
        account_sid: ACCOUNT_SID.into(),
        auth_token: AUTH_TOKEN.into(),
        sender: Sender::From("+33123456789".into()),
        timeout: outside.timeout,
    };
    Sms::Twilio(Twilio::new(&config).unwrap())
}

pub(super) fn generic(outside: &Outside, url: &str) -> Sms {
    let config = GenericHttpConfig {
        url: url.to_owned(),
        headers: [("Authorization".to_owned(), format!("Bearer {GENERIC_KEY}").into())].into(),
        body: r#"{"to": {{to}}, "text": {{text}}}"#.into(),
        from: String::new(),
        id_pointer: Some("/messages/0/id".into()),
        timeout: outside.timeout,
    };
    Sms::GenericHttp(Box::new(GenericHttp::new(&config).unwrap()))
}

pub(super) fn smtp(outside: &Outside) -> Mail {
    let config = SmtpConfig {
        host: "127.0.0.1".into(),
        port: outside.smtp,
        tls: Tls::None,
        credentials: None,
        extra_root: None,
        hello: Some("rappel.example".into()),
        timeout: outside.timeout,
    };
    Mail::Smtp(Smtp::new(&config).unwrap())
}
