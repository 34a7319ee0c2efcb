use super::*;

fn sent(fields: &[(&str, &str)]) -> Sent {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Sent::new(fields.collect(), Files::default())
}

const LONG: &str = "Le site est lent depuis ce matin, et la caisse aussi";

#[test]
fn what_goes_along_is_the_form_without_its_secrets() {
    let plain = [("description", "Zoé & co = 100 %\n+1"), ("", ""), ("catégorie", "cat_1"), ("empty", "")];
    let secret = [
        ("csrf", "token"),
        ("password", "hunter2"),
        ("new_password", "x"),
        ("client_secret", "y"),
        ("secret", "z"),
        ("kept", "body=x"),
    ];
    let expected = form_urlencoded::Serializer::new(String::new()).extend_pairs(plain).finish();
    assert_eq!(sent(&[&secret[..], &plain].concat()).kept(), Some(expected));
    assert_eq!(sent(&secret).kept(), Some(String::new()));
}

#[test]
fn nothing_goes_along_of_what_is_too_long_once_encoded() {
    let room = MAX_FIELD_BYTES - "body=".len();
    assert_eq!(sent(&[("body", &"x".repeat(room))]).kept().unwrap().len(), MAX_FIELD_BYTES);
    assert_eq!(sent(&[("body", &"x".repeat(room + 1))]).kept(), None);
    assert_eq!(sent(&[("body", &"é".repeat(room / 6 + 1))]).kept(), None);
    assert_eq!(sent(&[("body", &"x".repeat(room)), ("more", "")]).kept(), None);
}

#[test]
fn what_was_typed_at_length_comes_back_within_bounds() {
    let short = sent(&[("name", "Zoé"), ("body", LONG), ("remark", "two\nlines")]);
    assert_eq!(short.typed(), Some(format!("{LONG}\n\ntwo\nlines")));
    assert_eq!(sent(&[("name", "Zoé")]).typed(), None);
    let text = "x".repeat(MAX_FIELD_BYTES - LONG.len() - 2);
    let much = sent(&[("body", &text), ("more", &text), ("last", LONG)]);
    assert_eq!(much.typed(), Some(format!("{text}\n\n{LONG}")));
}

#[test]
fn what_has_gone_along_is_not_shown_as_typed() {
    let encoded = format!("description={}", LONG.replace(' ', "+"));
    assert_eq!(sent(&[("user", "claire"), ("kept", &encoded)]).typed(), None);
    assert_eq!(sent(&[("user", "claire"), ("client_secret", LONG)]).typed(), None);
}
