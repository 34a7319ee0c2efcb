use super::*;

fn tried<'a>(rows: &[(&'a str, &'a str)]) -> Vec<Tried<'a>> {
    rows.iter()
        .map(|(provider, outcome)| Tried { provider, outcome: Some(*outcome).filter(|it| !it.is_empty()) })
        .collect()
}

fn chosen(rows: &[(&'static str, &'static str)]) -> Option<&'static str> {
    choose(&["one", "two"], &tried(rows), |_| true)
}

#[test]
fn the_preferred_provider_comes_first_and_the_other_takes_over() {
    assert_eq!(chosen(&[]), Some("one"));
    assert_eq!(chosen(&[("one", "not_processed")]), Some("one"));
    assert_eq!(chosen(&[("one", "not_processed"), ("one", "not_processed")]), Some("two"));
    assert_eq!(chosen(&[("one", "unknown")]), Some("two"));
    assert_eq!(chosen(&[("one", "")]), Some("two"), "the process died while it asked");
    assert_eq!(chosen(&[("one", "unknown"), ("two", "unknown")]), Some("one"));
    assert_eq!(chosen(&[("one", "configuration")]), Some("two"));
    assert_eq!(
        chosen(&[("one", "configuration"), ("two", "not_processed"), ("two", "not_processed")]),
        Some("two")
    );
    assert_eq!(chosen(&[("one", "configuration"), ("two", "carrier")]), None);
    assert_eq!(chosen(&[("gone", "unknown")]), Some("one"), "a provider that was taken out of the settings");
}

#[test]
fn one_that_is_down_is_left_alone_unless_all_are() {
    let both = ["one", "two"];
    assert_eq!(choose(&both, &[], |name| name == "two"), Some("two"));
    assert_eq!(choose(&both, &[], |_| false), Some("one"));
    assert_eq!(choose(&["one"], &tried(&[("one", "unknown")]), |_| false), Some("one"));
    assert_eq!(choose(&[], &[], |_| true), None);
}

#[test]
fn each_class_has_its_consequence() {
    let second = Duration::from_secs(1);
    let failure = |class, retry_after| Failure { class, code: None, detail: String::new(), retry_after };
    let after = |class, other: Option<&str>, retry_after| {
        let failure = failure(class, retry_after);
        super::after(&failure, "one", other, &["one"], second / 2, Lane::Urgent, LastTry::No)
    };
    let both = |retry_after| {
        let failure = failure(Class::NotProcessed, retry_after);
        super::after(&failure, "one", Some("one"), &["one", "two"], second / 2, Lane::Urgent, LastTry::No)
    };
    let (alone, elsewhere) = (Some("one"), Some("two"));
    assert_eq!(after(Class::Recipient, elsewhere, None), After::GiveUp(Address::Unusable));
    assert_eq!(after(Class::Configuration, elsewhere, None), After::Again(Duration::ZERO));
    assert_eq!(after(Class::Configuration, None, None), After::GiveUp(Address::Usable));
    assert_eq!(after(Class::Carrier, elsewhere, None), After::Again(Duration::ZERO));
    assert_eq!(after(Class::Carrier, None, None), After::GiveUp(Address::Usable));
    assert_eq!(after(Class::NotProcessed, alone, None), After::Again(second / 2));
    assert_eq!(after(Class::NotProcessed, alone, Some(7 * second)), After::Again(7 * second));
    assert_eq!(after(Class::NotProcessed, alone, Some(3600 * second)), After::Again(30 * second));
    assert_eq!(after(Class::NotProcessed, elsewhere, Some(7 * second)), After::Again(Duration::ZERO));
    assert_eq!(both(Some(2 * second)), After::Again(2 * second));
    assert_eq!(both(Some(3600 * second)), After::Again(5 * second), "the other one can have it soon");
    assert_eq!(after(Class::Unknown, alone, None), After::Again(second));
    assert_eq!(after(Class::Unknown, elsewhere, None), After::Again(Duration::ZERO));
    for class in [Class::Configuration, Class::NotProcessed, Class::Carrier, Class::Unknown] {
        let failure = failure(class, None);
        let last = super::after(&failure, "one", elsewhere, &["one"], second, Lane::Urgent, LastTry::Yes);
        assert_eq!(last, After::GiveUp(Address::Usable), "{class}");
    }
}
