use rappel_settings::Secret;
use rappel_testkit::provider::{
    APPLICATION_KEY, APPLICATION_SECRET, CONSUMER_KEY, FaultProvider, SERVICE_NAME,
};

use super::*;
use crate::{backends::Backends, people};

/// A fresh installation in a folder of its own.
async fn installation() -> (tempfile::TempDir, Settings, Backends) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.database.url = Secret::new(format!("sqlite:{}", folder.path().join("x.db").display()));
    settings.files.folder = folder.path().join("files");
    rappel_store::migrate(settings.database.url.expose()).await.unwrap();
    let backends = backends::open(&settings, Circumstances { clock: None }).await.unwrap();
    (folder, settings, backends)
}

fn said(findings: &[Finding]) -> String {
    findings.iter().map(Finding::line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_database_without_its_schema_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.database.url = Secret::new(format!("sqlite:{}", folder.path().join("x.db").display()));
    let findings = said(&database::schema(&settings).await);
    assert!(findings.contains("BROKEN") && findings.contains("Run `rappel migrate`"), "{findings}");

    rappel_store::migrate(settings.database.url.expose()).await.unwrap();
    let findings = said(&database::schema(&settings).await);
    assert!(!findings.contains("BROKEN"), "{findings}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_broken_and_its_password_is_not_shown() {
    let mut settings = Settings::default();
    settings.database.url = Secret::new("postgres://rappel:hunter2@127.0.0.1:9/none");
    let findings = said(&database::schema(&settings).await);
    assert!(findings.contains("BROKEN") && !findings.contains("hunter2"), "{findings}");
}

#[tokio::test]
async fn holes_and_missing_numbers_are_found_before_a_client_finds_them() {
    let (_folder, settings, backends) = installation().await;
    let service = &backends.service;
    assert!(said(&on_call::look(service).await).contains("Nobody can sign in"));

    people::add_staff(settings.clone(), staff("zoe@op.example", None)).await.unwrap();
    assert!(said(&on_call::look(service).await).contains("There is no rota"));

    let line = service.store().doors().command_line().await.unwrap();
    let office = line.office();
    let zoe = service.team(&office).await.unwrap()[0].id;
    let rota = |until: &str| -> rappel_domain::rota::Rota {
        serde_json::from_value(serde_json::json!({
            "time_zone": "Europe/Paris",
            "shifts": [{
                "from": {"day": "Mon", "time": "00:00"},
                "until": {"day": until, "time": "00:00"},
                "staff": zoe,
            }],
            "overrides": [],
        }))
        .unwrap()
    };
    let id = service.save_rota(&office, None, None, "Astreinte", rota("Tue")).await.unwrap();
    let findings = said(&on_call::look(service).await);
    assert!(
        findings.contains("The rota Astreinte has 1 holes this week") || findings.contains("has 2 holes"),
        "{findings}"
    );
    assert!(findings.contains("Zoé is on call this week but cannot be paged by SMS"), "{findings}");

    service.save_rota(&office, Some(id), None, "Astreinte", rota("Mon")).await.unwrap();
    assert!(said(&on_call::look(service).await).contains("has somebody on call all week"));
}

#[tokio::test]
async fn facts_are_verified_once_somebody_works_here() {
    let (_folder, settings, backends) = installation().await;
    assert_eq!(chains::look(&backends.service).await, []);
    people::add_staff(settings, staff("zoe@op.example", None)).await.unwrap();
    let findings = said(&chains::look(&backends.service).await);
    assert!(findings.contains("ok      The facts of 0 tickets are as they were written"), "{findings}");
}

#[tokio::test]
async fn what_does_not_leave_is_said() {
    let (_folder, mut settings, backends) = installation().await;
    let findings = said(&messages::look(&settings, &backends).await);
    assert!(findings.contains("E-mail is printed in the log"), "{findings}");
    assert!(findings.contains("No SMS provider is set: pages go by e-mail only"), "{findings}");
    assert!(findings.contains("Nobody is called"), "{findings}");

    settings.email.transport = rappel_settings::email::EmailTransport::Smtp;
    settings.email.host = "127.0.0.1".to_owned();
    settings.email.port = Some(9);
    let findings = said(&messages::look(&settings, &backends).await);
    assert!(findings.contains("BROKEN  The mail server 127.0.0.1:9 cannot be reached"), "{findings}");

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    settings.email.port = Some(listener.local_addr().unwrap().port());
    assert!(!said(&messages::look(&settings, &backends).await).contains("BROKEN"));

    assert!(!said(&messages::look(&settings, &backends).await).contains("becomes two messages"));
    settings.server.short_host = Some("a-rather-long-name.of-this-server.example".to_owned());
    assert!(said(&messages::look(&settings, &backends).await).contains("becomes two messages"));
}

#[tokio::test]
async fn calls_need_a_number_and_a_machine_that_twilio_reaches() {
    let (_folder, mut settings, _) = installation().await;
    settings.voice.provider = rappel_settings::voice::VoiceProvider::Twilio;
    settings.sms.twilio.account_sid = "AC1".to_owned();
    settings.sms.twilio.auth_token = Some(Secret::new("token"));
    for wrong in [None, Some("Rappel"), Some("+"), Some("+33 1")] {
        settings.voice.from = wrong.map(str::to_owned);
        let Err(stop) = backends::open(&settings, Circumstances { clock: None }).await else {
            panic!("{wrong:?}")
        };
        assert!(stop.to_string().contains("voice.from"), "{stop}");
    }
    settings.voice.from = Some("+33123456789".to_owned());
    let backends = backends::open(&settings, Circumstances { clock: None }).await.unwrap();
    let findings = said(&messages::look(&settings, &backends).await);
    assert!(findings.contains("Calls are made from +33123456789."), "{findings}");
    assert!(findings.contains("BROKEN  Twilio cannot reach this machine at localhost"), "{findings}");
}

#[tokio::test]
async fn ovhcloud_is_asked_whether_it_knows_us_and_where_it_tells_receipts() {
    let provider = FaultProvider::start().await.unwrap();
    let (_folder, mut settings, _) = installation().await;
    settings.sms.provider = rappel_settings::sms::SmsProvider::Ovh;
    settings.sms.ovh.base_url = provider.base_url();
    settings.sms.ovh.application_key = APPLICATION_KEY.to_owned();
    settings.sms.ovh.application_secret = Some(Secret::new(APPLICATION_SECRET));
    settings.sms.ovh.consumer_key = Some(Secret::new(CONSUMER_KEY));
    settings.sms.ovh.service_name = SERVICE_NAME.to_owned();
    let look = async |settings: &Settings| {
        let backends = backends::open(settings, Circumstances { clock: None }).await.unwrap();
        said(&messages::look(settings, &backends).await)
    };
    let findings = look(&settings).await;
    assert!(findings.contains("has 1234.5 credits left"), "{findings}");
    assert!(findings.contains("tells receipts elsewhere or nowhere"), "{findings}");
    let address = crate::hooks::ovh::address(&settings, &key::of(&settings).unwrap());
    assert!(findings.contains(&address), "{findings}");
    provider.ovh_callback(&address);
    assert!(look(&settings).await.contains("OVHcloud tells receipts as they come"));

    settings.sms.ovh.sender = Some("Rappel".to_owned());
    assert!(look(&settings).await.contains("a name at OVHcloud, which nobody can answer"));

    settings.sms.ovh.consumer_key = Some(Secret::new("wrong"));
    let findings = look(&settings).await;
    assert!(findings.contains("BROKEN  OVHcloud does not show the SMS account"), "{findings}");
    assert!(findings.contains("INVALID_CREDENTIAL") || findings.contains("consumer key"), "{findings}");
}

#[tokio::test]
async fn a_redis_that_is_down_is_broken() {
    let mut settings = Settings::default();
    settings.redis.url = Some(Secret::new("redis://127.0.0.1:9"));
    let findings = said(&redis::look(&settings).await.unwrap());
    assert!(findings.contains("BROKEN  Redis does not answer"), "{findings}");
}

#[test]
fn an_address_without_tls_is_broken_except_at_home() {
    let mut settings = Settings::default();
    assert!(matches!(address(&settings), Finding::Fine(_)));
    settings.server.domain = "example.org".to_owned();
    assert!(matches!(address(&settings), Finding::Broken { .. }));
    settings.server.scheme = rappel_settings::server::Scheme::Https;
    assert!(matches!(address(&settings), Finding::Careful { .. }));
    settings.server.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    assert!(matches!(address(&settings), Finding::Fine(_)));
}

fn staff(email: &str, phone: Option<&str>) -> crate::cli::StaffAdd {
    crate::cli::StaffAdd {
        email: email.to_owned(),
        name: "Zoé".to_owned(),
        role: "admin".to_owned(),
        phone: phone.map(str::to_owned),
        operator: "Support".to_owned(),
    }
}

#[tokio::test]
async fn a_deletion_that_is_late_by_more_than_a_day_is_told_of() {
    let (_folder, _, backends) = installation().await;
    assert_eq!(deletions::look(&backends.service).await, []);
    let clock = backends.service.clock();
    let now = clock.now();
    let day = chrono::Duration::days(1);
    let open = |due_at, begun_at| rappel_service::leaving::Deletion {
        id: rappel_domain::id::DeletionId::new(&*clock),
        company: rappel_domain::id::TenantId::new(&*clock),
        number: 7,
        name_hash: rappel_domain::chain::Hash::from_slice(&[1; 32]).unwrap(),
        asked_at: now,
        asked_by: rappel_domain::id::StaffId::new(&*clock),
        due_at,
        recalled_at: None,
        recalled_by: None,
        begun_at,
        done_at: None,
        seal: None,
        counts: std::collections::BTreeMap::new(),
    };
    let all = [
        open(now + day, None),
        open(now - day, Some(now)),
        open(now - day * 2, None),
        open(now - day * 2, Some(now)),
    ];
    assert_eq!(deletions::overdue(&all[..2], now), []);
    let found = deletions::overdue(&all, now);
    let text = said(&found);
    assert!(matches!(found[..], [Finding::Careful { .. }, Finding::Broken { .. }]), "{text}");
    assert!(text.contains("company no. 7") && text.contains("has not begun"), "{text}");
}

#[tokio::test]
async fn a_text_that_no_longer_fits_is_named_with_its_company() {
    let (_folder, settings, backends) = installation().await;
    let service = &backends.service;
    people::add_staff(settings.clone(), staff("zoe@op.example", None)).await.unwrap();
    let line = service.store().doors().command_line().await.unwrap();
    let form = rappel_service::tenants::TenantForm {
        name: "Durand".to_owned(),
        brand_color: "#0b5d4e".to_owned(),
        locale: "fr".to_owned(),
        ..Default::default()
    };
    let durand = service.add_tenant(&line.office(), &form).await.unwrap();
    // The right to companies is that of the moment.
    let office = service.store().doors().command_line().await.unwrap().office();
    let fr = rappel_domain::Locale::Fr;
    let save = async |key: &str, words: &str| {
        service.save_own_words(&office, durand.id, (fr, key), Some(words), None).await.unwrap();
    };
    save("login-title", "Entrer").await;
    assert_eq!(texts::look(service).await, []);
    assert_eq!(texts::languages(service).await, []);
    // As if an older version of the program had taken it.
    save("login-do", "Entrer { $then }").await;
    let found = said(&texts::look(service).await);
    assert!(
        found.contains("careful Texts of durand no longer fit") && found.contains("login-do (fr)"),
        "{found}"
    );
    assert!(!found.contains("login-title"), "{found}");
}
