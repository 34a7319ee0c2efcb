use proptest::prelude::*;

use super::*;

#[test]
fn user_names_are_read_kindly() {
    assert_eq!(UserName::parse(" Claire.Martin ").map(String::from), Ok("claire.martin".to_owned()));
    assert_eq!(UserName::parse("durand-2").map(String::from), Ok("durand-2".to_owned()));
    for (text, refusal) in [
        ("", UserNameRefusal::TooShort),
        ("a", UserNameRefusal::TooShort),
        ("claire martin", UserNameRefusal::Characters),
        ("claire@durand.fr", UserNameRefusal::Characters),
        ("hélène", UserNameRefusal::Characters),
        (".claire", UserNameRefusal::Characters),
        ("claire_", UserNameRefusal::Characters),
        ("claire\n", UserNameRefusal::Characters),
        ("\u{430}\u{441}\u{435}", UserNameRefusal::Characters), // Cyrillic that looks like ace
    ] {
        assert_eq!(UserName::parse(text), Err(refusal), "{text:?}");
    }
    assert_eq!(UserName::parse(&"a".repeat(41)), Err(UserNameRefusal::TooLong));
}

proptest! {
    #[test]
    fn what_is_accepted_is_accepted_again_unchanged(text in "[ a-zA-Z0-9._@é-]{0,45}") {
        if let Ok(name) = UserName::parse(&text) {
            prop_assert_eq!(UserName::parse(name.as_str()), Ok(name.clone()));
            prop_assert!(!name.as_str().contains('@'));
        }
    }
}
