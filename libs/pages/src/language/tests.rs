use rappel_domain::Locale;
use serde_json::json;

use super::*;

#[test]
fn every_language_says_how_it_writes_days_and_numbers() {
    for locale in Locale::ALL.into_iter().chain(Locale::DRAFTS) {
        let rules = rules(locale);
        assert!(!rules.name.is_empty() && !rules.point.is_empty() && !rules.voice.is_empty(), "{locale:?}");
        assert_eq!(rules.months.len(), 12, "{locale:?}");
        for part in ["%Y", "d"] {
            assert!(rules.date.contains(part), "{locale:?}: {}", rules.date);
        }
        assert!(rules.date.contains("%m") || rules.date.contains("%b"), "{locale:?}: {}", rules.date);
    }
}

#[test]
fn days_hours_and_numbers_are_written_as_people_do() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (locale, expected) in [
        (Locale::Fr, ["05/02/2026", "22/11/2026", "22/11/2026 à 14:17", "4,5"]),
        (Locale::En, ["5 Feb 2026", "22 Nov 2026", "22 Nov 2026, 14:17", "4.5"]),
    ] {
        let shown = [
            date(day("2026-02-05"), locale),
            date(day("2026-11-22"), locale),
            day_and_hour(&date(day("2026-11-22"), locale), "14:17", locale),
            decimal("4.5", locale),
        ];
        assert_eq!(shown, expected);
    }
    let names: Vec<_> = languages().into_iter().map(|it| (it.tag, it.name)).collect();
    assert_eq!(names[..2], [("fr", "Français".to_owned()), ("en", "English".to_owned())]);
    assert_eq!(others(Locale::Fr).len(), Locale::ALL.len() - 1);
}

/// None is one in French and several in English, which is CLDR's rule and not ours.
#[test]
fn none_one_and_several_follow_the_rules_of_each_language() {
    let says =
        |locale, count: i64| say(locale, "oncall-holes-more", [("count", json!(count))].into_iter()).unwrap();
    for (locale, none_is_one) in [(Locale::Fr, true), (Locale::En, false)] {
        assert_eq!(says(locale, 0) == says(locale, 1), none_is_one, "{locale:?}");
        assert_ne!(says(locale, 1), says(locale, 2), "{locale:?}");
    }
}
