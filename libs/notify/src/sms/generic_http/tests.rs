use proptest::prelude::*;

use super::*;

fn config(body: &str) -> GenericHttpConfig {
    GenericHttpConfig {
        url: "http://127.0.0.1:1/send".into(),
        headers: BTreeMap::new(),
        body: body.into(),
        from: "Opérateur \"1\"".into(),
        id_pointer: None,
        timeout: Duration::from_secs(1),
    }
}

const GOOD: &str = r#"{"to": {{to}}, "text": {{text}}, "from": {{from}}, "ref": {{reference}}}"#;

#[test]
fn an_unknown_value_an_unescaped_one_and_broken_json_are_refused_at_the_start() {
    assert!(GenericHttp::new(&config(GOOD)).is_ok());
    for bad in [
        r#"{"to": {{telephone}}}"#,
        r#"{"text": {{{text}}}}"#,
        r#"{"text": "{{text}}"}"#,
        r#"{"to": {{to}}"#,
        r#"{"to": {{to}"#,
    ] {
        let error = GenericHttp::new(&config(bad)).expect_err(bad).to_string();
        assert!(error.starts_with("body: "), "{error}");
    }
}

#[test]
fn a_bad_address_header_or_pointer_names_its_key() {
    let cases = [
        (GenericHttpConfig { url: "ftp://x".into(), ..config(GOOD) }, "url"),
        (GenericHttpConfig { url: "no address".into(), ..config(GOOD) }, "url"),
        (GenericHttpConfig { id_pointer: Some("id".into()), ..config(GOOD) }, "id_pointer"),
        (
            GenericHttpConfig { headers: [("X-Key".to_owned(), "a\nb".into())].into(), ..config(GOOD) },
            "headers",
        ),
    ];
    for (config, key) in cases {
        let error = GenericHttp::new(&config).expect_err(key).to_string();
        assert!(error.starts_with(&format!("{key}: ")), "{error}");
    }
}

proptest! {
    #[test]
    fn any_text_survives_the_template(text in any::<String>(), reference in any::<String>()) {
        let generic = GenericHttp::new(&config(GOOD)).unwrap();
        let to = Phone::from_e164_trusted("+33612345678");
        let message =
            Message { to, body: text.clone(), reference: reference.clone(), tag: None, status_callback: None, validity: None };
        let json: Value = serde_json::from_str(&generic.render(&message).unwrap()).unwrap();
        let expected =
            serde_json::json!({ "to": "+33612345678", "text": text, "from": "Opérateur \"1\"", "ref": reference });
        prop_assert_eq!(json, expected);
    }
}
