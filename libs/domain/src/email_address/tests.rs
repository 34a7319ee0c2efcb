use proptest::prelude::*;

use super::*;

#[test]
fn addresses_are_accepted_and_others_refused() {
    let parsed = |text: &str| EmailAddress::parse(text).map(String::from);
    assert_eq!(parsed(" Claire.Martin@Durand.FR "), Ok("Claire.Martin@durand.fr".to_owned()));
    assert_eq!(
        parsed("o'neil+tickets@mail.example.co.uk"),
        Ok("o'neil+tickets@mail.example.co.uk".to_owned())
    );
    assert_eq!(EmailAddress::parse("Claire@Durand.fr").unwrap().lookup_key(), "claire@durand.fr");
    for (text, refusal) in [
        ("", EmailAddressRefusal::Empty),
        ("  ", EmailAddressRefusal::Empty),
        ("claire", EmailAddressRefusal::NotAnAddress),
        ("@durand.fr", EmailAddressRefusal::NotAnAddress),
        ("claire@", EmailAddressRefusal::NotAnAddress),
        ("a@b@durand.fr", EmailAddressRefusal::NotAnAddress),
        ("claire..martin@durand.fr", EmailAddressRefusal::NotAnAddress),
        (".claire@durand.fr", EmailAddressRefusal::NotAnAddress),
        ("claire martin@durand.fr", EmailAddressRefusal::Characters),
        ("\"claire\"@durand.fr", EmailAddressRefusal::Characters),
        ("hélène@durand.fr", EmailAddressRefusal::Characters),
        ("Claire <claire@durand.fr>", EmailAddressRefusal::Characters),
        ("claire@durand.fr\r\nBcc: x@y.fr", EmailAddressRefusal::NotAnAddress),
        ("claire@durand.fr\n", EmailAddressRefusal::Characters),
        ("claire\0@durand.fr", EmailAddressRefusal::Characters),
        ("claire@localhost", EmailAddressRefusal::Domain),
        ("claire@[127.0.0.1]", EmailAddressRefusal::Characters),
        ("claire@127.0.0.1", EmailAddressRefusal::Domain),
        ("claire@-durand.fr", EmailAddressRefusal::Domain),
        ("claire@durand..fr", EmailAddressRefusal::Domain),
        ("claire@durand.f", EmailAddressRefusal::Domain),
    ] {
        assert_eq!(parsed(text), Err(refusal), "{text:?}");
    }
    assert_eq!(parsed(&format!("{}@durand.fr", "a".repeat(65))), Err(EmailAddressRefusal::TooLong));
    assert_eq!(parsed(&format!("a@{}.fr", "abc.".repeat(80))), Err(EmailAddressRefusal::TooLong));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_ends_a_header_or_hides_another_address_passes(text in "[a-zA-Z0-9@. \r\n\0\t<>,;:\"\\\\é+-]{0,30}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert!(address.as_str().is_ascii());
            prop_assert!(!address.as_str().contains(['\r', '\n', '\0', '\t', ' ', '<', '>', ',', ';', ':', '"', '\\']));
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()), "once is enough");
        }
    }

    #[test]
    fn ordinary_addresses_pass(local in "[a-zA-Z0-9]{1,20}([._+-][a-zA-Z0-9]{1,10}){0,3}", domain in "[a-z0-9]{1,20}(-[a-z0-9]{1,10}){0,2}\\.[a-z]{2,6}") {
        prop_assert_eq!(EmailAddress::parse(&format!("{local}@{domain}")).map(String::from), Ok(format!("{local}@{domain}")));
    }
}
