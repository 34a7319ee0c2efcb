use super::*;
use crate::Locale;

#[test]
fn names_are_shown_as_the_company_wants() {
    for (way, name, shown) in [
        (StaffNames::Full, "Marie Curie", "Marie Curie"),
        (StaffNames::First, "Marie Curie", "Marie"),
        (StaffNames::First, "Marie-Anne de la Tour", "Marie-Anne"),
        (StaffNames::First, "Marie", "Marie"),
        (StaffNames::First, "", "Assistance"),
        (StaffNames::Operator, "Marie Curie", "Assistance"),
    ] {
        assert_eq!(way.shown(name, "Assistance"), shown, "{way:?} {name}");
    }
    for way in StaffNames::ALL {
        assert_eq!(StaffNames::from_word(way.as_str()), Some(way));
    }
}

#[test]
fn what_is_not_said_is_the_operators_then_the_default() {
    let operator = CompanySettings {
        reminder_days: Some(5),
        second_step: Some(true),
        signature: Some("Bien à vous".to_owned()),
        ..CompanySettings::default()
    };
    let own = CompanySettings {
        reminder_days: Some(0),
        second_step: Some(false),
        follows_zone: true,
        ..CompanySettings::default()
    };
    let counts = own.or(&operator);
    assert_eq!((counts.reminder_days(), counts.requires_second_step()), (0, false), "said here");
    assert_eq!(counts.signature.as_deref(), Some("Bien à vous"));
    assert!(counts.follows_zone && !counts.follows_language);
    let counts = CompanySettings::default().or(&operator);
    assert_eq!((counts.reminder_days(), counts.requires_second_step()), (5, true));
    let none = CompanySettings::default();
    assert_eq!((none.reminder_days(), none.requires_second_step()), (3, false));
    assert_eq!(none.staff_names(), StaffNames::Full);
}

#[test]
fn rows_from_before_say_nothing() {
    let read: CompanySettings = serde_json::from_str("{}").unwrap();
    assert_eq!(read, CompanySettings::default());
}

#[test]
fn a_document_in_one_language_is_read_by_everybody_and_is_nobody_elses_in_the_other() {
    let text = |it: &str| Some(it.to_owned());
    let french = Written { fr: text("Nos conditions"), en: None };
    let both = Written { fr: text("Conditions de tous"), en: text("Terms of all") };
    for locale in Locale::ALL {
        assert_eq!(french.or(&both).read(locale), Some((Locale::Fr, "Nos conditions")));
        assert_eq!(Written::default().read(locale), None);
    }
    let followed = Written::default().or(&both);
    assert_eq!(followed.read(Locale::Fr), Some((Locale::Fr, "Conditions de tous")));
    assert_eq!(followed.read(Locale::En), Some((Locale::En, "Terms of all")));
}

#[test]
fn what_a_declaration_comes_to_is_inherited_with_it_and_counts_for_nothing_else() {
    let declared = |text: Option<&str>, conformity| CompanySettings {
        accessibility: Written { fr: text.map(str::to_owned), en: None },
        conformity,
        ..CompanySettings::default()
    };
    let (operator, nothing) = (declared(Some("98 %"), Conformity::Full), CompanySettings::default());
    assert_eq!(nothing.conformity(), Conformity::Partial, "the usual declaration");
    assert_eq!(nothing.or(&operator).conformity(), Conformity::Full);
    assert_eq!(declared(Some("40 %"), Conformity::None).or(&operator).conformity(), Conformity::None);
    assert_eq!(declared(None, Conformity::None).or(&operator).conformity(), Conformity::Full);
    assert_eq!(
        declared(None, Conformity::Full).or(&nothing).conformity(),
        Conformity::Partial,
        "without a text"
    );
    for state in Conformity::ALL {
        assert_eq!(Conformity::from_word(state.as_str()), Some(state));
    }
}
