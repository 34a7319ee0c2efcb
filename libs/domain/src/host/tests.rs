use chrono::{DateTime, Duration, TimeZone as _, Utc};
use proptest::prelude::*;

use super::*;

#[test]
fn every_way_to_write_a_name_is_one_name() {
    for (typed, name) in [
        ("support.durand.fr", "support.durand.fr"),
        ("  Support.DURAND.fr ", "support.durand.fr"),
        ("support.durand.fr.", "support.durand.fr"),
        ("société.fr", "xn--socit-esab.fr"),
        ("SOCIÉTÉ.fr", "xn--socit-esab.fr"),
        ("socie\u{301}te\u{301}.fr", "xn--socit-esab.fr"),
        ("xn--socit-esab.fr", "xn--socit-esab.fr"),
        ("XN--SOCIT-ESAB.FR.", "xn--socit-esab.fr"),
        ("support。durand｡fr", "support.durand.fr"),
        ("ｓｕｐｐｏｒｔ.durand.fr", "support.durand.fr"),
        ("support.durand.fr。", "support.durand.fr"),
        ("a-b.1.c2", "a-b.1.c2"),
    ] {
        assert_eq!(HostName::parse(typed).as_ref().map(HostName::as_str), Ok(name), "{typed}");
    }
    assert_eq!(HostName::parse("xn--socit-esab.fr").unwrap().readable(), "société.fr");
}

#[test]
fn what_is_no_name_is_refused_with_its_reason() {
    use HostRefusal::{Address, Form, Missing, OneLabel, TooLong};
    let long = format!("{}.{}.{}.{}.fr", "a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(60));
    for (typed, refusal) in [
        ("", Missing),
        ("  ", Missing),
        (".", Form),
        ("https://support.durand.fr", Form),
        ("support.durand.fr/login", Form),
        ("support.durand.fr:443", Form),
        ("user@durand.fr", Form),
        ("*.durand.fr", Form),
        ("_rappel.durand.fr", Form),
        ("support durand.fr", Form),
        ("support..fr", Form),
        ("support.fr..", Form),
        ("-a.fr", Form),
        ("a-.fr", Form),
        ("a\u{200b}%.fr", Form),
        ("xn--a.fr", Form),
        ("[::1]", Form),
        ("127.0.0.1", Address),
        ("１２７.0.0.１", Address),
        ("1.2", Address),
        ("durand.0x7f", Address),
        ("durand", OneLabel),
        ("localhost", OneLabel),
        (&long, TooLong),
    ] {
        assert_eq!(HostName::parse(typed), Err(refusal), "{typed}");
    }
    assert!(matches!(HostName::parse(&format!("{}.fr", "a".repeat(64))), Err(TooLong | Form)));
}

#[test]
fn a_name_below_a_domain_is_within_it() {
    let host = HostName::parse("a.exemple.fr").unwrap();
    assert!(host.is_within("exemple.fr") && host.is_within("A.Exemple.FR") && host.is_within("fr"));
    assert!(!host.is_within("xemple.fr") && !host.is_within("b.a.exemple.fr") && !host.is_within("exemple"));
}

proptest! {
    #[test]
    fn a_name_that_was_read_is_read_again_as_itself(typed in "\\PC{0,40}") {
        if let Ok(host) = HostName::parse(&typed) {
            prop_assert_eq!(HostName::parse(host.as_str()), Ok(host.clone()));
            prop_assert_eq!(HostName::parse(&host.as_str().to_uppercase()), Ok(host.clone()));
            prop_assert_eq!(HostName::parse(&format!("{host}.")), Ok(host.clone()));
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
            prop_assert!(host.as_str().chars().all(plain), "{}", host);
        }
    }
}

fn at(hours: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 8, 0, 0).unwrap() + Duration::hours(hours)
}

fn proved() -> OwnHost {
    let new = OwnHost::new(HostName::parse("support.durand.fr").unwrap(), "t0ken".to_owned(), at(0));
    assert!(!new.is_served());
    let (host, happened) = new.looked(Seen::There, at(1));
    assert_eq!(happened, Some(Happened::Proved));
    assert!(host.is_served() && !host.carries_links());
    OwnHost { is_primary: true, ..host }
}

