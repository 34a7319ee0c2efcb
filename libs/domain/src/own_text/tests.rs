use super::*;

#[test]
fn a_row_names_a_text_and_stays_small() {
    let kept = OwnText::new(Locale::Fr, "login-title", "  Entrer\r\n ici ").unwrap();
    assert_eq!((kept.key.as_str(), kept.words.as_str()), ("login-title", "Entrer\n ici"));
    let long = "x".repeat(LONGEST + 1);
    for (key, words) in [
        ("", "a"),
        ("Login", "a"),
        ("login title", "a"),
        ("login-title", " \n"),
        ("login-title", "a\u{0}b"),
        ("login-title", "a\u{1b}[31m"),
        ("login-title", long.as_str()),
        (long.as_str(), "a"),
    ] {
        assert_eq!(OwnText::new(Locale::En, key, words), None, "{key:?}");
    }
}

#[test]
fn a_fingerprint_tells_words_apart_and_holds_none() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(fingerprint("abc"), abc);
    assert_ne!(fingerprint("abd"), abc);
}
