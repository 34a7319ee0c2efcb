use super::*;

fn keys() -> Keys {
    Keys::new("a secret of the installation")
}

#[test]
fn a_token_is_good_for_its_own_cookie_and_host_only() {
    let keys = keys();
    let form = token(&keys, Bound::Form, "a.example", "cookie").unwrap();
    let session = token(&keys, Bound::Session, "a.example", "cookie").unwrap();
    let check = |token: &str, host, form, session| verify(&keys, token, host, form, session);
    assert_eq!(check(&form, "a.example", Some("cookie"), None), Some(Bound::Form));
    assert_eq!(check(&session, "a.example", None, Some("cookie")), Some(Bound::Session));

    assert_eq!(check(&form, "a.example", Some("other"), None), None, "another browser");
    assert_eq!(check(&form, "b.example", Some("cookie"), None), None, "another host");
    assert_eq!(check(&form, "a.example", None, Some("cookie")), None, "another kind of cookie");
    assert_eq!(check(&session, "a.example", Some("cookie"), None), None, "another kind of cookie");
    assert_eq!(check(&form, "a.example", None, None), None, "no cookie");
    let other = Keys::new("another installation");
    assert_eq!(verify(&other, &form, "a.example", Some("cookie"), None), None);
}

#[test]
fn a_changed_token_is_refused() {
    let keys = keys();
    let good = token(&keys, Bound::Form, "a.example", "cookie").unwrap();
    for position in 0..good.len() {
        let mut changed = good.clone().into_bytes();
        changed[position] = if changed[position] == b'A' { b'Q' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(verify(&keys, &changed, "a.example", Some("cookie"), None), None, "at {position}");
    }
    for short in ["", "f", "Zg", &good[..good.len() - 1], &good[..30]] {
        assert_eq!(verify(&keys, short, "a.example", Some("cookie"), None), None, "{short:?}");
    }
}

#[test]
fn a_token_never_shows_twice() {
    let keys = keys();
    let one = token(&keys, Bound::Form, "a", "b").unwrap();
    assert_ne!(one, token(&keys, Bound::Form, "a", "b").unwrap());
}

#[test]
fn where_a_request_comes_from() {
    let client =
        Client { address: [127, 0, 0, 1].into(), authority: Some("durand.localhost:8080".to_owned()) };
    let of = |headers: &[(&str, &str)]| {
        let mut request = Request::builder().method(Method::POST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        origin(&request.finish(), &client, Scheme::Http)
    };
    let ours = "http://durand.localhost:8080";
    assert_eq!(of(&[("origin", ours), ("sec-fetch-site", "same-origin")]), Origin::Ours);
    assert_eq!(of(&[("origin", ours)]), Origin::Ours);
    assert_eq!(of(&[("sec-fetch-site", "same-origin")]), Origin::Ours);
    assert_eq!(of(&[]), Origin::Unsaid);
    for headers in [
        &[("origin", "http://evil.localhost:8080")][..],
        &[("origin", "https://durand.localhost:8080")],
        &[("origin", "http://durand.localhost")],
        &[("origin", "http://durand.localhost:8080.evil.example")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site")],
        &[("origin", ours), ("sec-fetch-site", "cross-site")],
        &[("origin", ours), ("origin", "http://evil.example")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        assert_eq!(of(headers), Origin::Foreign, "{headers:?}");
    }
}
