use proptest::prelude::*;

use super::*;

#[test]
fn texts_are_normalised_and_bad_ones_refused() {
    let parsed = |text: &str| Description::parse(text).map(String::from);
    assert_eq!(parsed("a\r\nb\rc\nd"), Ok("a\nb\nc\nd".to_owned()));
    assert_eq!(parsed("a\r\r\nb"), Ok("a\n\nb".to_owned()));
    assert_eq!(
        parsed("\n \n  at main.rs:3\n\tat lib.rs  \n\n"),
        Ok("  at main.rs:3\n\tat lib.rs".to_owned())
    );
    assert_eq!(parsed("err\u{1b}[31mor\0\u{7f}"), Ok("err[31mor".to_owned()));
    assert_eq!(parsed("a\u{202e}b"), Ok("ab".to_owned()));
    assert_eq!(parsed(" \r\n\t\u{200b} "), Err(DescriptionRefusal::Empty));
    assert_eq!(parsed(&"é".repeat(20_000)).map(|text| text.chars().count()), Ok(20_000));
    assert_eq!(parsed(&"é".repeat(20_001)), Err(DescriptionRefusal::TooLong { characters: 20_001 }));
}

proptest! {
    #[test]
    fn what_is_accepted_has_no_controls(text in any::<String>()) {
        if let Ok(description) = Description::parse(&text) {
            let kept = description.as_str();
            prop_assert!(!kept.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert!(!kept.is_empty() && kept.trim_end() == kept);
            prop_assert_eq!(Description::parse(kept), Ok(description.clone()), "once is enough");
        }
    }

    #[test]
    fn every_visible_character_is_kept(text in "[a-zé <&\"\r\n]{0,60}[a-z]") {
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let kept = Description::parse(&text).unwrap();
        prop_assert_eq!(visible(kept.as_str()), visible(&text));
    }
}
