use rappel_domain::{Locale, sms::GsmText};

use super::{super::Text, keep_together};

#[test]
fn a_line_never_begins_with_a_sign_or_a_unit() {
    for (written, shown) in [
        ("Sans réponse ? Non ; oui !", "Sans réponse\u{202f}? Non\u{202f}; oui\u{202f}!"),
        ("Nous appeler : 01", "Nous appeler\u{a0}: 01"),
        ("« { } »", "«\u{a0}{ }\u{a0}»"),
        ("10 Mo au plus, dès 9 h.", "10\u{a0}Mo au plus, dès 9\u{a0}h."),
        (" Mo", "\u{a0}Mo"),
        (" Moins", " Moins"),
        ("3 minutes d’attente", "3 minutes d’attente"),
    ] {
        assert_eq!(keep_together(written), shown);
    }
}

#[test]
fn only_french_is_touched() {
    let quoted = |locale| Text::key("quoted").with("text", "a ; b").say(locale).unwrap();
    assert_eq!(quoted(Locale::Fr), "«\u{a0}a ; b\u{a0}»", "what somebody wrote stays as it is");
    assert!(!quoted(Locale::En).contains(['\u{a0}', '\u{202f}']));
}

#[test]
fn an_sms_gets_ordinary_spaces() {
    assert_eq!(GsmText::new("a\u{a0}: b\u{202f}?").as_str(), "a : b ?");
}