#[test]
fn only_the_record_itself_proves() {
    let host = proved();
    let texts = |text: &str| vec!["v=spf1 -all".to_owned(), text.to_owned()];
    assert_eq!(host.seen_in(&texts("rappel-verification=t0ken")), Seen::There);
    assert_eq!(host.seen_in(&texts(" rappel-verification=t0ken ")), Seen::There);
    for other in ["rappel-verification=t0ken2", "rappel-verification=", "t0ken", "rappel-verification=T0KEN"]
    {
        assert_eq!(host.seen_in(&texts(other)), Seen::Gone, "{other}");
    }
    assert_eq!(host.seen_in(&[]), Seen::Gone);
    assert_eq!(host.host.record_name(), "_rappel.support.durand.fr");
}

#[test]
fn who_does_not_answer_changes_nothing_but_is_asked_again_soon() {
    let waiting = OwnHost::new(HostName::parse("a.fr").unwrap(), "t".to_owned(), at(0));
    let (missing, _) = proved().looked(Seen::Gone, at(25));
    let (off, _) = missing.clone().looked(Seen::Gone, at(25 + 72));
    for host in [waiting, proved(), missing, off] {
        let (before, answered) = (host.standing, host.answered_at);
        // For a year.
        let (after, happened) = host.looked(Seen::NoAnswer, at(24 * 365));
        assert_eq!((after.standing, happened), (before, None));
        assert_eq!((after.answered_at, after.asked_at), (answered, Some(at(24 * 365))));
        assert_eq!(after.next_check_at, at(24 * 365 + 1));
    }
}

#[test]
fn a_record_that_is_gone_takes_the_links_at_once_and_the_host_after_three_days() {
    let host = proved();
    assert!(host.carries_links());
    assert_eq!(host.next_check_at, at(25));
    let (host, happened) = host.looked(Seen::Gone, at(25));
    assert_eq!(happened, Some(Happened::Missing { until: at(25 + 72) }));
    assert_eq!(host.served_until(), Some(at(25 + 72)));
    assert!(host.is_served() && !host.carries_links() && host.next_check_at == at(26));
    let (host, happened) = host.looked(Seen::Gone, at(96));
    assert!(happened.is_none() && host.is_served(), "told once");
    // Silence after the time is no proof.
    let (host, happened) = host.looked(Seen::NoAnswer, at(120));
    assert!(happened.is_none() && host.is_served());
    let (host, happened) = host.looked(Seen::Gone, at(121));
    assert_eq!(happened, Some(Happened::Off));
    assert!(!host.is_served() && !host.is_primary && host.next_check_at == at(145));
    let (host, happened) = host.looked(Seen::Gone, at(145));
    assert!(happened.is_none() && !host.is_served());
    let (host, happened) = host.looked(Seen::There, at(169));
    assert_eq!((host.standing, happened), (Standing::Proved { since: at(169) }, Some(Happened::Proved)));
    assert!(!host.carries_links(), "somebody chooses that again");
}

#[test]
fn a_record_that_comes_back_in_time_begins_the_tolerance_anew() {
    let (host, _) = proved().looked(Seen::Gone, at(25));
    let (host, happened) = host.looked(Seen::There, at(96));
    assert_eq!((host.standing, happened), (Standing::Proved { since: at(1) }, Some(Happened::Back)));
    assert!(host.carries_links());
    let (host, happened) = host.looked(Seen::Gone, at(97));
    assert_eq!(happened, Some(Happened::Missing { until: at(97 + 72) }));
    assert!(host.is_served());
}

#[test]
fn a_host_that_nobody_proves_is_asked_for_less_often_in_the_end() {
    let new = OwnHost::new(HostName::parse("a.fr").unwrap(), "t".to_owned(), at(0));
    let (host, _) = new.clone().looked(Seen::Gone, at(2));
    assert_eq!(host.next_check_at, at(3));
    let (host, _) = new.looked(Seen::Gone, at(80));
    assert_eq!(host.next_check_at, at(104));
}
