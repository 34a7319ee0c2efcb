//! Everything that a company may have from the operator is shown with where it comes from.

use rappel_domain::{
    Locale,
    company::{CompanySettings, Conformity, StaffNames, Written},
    office_hours::OfficeHours,
    phone::Country,
    retention::{Keep, Standing},
    visibility::Visibility,
};
use rappel_pages::office::InForce;
use rappel_service::{Tenant, settings::Effective};

use super::in_force;

/// What a tenant says of each setting, and under which address its row leads to it. Whoever adds a setting says it here.
fn said(tenant: &Tenant) -> Vec<(&'static str, bool)> {
    let Tenant {
        // Each has its own.
        id: _,
        number: _,
        is_operator: _,
        slug: _,
        name: _,
        country: _,
        brand_color: _,
        phone: _,
        fallback_phone: _,
        fallback_email: _,
        sms_budget: _,
        call_budget: _,
        logo: _,
        disabled_at: _,
        version: _,
        // It says whether it follows in them, below.
        locale: _,
        time_zone: _,
        promise_minutes,
        close_after_days,
        terms_fr,
        terms_en,
        settings,
    } = tenant;
    let CompanySettings {
        reminder_days,
        sender_name,
        reply_to,
        signature,
        staff_names,
        second_step,
        hours,
        keep_months,
        legal,
        accessibility,
        conformity: _, // It belongs to the declaration.
        follows_language,
        follows_zone,
    } = &**settings;
    vec![
        ("#promise_minutes", promise_minutes.is_some()),
        ("#close_after_days", close_after_days.is_some()),
        ("#terms_fr", terms_fr.is_some() || terms_en.is_some()),
        ("#terms_en", terms_fr.is_some() || terms_en.is_some()),
        ("#reminder_days", reminder_days.is_some()),
        ("#sender_name", sender_name.is_some()),
        ("#reply_to", reply_to.is_some()),
        ("#signature", signature.is_some()),
        ("#staff_names", staff_names.is_some()),
        ("#second_step", second_step.is_some()),
        ("#hours_of", hours.is_some()),
        ("/tenants/durand/data", keep_months.is_some()),
        ("#legal_fr", legal.says_any()),
        ("#legal_en", legal.says_any()),
        ("#accessibility_fr", accessibility.says_any()),
        ("#accessibility_en", accessibility.says_any()),
        ("#conformity", accessibility.says_any()),
        ("#locale", !follows_language),
        ("#time_zone", !follows_zone),
    ]
}

fn silent() -> Tenant {
    Tenant {
        id: "ten_00000000000000000000000000000000".parse().unwrap(),
        number: 1,
        is_operator: false,
        slug: "durand".to_owned(),
        name: "Durand & Fils".to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#0f6b52".to_owned(),
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
        settings: Box::new(CompanySettings {
            follows_language: true,
            follows_zone: true,
            ..CompanySettings::default()
        }),
        disabled_at: None,
        version: 1,
    }
}

/// Says something of everything; `word` and `number` make what it says its own.
fn outspoken(word: &str, number: i32) -> Tenant {
    let text = |what: &str| Some(format!("{what} {word}"));
    let nine_to_ten = OfficeHours::parse_day("09:00-10:00").unwrap();
    let mut hours = OfficeHours::default();
    (0..number).for_each(|day| hours.week[usize::try_from(day).unwrap()].clone_from(&nine_to_ten));
    Tenant {
        promise_minutes: Some(number),
        close_after_days: Some(number + 10),
        terms_fr: text("Conditions"),
        terms_en: text("Terms"),
        settings: Box::new(CompanySettings {
            reminder_days: Some(number),
            sender_name: text("Support"),
            reply_to: text("reply@"),
            signature: text("Bien à vous,\nL’équipe"),
            staff_names: Some(if number > 3 { StaffNames::First } else { StaffNames::Operator }),
            second_step: Some(number > 3),
            hours: Some(hours),
            keep_months: Some(number),
            legal: Written { fr: text("Éditeur"), en: text("Publisher") },
            accessibility: Written { fr: text("Conforme"), en: None },
            conformity: if number > 3 { Conformity::Full } else { Conformity::None },
            follows_language: false,
            follows_zone: false,
        }),
        ..silent()
    }
}

