//! Each part of settings is told apart, and what means the same is no change.

use rappel_domain::{
    Locale,
    audit::SettingsPart,
    company::{CompanySettings, Conformity, StaffNames, Written},
    office_hours::OfficeHours,
    phone::{Country, Phone},
};

use super::{changed, counting_otherwise, meant};
use crate::Tenant;

fn tenant() -> Tenant {
    Tenant {
        id: "ten_00000000000000000000000000000000".parse().unwrap(),
        number: 1,
        is_operator: false,
        slug: "durand".to_owned(),
        name: "Durand & Fils".to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#003189".to_owned(),
        phone: None,
        promise_minutes: None,
        close_after_days: None,
        fallback_phone: None,
        fallback_email: None,
        terms_fr: None,
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 1,
    }
}

fn with(settings: CompanySettings) -> Tenant {
    Tenant { settings: Box::new(settings), ..tenant() }
}

fn hours() -> OfficeHours {
    let mut hours = OfficeHours::default();
    hours.week[0] = OfficeHours::parse_day("09:00-12:00").unwrap();
    hours
}

/// Another value of each part.
fn others() -> Vec<(SettingsPart, Tenant)> {
    let text = || Some("autre".to_owned());
    let phone = Some(Phone::from_e164_trusted("+33123456789"));
    let french = || Written { fr: text(), en: None };
    let settings = CompanySettings::default;
    vec![
        (SettingsPart::Name, Tenant { name: "Nunes".to_owned(), ..tenant() }),
        (SettingsPart::Language, Tenant { locale: Locale::En, ..tenant() }),
        (SettingsPart::Language, with(CompanySettings { follows_language: true, ..settings() })),
        (SettingsPart::TimeZone, Tenant { time_zone: chrono_tz::America::Montreal, ..tenant() }),
        (SettingsPart::TimeZone, with(CompanySettings { follows_zone: true, ..settings() })),
        (SettingsPart::Phone, Tenant { phone: phone.clone(), ..tenant() }),
        (SettingsPart::LastResort, Tenant { fallback_phone: phone, ..tenant() }),
        (SettingsPart::LastResort, Tenant { fallback_email: text(), ..tenant() }),
        (SettingsPart::Promise, Tenant { promise_minutes: Some(30), ..tenant() }),
        (SettingsPart::Closing, Tenant { close_after_days: Some(30), ..tenant() }),
        (SettingsPart::Reminder, with(CompanySettings { reminder_days: Some(5), ..settings() })),
        (SettingsPart::Budgets, Tenant { sms_budget: Some(5), ..tenant() }),
        (SettingsPart::Budgets, Tenant { call_budget: Some(5), ..tenant() }),
        (SettingsPart::Sender, with(CompanySettings { sender_name: text(), ..settings() })),
        (SettingsPart::ReplyTo, with(CompanySettings { reply_to: text(), ..settings() })),
        (SettingsPart::Signature, with(CompanySettings { signature: text(), ..settings() })),
        (
            SettingsPart::StaffNames,
            with(CompanySettings { staff_names: Some(StaffNames::First), ..settings() }),
        ),
        (SettingsPart::SecondStep, with(CompanySettings { second_step: Some(true), ..settings() })),
        (SettingsPart::Hours, with(CompanySettings { hours: Some(hours()), ..settings() })),
        (SettingsPart::Terms, Tenant { terms_fr: text(), ..tenant() }),
        (SettingsPart::Terms, Tenant { terms_en: text(), ..tenant() }),
        (SettingsPart::Legal, with(CompanySettings { legal: french(), ..settings() })),
        (SettingsPart::Accessibility, with(CompanySettings { accessibility: french(), ..settings() })),
        (SettingsPart::Accessibility, with(CompanySettings { conformity: Conformity::Full, ..settings() })),
    ]
}

#[test]
fn each_part_is_told_apart() {
    let others = others();
    for (part, other) in &others {
        assert_eq!(changed(&tenant(), other), [*part]);
        assert_eq!(changed(other, &tenant()), [*part]);
        assert_eq!(changed(other, other), []);
    }
    // The escalation is in no tenant's row.
    for part in SettingsPart::ALL.into_iter().filter(|part| *part != SettingsPart::Policy) {
        assert!(others.iter().any(|(told, _)| *told == part), "{part:?} is tried");
    }
}

#[test]
fn what_counts_for_a_company_is_what_it_does_not_say_itself() {
    let (silent, none): (_, &[SettingsPart]) = (tenant(), &[]);
    let follower =
        with(CompanySettings { follows_language: true, follows_zone: true, ..CompanySettings::default() });
    for (part, operator) in others() {
        let told = counting_otherwise(&follower, &tenant(), &operator);
        let own = matches!(part, SettingsPart::Name | SettingsPart::LastResort | SettingsPart::Budgets);
        let differs = changed(&tenant(), &operator) == [part] && !operator.settings.follows_language;
        if own || !differs || operator.settings.follows_zone {
            assert_eq!(told, none, "{part:?}");
        } else {
            assert_eq!(told, [part]);
        }
        if matches!(part, SettingsPart::Language | SettingsPart::TimeZone) {
            assert_eq!(counting_otherwise(&silent, &tenant(), &operator), none, "it says its own");
        }
    }
    let own = with(CompanySettings { second_step: Some(false), ..CompanySettings::default() });
    let required = with(CompanySettings { second_step: Some(true), ..CompanySettings::default() });
    assert_eq!(counting_otherwise(&own, &tenant(), &required), none);
}

#[test]
fn to_say_the_usual_value_is_no_change() {
    let usual = Tenant {
        promise_minutes: Some(15),
        close_after_days: Some(15),
        ..with(CompanySettings {
            reminder_days: Some(3),
            staff_names: Some(StaffNames::Full),
            second_step: Some(false),
            hours: Some(OfficeHours::default()),
            ..CompanySettings::default()
        })
    };
    assert_eq!(changed(&meant(&tenant()), &meant(&usual)), []);
    assert_eq!(counting_otherwise(&tenant(), &tenant(), &usual), []);
}
