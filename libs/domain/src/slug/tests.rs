use proptest::prelude::*;

use super::*;

#[test]
fn labels_are_accepted_and_others_refused() {
    for good in ["durand", "a1", "durand-fils", "x-1-y"] {
        assert_eq!(good.parse::<Slug>().map(String::from), Ok(good.to_owned()));
    }
    for (text, refusal) in [
        ("", SlugRefusal::TooShort),
        ("a", SlugRefusal::TooShort),
        ("Durand", SlugRefusal::Characters),
        ("du rand", SlugRefusal::Characters),
        ("durand.fr", SlugRefusal::Characters),
        ("-durand", SlugRefusal::Characters),
        ("durand-", SlugRefusal::Characters),
        ("xn--durand", SlugRefusal::Characters),
        ("1durand", SlugRefusal::Characters),
        ("été", SlugRefusal::Characters),
        ("durand\n", SlugRefusal::Characters),
        ("www", SlugRefusal::Reserved),
        ("localhost", SlugRefusal::Reserved),
    ] {
        assert_eq!(text.parse::<Slug>(), Err(refusal), "{text:?}");
    }
    assert_eq!("a".repeat(41).parse::<Slug>(), Err(SlugRefusal::TooLong));
}

#[test]
fn a_name_suggests_a_slug() {
    let suggested = |name: &str| Slug::suggest(name).map(String::from);
    assert_eq!(suggested("Durand & Fils"), Some("durand-fils".to_owned()));
    assert_eq!(suggested("Hôtel de l’Œuvre"), Some("hotel-de-l-oeuvre".to_owned()));
    assert_eq!(suggested("3M France"), Some("m-france".to_owned()));
    assert_eq!(suggested("Admin"), Some("admin-1".to_owned()));
    assert_eq!(suggested("北京"), None);
}

proptest! {
    #[test]
    fn what_is_accepted_is_a_label(text in "[a-z0-9A-Z.é-]{0,45}") {
        if let Ok(slug) = text.parse::<Slug>() {
            prop_assert_eq!(slug.as_str(), &text);
            prop_assert!((2..=40).contains(&text.len()));
            prop_assert!(text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')));
            prop_assert!(!text.starts_with('-') && !text.ends_with('-') && !text.contains("--"));
        }
    }

    #[test]
    fn suggestions_are_slugs_whatever_the_name(name in any::<String>()) {
        if let Some(slug) = Slug::suggest(&name) {
            prop_assert_eq!(slug.as_str().parse::<Slug>(), Ok(slug.clone()));
        }
    }
}
