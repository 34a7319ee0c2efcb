use super::*;

#[test]
fn the_best_liked_language_that_we_speak() {
    let of = |list: &str| {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, list.parse().unwrap())]);
        accepted(&headers)
    };
    assert_eq!(of("fr-FR,fr;q=0.9,en;q=0.8"), Some(Locale::Fr));
    assert_eq!(of("en-GB, fr;q=0.9"), Some(Locale::En));
    assert_eq!(of("de, en;q=0.3, fr;q=0.7"), Some(Locale::Fr));
    assert_eq!(of("EN"), Some(Locale::En));
    assert_eq!(of("fr;q=0, en;q=0.1"), Some(Locale::En));
    for none in ["", "de", "*", "fr;q=0", "fr;q=x", "french", ";;;,,,"] {
        assert_eq!(of(none), None, "{none:?}");
    }
    assert_eq!(accepted(&HeaderMap::new()), None);
}