fn rows(tenant: &Tenant, operator: &Tenant) -> Vec<InForce> {
    let settings = Effective::of(tenant.clone(), operator);
    let kept = Standing { keep: settings.company.keep(), next: None };
    in_force(&settings, (&Visibility::Own, false), (None, false), kept)
}

fn row<'a>(rows: &'a [InForce], href: &str) -> &'a InForce {
    rows.iter().find(|row| row.href == href).unwrap_or_else(|| panic!("no row leads to {href}"))
}

#[test]
fn each_setting_is_shown_with_where_it_comes_from() {
    let (own, operator) = (outspoken("d’ici", 5), outspoken("de tous", 2));
    let operator = Tenant { locale: Locale::En, time_zone: chrono_tz::America::Montreal, ..operator };
    // Who follows has the operator's language and zone in its row.
    let follower = Tenant { locale: operator.locale, time_zone: operator.time_zone, ..silent() };
    let (of_own, of_follower) = (rows(&own, &operator), rows(&follower, &operator));
    for tenant in [&own, &follower] {
        let shown = rows(tenant, &operator);
        for (href, is_own) in said(tenant) {
            let row = row(&shown, href);
            assert_eq!(row.own, is_own, "{href}");
        }
        // And what is in no tenant's row: the escalation, and whose tickets members see.
        assert_eq!(shown.len(), said(tenant).len() + 2);
    }
    assert!(said(&own).iter().all(|(_, own)| *own) && said(&follower).iter().all(|(_, own)| !own));
    for (href, _) in said(&own) {
        let (own, theirs) = (row(&of_own, href), row(&of_follower, href));
        assert_ne!((&own.value, &own.lines), (&theirs.value, &theirs.lines), "{href} shows what counts");
        assert_ne!(own.from, theirs.from);
    }
}

#[test]
fn of_long_terms_their_beginning_is_shown() {
    let long =
        Tenant { terms_fr: Some(format!("Article 1. {}\n\nArticle 2.", "mot ".repeat(60))), ..silent() };
    let shown = rows(&long, &silent());
    let [beginning] = &row(&shown, "#terms_fr").lines[..] else { panic!("{shown:?}") };
    assert!(beginning.starts_with("Article 1. mot") && beginning.ends_with("mot…"), "{beginning}");
    assert!(beginning.chars().count() <= 121);
    let short = rows(&Tenant { terms_fr: Some("Peu de mots.".to_owned()), ..silent() }, &silent());
    assert_eq!(row(&short, "#terms_fr").lines, ["Peu de mots."]);
    assert_eq!(row(&short, "#terms_en").lines, ["Peu de mots."], "what is in one language counts in both");
    assert!(row(&rows(&silent(), &silent()), "#terms_en").lines.is_empty());
}

#[test]
fn a_time_that_was_announced_is_not_shown_as_if_it_counted() {
    let settings = Effective::of(silent(), &silent());
    let from = chrono::DateTime::UNIX_EPOCH;
    let next = Some(rappel_domain::retention::Next { months: 12, from });
    let shown = |kept| in_force(&settings, (&Visibility::Own, false), (None, false), kept);
    let announced = shown(Standing { keep: Keep::Always, next });
    let counts = shown(Standing { keep: Keep::Always, next: None });
    let (announced, counts) = (row(&announced, "/tenants/durand/data"), row(&counts, "/tenants/durand/data"));
    assert_eq!(announced.value, counts.value);
    assert!(announced.then.is_some() && counts.then.is_none());
}
