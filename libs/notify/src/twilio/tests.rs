use super::*;

fn config() -> TwilioConfig {
    TwilioConfig {
        base_url: BASE_URL.into(),
        account_sid: "AC123".into(),
        auth_token: "secret-token".into(),
        sender: Sender::From("+33123456789".into()),
        timeout: Duration::from_secs(1),
    }
}

#[test]
fn a_configuration_that_cannot_work_names_its_key() {
    assert!(Twilio::new(&config()).is_ok());
    let cases = [
        (TwilioConfig { account_sid: "SK123".into(), ..config() }, "account_sid"),
        (TwilioConfig { account_sid: "AC1/../x".into(), ..config() }, "account_sid"),
        (TwilioConfig { base_url: "nowhere".into(), ..config() }, "base_url"),
        (TwilioConfig { base_url: "ftp://x".into(), ..config() }, "base_url"),
    ];
    for (config, key) in cases {
        let error = Twilio::new(&config).expect_err(key).to_string();
        assert!(error.starts_with(&format!("{key}: ")), "{error}");
    }
}

#[test]
fn the_token_is_never_printed() {
    assert!(!format!("{:?}", Twilio::new(&config()).unwrap()).contains("secret-token"));
    assert!(!format!("{:?}", config()).contains("secret-token"));
}
