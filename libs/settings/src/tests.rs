use std::io::Write as _;

use super::*;

fn load(toml: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(toml.as_bytes()).unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::load(Some(file.path()), variables)
}

#[test]
fn the_documentation_is_the_default() {
    assert_eq!(load(DOCUMENTATION, &[]).unwrap(), Settings::default());
    assert_eq!(load("", &[]).unwrap(), Settings::default());
}

#[test]
fn every_commented_key_exists() {
    // A key that the documentation offers in a comment must be accepted when it is uncommented.
    let mut uncommented = String::new();
    for line in DOCUMENTATION.lines() {
        let code = line.strip_prefix("# ").filter(|rest| {
            rest.split_once(" = ").is_some_and(|(key, _)| {
                key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
            })
        });
        uncommented.push_str(code.unwrap_or(line));
        uncommented.push('\n');
    }
    assert!(uncommented.contains("\noffice_host = "), "the test no longer finds commented keys");
    load(&uncommented, &[]).unwrap();
}

#[test]
fn variables_win_over_the_file() {
    let settings = load(
        "[server]\nlisten = \"127.0.0.1:1\"\n[worker]\nurgent = 3",
        &[
            ("RAPPEL__SERVER__LISTEN", "0.0.0.0:80"),
            ("RAPPEL__SERVER__TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.7"),
            ("RAPPEL__SMS__TWILIO__AUTH_TOKEN", "0012345"),
            ("RAPPEL__SMS__OVH__SERVICE_NAME", "sms-ab12345-1"),
            ("RAPPEL__SECURITY__HASHES_AT_ONCE", "2"),
            ("RAPPEL__REDIS__URL", ""),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(settings.server.listen.to_string(), "0.0.0.0:80");
    assert_eq!(settings.server.trusted_proxies.len(), 2);
    assert_eq!(settings.sms.twilio.auth_token, Some(Secret::new("0012345")));
    assert_eq!(settings.sms.ovh.service_name, "sms-ab12345-1");
    assert_eq!(settings.security.hashes_at_once.map(std::num::NonZero::get), Some(2));
    assert_eq!(settings.worker.urgent.get(), 3);
    assert_eq!(settings.redis.url, None);
}

#[test]
fn a_wrong_setting_is_named_with_what_was_found_and_what_is_allowed() {
    for (toml, variables, parts) in [
        ("[server]\nlisten = \"here\"", &[][..], &["server.listen", "\"here\"", "127.0.0.1:8080"][..]),
        ("[server]\nadmin_listen = \"9090\"", &[], &["server.admin_listen", "9090", "127.0.0.1:8080"]),
        ("[server]\nlistn = \"x\"", &[], &["server.listn", "`listen`"]),
        ("[servr]\nlisten = \"x\"", &[], &["servr", "`server`"]),
        ("", &[("RAPPEL__SERVR__LISTEN", "x")], &["servr", "`server`"]),
        ("", &[("RAPPEL__WORKER__URGENT", "many")], &["worker.urgent", "\"many\"", "integer"]),
        ("[worker]\nurgent = 0", &[], &["worker.urgent", "`0`", "nonzero"]),
        ("[sms]\nprovider = \"pigeon\"", &[], &["sms.provider", "\"pigeon\"", "console, twilio, ovh, http"]),
        ("[sms]\nsecond = \"pigeon\"", &[], &["sms.second", "\"pigeon\"", "console, twilio, ovh, http"]),
        ("[voice]\nprovider = \"pigeon\"", &[], &["voice.provider", "\"pigeon\"", "none, twilio"]),
        ("[voice]\ncountries = [\"FR\"]", &[], &["voice.countries", "\"FR\"", "+33"]),
        ("[email]\ntls = 7", &[], &["email.tls", "\"7\"", "starttls, tls, none"]),
        ("[server]\npublic_port = 70000", &[], &["server.public_port", "70000", "16 bit"]),
        ("[server]\ndomain = \"https://x.org\"", &[], &["server.domain", "https://x.org", "host name"]),
        ("[server]\noffice_host = \"a b\"", &[], &["server.office_host", "a b", "host name"]),
        ("[server]\ntrusted_proxies = [\"10.0.0.0/99\"]", &[], &["server.trusted_proxies", "10.0.0.0/99"]),
        ("[dns]\nservers = [\"9.9.9.9\"]", &[], &["dns.servers", "9.9.9.9", "9.9.9.9:53"]),
        ("[database]\nurl = \"mysql://root:hunter2@db\"", &[], &["database.url", "\"mysql\"", "sqlite:"]),
        ("[redis]\nurl = \"hunter2@db\"", &[], &["redis.url", "allowed: redis://"]),
        ("[watch]\nurl = \"rappel.example\"", &[], &["watch.url", "rappel.example", "https://"]),
        (
            "[telemetry]\notlp_endpoint = \"collector:4318\"",
            &[],
            &["telemetry.otlp_endpoint", "collector:4318"],
        ),
        ("[sms.twilio]\nvalidity_seconds = 0", &[], &["sms.twilio.validity_seconds", "\"0\"", "1 to 36000"]),
        ("[sms.twilio]\nauth_tokn = \"x\"", &[], &["sms.twilio.auth_tokn", "`auth_token`"]),
        ("[server", &[], &["is not TOML"]),
    ] {
        let error = load(toml, variables).unwrap_err().to_string();
        for part in parts {
            assert!(error.contains(part), "{error:?} does not say {part:?}");
        }
        assert!(!error.contains("hunter2"), "{error:?}");
    }
}

#[test]
fn a_secret_may_come_from_a_file() {
    let mut secret = tempfile::NamedTempFile::new().unwrap();
    writeln!(secret, "from a file of its own").unwrap();
    let path = secret.path().to_str().unwrap();
    let settings = load(
        &format!(
            "[email]\npassword_file = {path:?}\n\
             [sms.ovh]\napplication_secret_file = {path:?}\nconsumer_key_file = {path:?}"
        ),
        &[("RAPPEL__SMS__HTTP__INBOUND_SECRET_FILE", path), ("RAPPEL__SECRETS__KEY_FILE", path)],
    )
    .unwrap();
    assert_eq!(settings.email.password, Some(Secret::new("from a file of its own")));
    assert_eq!(settings.sms.http.inbound_secret, Some(Secret::new("from a file of its own")));
    assert_eq!(settings.secrets.key, Some(Secret::new("from a file of its own")));
    assert_eq!(settings.sms.ovh.application_secret, Some(Secret::new("from a file of its own")));
    assert_eq!(settings.sms.ovh.consumer_key, Some(Secret::new("from a file of its own")));

    let both = load(&format!("[email]\npassword = \"x\"\npassword_file = {path:?}"), &[]);
    assert!(both.unwrap_err().to_string().contains("email.password_file"));
    let missing = load("[email]\npassword_file = \"/does/not/exist\"", &[]).unwrap_err().to_string();
    for part in ["email.password_file", "/does/not/exist", "allowed: a file that can be read"] {
        assert!(missing.contains(part), "{missing}");
    }
}

#[test]
fn an_empty_secret_is_none_and_an_empty_file_a_mistake() {
    let settings = load(
        "[sms.twilio]\nauth_token = \"\"\n[sms.http]\ninbound_secret = \" \"\n[secrets]\nkey = \"\"",
        &[("RAPPEL__EMAIL__PASSWORD", " ")],
    )
    .unwrap();
    assert_eq!(settings, Settings::default());
    let mut empty = tempfile::NamedTempFile::new().unwrap();
    writeln!(empty, " ").unwrap();
    let path = empty.path().to_str().unwrap();
    let error = load("", &[("RAPPEL__SMS__HTTP__INBOUND_SECRET_FILE", path)]).unwrap_err().to_string();
    for part in ["sms.http.inbound_secret_file", "an empty file", "allowed"] {
        assert!(error.contains(part), "{error:?} does not say {part:?}");
    }
    assert!(load("[database]\nurl = \"\"", &[]).is_err(), "not the database of a first run");
}

#[test]
fn a_key_that_others_sign_with_is_no_short_one() {
    let load = |secret: &str| load(&format!("[sms.http]\ninbound_secret = {secret:?}"), &[]);
    let error = load("hunter2").unwrap_err().to_string();
    for part in ["sms.http.inbound_secret", "7 characters", "16 characters or more"] {
        assert!(error.contains(part), "{error:?} does not say {part:?}");
    }
    assert!(!error.contains("hunter2"), "{error:?}");
    assert!(load("0123456789abcdef").is_ok());
}

#[test]
fn secrets_do_not_print() {
    let settings = load("[database]\nurl = \"postgres://u:hunter2@db/x\"", &[]).unwrap();
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn hosts_and_ports_fall_back_to_what_a_first_run_needs() {
    let server = Server::default();
    assert_eq!(server.origin("durand.localhost"), "http://durand.localhost:8080");
    assert_eq!((server.office_host(), server.short_host()), ("localhost", "localhost"));
    let server =
        load("[server]\ndomain = \"Example.org\"\nscheme = \"https\"\nshort_host = \"s.example.org\"", &[])
            .unwrap()
            .server;
    assert_eq!(server.origin(server.office_host()), "https://example.org");
    assert_eq!(server.short_host(), "s.example.org");
}
