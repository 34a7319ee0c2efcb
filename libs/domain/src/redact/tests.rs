use proptest::prelude::*;

use super::*;

fn claire() -> Identity {
    Identity::new("Claire  Petit", "claire@durand.example", "claire.petit", Some("+33612345678"))
}

#[track_caller]
fn says(text: &str, place: Place, expected: &str) {
    assert_eq!(claire().redact(text, place).unwrap_or_else(|| text.to_owned()), expected);
}

#[test]
fn what_tells_who_somebody_is_goes() {
    let elsewhere = Place::Elsewhere;
    says("Bonjour Claire Petit, CLAIRE\u{a0}PETIT.", elsewhere, "Bonjour […], […].");
    says("de <Claire@Durand.example> (claire.petit)", elsewhere, "de <[…]> ([…])");
    says("claire@durand.example.org", elsewhere, "[…].org");
    for number in [
        "+33612345678",
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "0033 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
    ] {
        says(&format!("Tél. {number}, merci"), elsewhere, "Tél. […], merci");
    }
    says("Claire Martin et un petit écart", elsewhere, "Claire Martin et un petit écart");
}

#[test]
fn parts_of_the_name_go_where_they_mean_them() {
    says("Bonjour Claire, un petit souci. Mme PETIT", Place::Theirs, "Bonjour […], un petit souci. Mme […]");
    says("Clairement Petits", Place::Theirs, "Clairement Petits");
}

#[test]
fn a_phrase_is_nobodys_name_where_it_is_not_written_as_one() {
    let nobody = Identity::new("nous garantissons", "n@x.example", "n.g", None);
    assert_eq!(nobody.redact("Ce que nous garantissons tient.", Place::Elsewhere), None);
    assert!(nobody.redact("Vu avec Nous GARANTISSONS.", Place::Elsewhere).is_some());
    assert_eq!(claire().redact("CLAIRE PETIT l’a dit", Place::Elsewhere).unwrap(), "[…] l’a dit");
}

#[test]
fn other_numbers_stay() {
    for text in ["0612345679", "10612345678", "06123456789", "commande 612345678", "2026-11-22"] {
        says(text, Place::Theirs, text);
    }
}

#[test]
fn a_single_name_and_no_number_are_enough() {
    let prince = Identity::new("Prince", "p@x.example", "prince", None);
    assert_eq!(prince.redact("Prince et prince", Place::Theirs).as_deref(), Some("[…] et prince"));
    assert_eq!(prince.redact("Prince", Place::Elsewhere), None);
}

#[test]
fn what_is_sought_is_what_is_found() {
    let sought = claire().sought();
    for text in ["claire petit", "claire@durand.example", "claire.petit", "0612345678", "33612345678"] {
        assert!(sought.iter().any(|it| it == text), "{text} in {sought:?}");
    }
    for text in ["06 12 34 56 78", "06.12.34.56.78", "33 6 12 34 56 78"] {
        assert!(sought.iter().any(|it| it == text), "{text} in {sought:?}");
    }
}

proptest! {
    #[test]
    fn wherever_it_stands_it_goes(before in "[ .,;:!?()éA-Za-z\\n]{0,20}", after in "[ .,;:!?()é\\n]{0,20}") {
        for word in ["Claire Petit", "claire@durand.example", "06 12 34 56 78"] {
            let text = format!("{before} {word} {after}");
            let out = claire().redact(&text, Place::Elsewhere).unwrap();
            prop_assert!(!out.contains(word));
            prop_assert!(out.contains(MARK));
        }
    }

    #[test]
    fn nothing_else_changes(text in "[a-z é0-9,.]{0,60}") {
        let nobody = Identity::new("Zoé Zed", "zoe@zed.example", "zoe.zed", None);
        prop_assert_eq!(nobody.redact(&text, Place::Theirs), None);
    }
}
