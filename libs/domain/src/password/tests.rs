use proptest::prelude::*;

use super::*;

const NAMES: [&str; 4] = ["Claire Martin", "Durand & Fils", "claire.martin@durand-fils.fr", "cmartin"];

fn alone(text: &str) -> Result<String, PasswordRefusal> {
    NewPassword::choose(text, SecondFactor::None, &NAMES).map(|password| password.expose().to_owned())
}

fn with_second(text: &str) -> Result<String, PasswordRefusal> {
    NewPassword::choose(text, SecondFactor::Enrolled, &NAMES).map(|password| password.expose().to_owned())
}

#[test]
fn length_is_what_counts() {
    assert_eq!(alone("les chèvres mangent"), Ok("les chèvres mangent".to_owned()), "small letters alone");
    assert_eq!(alone("vT9#kQ2!xB7&mZ"), Err(PasswordRefusal::TooShort { least: 15 }), "14");
    assert!(alone("vT9#kQ2!xB7&mZ4").is_ok(), "15");
    assert!(with_second("vT9#kQ2!").is_ok());
    assert_eq!(with_second("vT9#kQ2"), Err(PasswordRefusal::TooShort { least: 8 }));
    assert_eq!(
        with_second("éééé\u{e9}éé"),
        Err(PasswordRefusal::TooShort { least: 8 }),
        "characters, not bytes"
    );
    assert_eq!(alone(&"é".repeat(513)), Err(PasswordRefusal::TooLong));
}

#[test]
fn long_ones_are_accepted() {
    let long = "quarante-deux girafes traversent lentement la place du village, 64 fois";
    assert!(long.len() > 64);
    assert!(alone(long).is_ok());
    let spoken: String = ('!'..='~').step_by(7).chain(('À'..='ÿ').step_by(5)).cycle().take(300).collect();
    assert!(alone(&spoken).is_ok());
}

#[test]
fn patterns_are_refused() {
    for text in [
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "xk7xk7xk7xk7xk7xk7",
        "123456789012345",
        "987654321987654321",
        "abcdefghijklmnopqrstuvwxyz",
        "azertyuiopqsdfghjklm",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv",
        "111222333444555",
        "               ",
        "abcd1234abcd1234",
    ] {
        assert_eq!(alone(text), Err(PasswordRefusal::Pattern), "{text}");
    }
    assert_eq!(with_second("12345678"), Err(PasswordRefusal::Pattern));
}

#[test]
fn common_ones_are_refused() {
    for text in [
        "motdepasse12345",
        "MotDePasse2026!",
        "Password123456!!",
        "p4$$w0rdp4$$w0rd",
        "bonjourbonjour1",
        "jetaimemonamour",
        "AzertyAzerty123",
        "iloveyouforever",
        "correcthorsebatterystaple",
        "Administrateur1",
        "Bienvenue-2026-!",
        "Été2026Hiver2026",
        "SeptembreOctobre",
        "mot de passe 123",
    ] {
        assert!(
            matches!(alone(text), Err(PasswordRefusal::Common | PasswordRefusal::Pattern)),
            "{text}: {:?}",
            alone(text)
        );
    }
    for text in ["password", "azerty123", "Soleil75", "motdepasse"] {
        assert!(with_second(text).is_err(), "{text}");
    }
}

#[test]
fn names_that_others_know_are_refused() {
    for text in [
        "ClaireMartin2026",
        "claire-martin-75",
        "Durand et Fils 1",
        "durandfilsdurand",
        "martin.claire@durand",
        "CL4IRE.M4RTIN.75",
    ] {
        assert!(matches!(alone(text), Err(PasswordRefusal::Name)), "{text}: {:?}", alone(text));
    }
    assert_eq!(with_second("Claire75!"), Err(PasswordRefusal::Name));
    assert!(alone("Claire aime les longues randonnées").is_ok(), "a name within a sentence is fine");
    assert!(NewPassword::choose("ClaireMartin2026", SecondFactor::None, &["Paul Petit"]).is_ok_and(|_| true));
}

#[test]
fn a_password_does_not_print_itself() {
    let password = NewPassword::choose("les chèvres mangent", SecondFactor::None, &[]).unwrap();
    assert_eq!(format!("{password:?}"), "NewPassword(…)");
}

#[test]
fn two_keyboards_send_the_same_password() {
    assert_eq!(alone("les che\u{300}vres mangent"), alone("les chèvres mangent"));
    assert_eq!(normalised("che\u{300}vre"), normalised("chèvre"));
}

#[test]
fn the_list_is_folded_and_has_no_doubles() {
    let mut words: Vec<_> = include_str!("common.txt").lines().collect();
    assert!(words.iter().all(|word| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase())));
    let count = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), count);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_ones_are_accepted(text in "[a-zA-Z0-9 !-/]{24,40}") {
        prop_assert!(alone(&text).is_ok(), "{:?}", alone(&text));
    }

    #[test]
    fn any_text_is_answered_and_kept_as_typed(text in any::<String>()) {
        if let Ok(kept) = alone(&text) {
            prop_assert_eq!(kept, normalised(&text));
        }
    }

    #[test]
    fn a_repeated_unit_is_refused_however_long(unit in "[a-z0-9]{1,6}", times in 20_usize..100) {
        prop_assert_eq!(alone(&unit.repeat(times)), Err(PasswordRefusal::Pattern));
    }
}
