use super::*;

fn config() -> OvhConfig {
    OvhConfig {
        base_url: BASE_URL.into(),
        application_key: "key".into(),
        application_secret: "secrettext".into(),
        consumer_key: "consumertext".into(),
        service_name: "sms-ab12345-1".into(),
        sender: Sender::ShortNumber,
        timeout: Duration::from_secs(1),
    }
}

#[test]
fn a_configuration_that_cannot_work_names_its_key() {
    assert!(Ovh::new(&config()).is_ok());
    let cases = [
        (OvhConfig { base_url: "nowhere".into(), ..config() }, "base_url"),
        (OvhConfig { base_url: "ftp://x".into(), ..config() }, "base_url"),
        (OvhConfig { service_name: String::new(), ..config() }, "service_name"),
        (OvhConfig { service_name: "sms/../x".into(), ..config() }, "service_name"),
        (OvhConfig { application_key: String::new(), ..config() }, "application_key"),
        (OvhConfig { application_secret: "a\nb".into(), ..config() }, "application_secret"),
        (OvhConfig { consumer_key: "".into(), ..config() }, "consumer_key"),
        (OvhConfig { sender: Sender::Name(" ".into()), ..config() }, "sender"),
    ];
    for (config, key) in cases {
        let error = Ovh::new(&config).expect_err(key).to_string();
        assert!(error.starts_with(&format!("{key}: ")), "{error}");
    }
}

#[test]
fn secrets_are_never_printed() {
    for printed in [format!("{:?}", Ovh::new(&config()).unwrap()), format!("{:?}", config())] {
        assert!(!printed.contains("secrettext") && !printed.contains("consumertext"), "{printed}");
    }
}
