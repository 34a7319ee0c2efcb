//! The schema and the thinnest path through the store.
#![allow(clippy::unwrap_used, reason = "tests")]

use rappel_domain::{Locale, id::TenantId, phone::Country};
use rappel_store::{Options, Store, migrate, tenants::Tenant};

#[tokio::test]
async fn an_operator_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/rappel.sqlite", folder.path().display());
    migrate(&url).await.unwrap();
    migrate(&url).await.unwrap();
    let store = Store::open(Options::new(&url)).await.unwrap();
    let operator = Tenant {
        id: TenantId::new(&*store.clock()),
        number: 0,
        is_operator: true,
        slug: "operator".to_owned(),
        name: "Support".to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#003189".to_owned(),
        phone: None,
        promise_minutes: Some(15),
        close_after_days: Some(15),
        fallback_phone: None,
        fallback_email: None,
        terms_fr: None,
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 0,
    };
    store.insert_operator(&operator).await.unwrap();
    assert!(store.insert_operator(&operator).await.is_err());
    let read = store.operator().await.unwrap().unwrap();
    assert_eq!((read.id, read.number, read.time_zone), (operator.id, 1, operator.time_zone));
}
