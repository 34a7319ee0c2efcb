use proptest::prelude::*;

use super::*;

#[test]
fn names_are_tidied_and_bad_ones_refused() {
    let parsed = |text: &str| DisplayName::parse(text).map(String::from);
    assert_eq!(parsed("  Claire \u{a0} Martin "), Ok("Claire Martin".to_owned()));
    assert_eq!(parsed("He\u{301}le\u{300}ne"), Ok("Hélène".to_owned()));
    assert_eq!(parsed("<b>Durand & Fils</b>"), Ok("<b>Durand & Fils</b>".to_owned()), "text is text");
    assert_eq!(parsed("👩‍💻 Équipe"), Ok("👩‍💻 Équipe".to_owned()));
    assert_eq!(parsed(""), Err(DisplayNameRefusal::Empty));
    assert_eq!(parsed(" \u{200b}\u{feff} "), Err(DisplayNameRefusal::Empty));
    assert_eq!(parsed(&"é".repeat(80)).map(|name| name.chars().count()), Ok(80));
    assert_eq!(parsed(&"é".repeat(81)), Err(DisplayNameRefusal::TooLong));
    for text in [
        "Claire\nMartin",
        "Claire\r\nBcc: x@y.fr",
        "Claire\0",
        "Claire\t",
        "nitraM\u{202e}",
        "a\u{2028}b",
        "a\u{85}b",
    ] {
        assert_eq!(parsed(text), Err(DisplayNameRefusal::Characters), "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_is_accepted_is_one_tidy_line(text in any::<String>()) {
        if let Ok(name) = DisplayName::parse(&text) {
            prop_assert!((1..=80).contains(&name.as_str().chars().count()));
            prop_assert!(!name.as_str().contains(char::is_control));
            prop_assert_eq!(name.as_str().trim(), name.as_str());
            prop_assert_eq!(DisplayName::parse(name.as_str()), Ok(name.clone()), "once is enough");
        }
    }
}
