use super::*;

#[test]
fn what_breaks_a_header_cannot_be_made() {
    for bad in ["a\rb", "a\nb", "a\0b", "Bcc: x\r\n", "\u{7f}", "\u{85}"] {
        assert!(bad.parse::<Line>().is_err(), "{bad:?}");
        assert!(format!("{bad}@example.fr").parse::<Address>().is_err(), "{bad:?}");
        assert!(MessageId::new(bad, "example.fr").is_err(), "{bad:?}");
        assert!(MessageId::new("dlv_1", bad).is_err(), "{bad:?}");
    }
    assert!("L'équipe Durand & Fils – « support »".parse::<Line>().is_ok());
}

#[test]
fn addresses_are_plain() {
    for good in ["claire@durand.fr", "c.martin+tickets@mail.durand.example", "a_b-c@x.io", "o'neill@x.ie"] {
        assert_eq!(good.parse::<Address>().map(|a| a.as_str().to_owned()), Ok(good.to_owned()));
    }
    let bad = [
        "",
        "claire",
        "@durand.fr",
        "a b@x.fr",
        "\"a b\"@x.fr",
        "a@x.fr,b@x.fr",
        "<a@x.fr>",
        "a@x.fr>\r\nRCPT",
    ];
    for bad in bad {
        assert!(bad.parse::<Address>().is_err(), "{bad:?}");
    }
}

#[test]
fn a_message_id_names_the_delivery() {
    assert_eq!(MessageId::new("dlv_0199", "durand.fr").unwrap().as_str(), "dlv_0199@durand.fr");
    assert!(MessageId::new("", "durand.fr").is_err());
    assert!(MessageId::new("a>b", "durand.fr").is_err());
}
