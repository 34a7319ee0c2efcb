use proptest::prelude::*;

use super::*;

/// Whether a text is found by what somebody types, in the way the store looks.
fn finds(typed: &str, text: &str) -> bool {
    let words = words(text);
    match Sought::parse(typed) {
        Sought::Everything => true,
        Sought::Nothing => false,
        Sought::Each(terms) => terms.iter().all(|term| match term {
            Term::Number(_) => false,
            Term::Prefix(prefix) | Term::Either(_, prefix) => {
                words.iter().any(|word| word.starts_with(prefix.as_str()))
            }
        }),
    }
}

#[test]
fn a_text_is_cut_into_its_words() {
    let text = "L'imprimante HP-4250 n’est pas prête : E_FAIL (0x80004005), « _cœur_ » à 100 %";
    let found: Vec<String> = words(text).into_iter().collect();
    assert_eq!(
        found,
        ["0x80004005", "100", "4250", "coeur", "e_fail", "est", "hp", "imprimante", "pas", "prete"]
    );
}

#[test]
fn words_are_cut_to_a_length_and_counted_once_up_to_a_number() {
    assert_eq!(words(&"x".repeat(100)).into_iter().collect::<Vec<_>>(), ["x".repeat(LONGEST)]);
    assert_eq!(words(&"mot ".repeat(5_000)).len(), 1);
    let many: String = (1_000..9_000).map(|number| number.to_string() + " ").collect();
    assert_eq!(words(&many).len(), MOST);
    assert!(finds(&"x".repeat(100), &"x".repeat(60)), "both are cut to the same length");
}

#[test]
fn case_accents_and_ligatures_make_no_difference() {
    for (typed, text) in [
        ("reseau", "Réseau"),
        ("RÉSEAU", "reseau"),
        ("oeuvre", "Œuvre"),
        ("cœur", "COEUR"),
        ("ça", "ca"),
        ("e\u{301}cran", "\u{e9}cran"),
        ("strasse", "STRAẞE"),
        ("ﬁchier", "fichier"),
        ("ＦＡＸ", "fax"),
        ("οδος", "ΟΔΟΣ"),
        ("Łódź", "lodz"),
    ] {
        assert!(finds(typed, text), "{typed} finds {text}");
    }
}

#[test]
fn the_beginning_of_a_word_finds_it_and_the_middle_does_not() {
    assert!(finds("impri", "L'imprimante"));
    assert!(finds("im", "L'imprimante"));
    assert!(!finds("primante", "L'imprimante"));
    assert!(!finds("imprimanter", "L'imprimante"));
}

#[test]
fn number_and_gender_make_no_difference() {
    let groups: [&[&str]; 14] = [
        &["imprimante", "imprimantes"],
        &["journal", "journaux"],
        &["terminal", "terminaux"],
        &["réseau", "réseaux"],
        &["connecté", "connectée", "connectés", "connectées", "connecte"],
        &["écran", "écrans"],
        &["partie", "parties"],
        &["batterie", "batteries", "battery"],
        &["policy", "policies"],
        &["address", "addresses"],
        &["server", "servers"],
        &["switch", "switches"],
        &["mail", "mails"],
        &["employé", "employée", "employees"],
    ];
    for group in groups {
        for (typed, text) in group.iter().flat_map(|typed| group.iter().map(move |text| (typed, text))) {
            assert!(finds(typed, text), "{typed} finds {text}");
        }
    }
    for (typed, text) in
        [("accès", "accueil"), ("fichiers", "fiche"), ("class", "clavier"), ("bus", "bureau")]
    {
        assert!(!finds(typed, text), "{typed} does not find {text}");
    }
}

#[test]
fn numbers_are_read_with_and_without_their_sign() {
    let each = |terms: &[Term]| Sought::Each(terms.to_vec());
    let prefix = |word: &str| Term::Prefix(word.to_owned());
    assert_eq!(Sought::parse("#1043"), each(&[Term::Number(1043)]));
    assert_eq!(Sought::parse("1043"), each(&[Term::Either(1043, "1043".to_owned())]));
    assert_eq!(Sought::parse("2"), each(&[Term::Number(2)]));
    assert_eq!(Sought::parse("#2 fax fax"), each(&[Term::Number(2), prefix("fax")]));
    assert_eq!(
        Sought::parse("ticket:1043,"),
        each(&[prefix("ticket"), Term::Either(1043, "1043".to_owned())])
    );
    assert_eq!(Sought::parse("#fax"), each(&[prefix("fax")]));
    let too_long = "99999999999999999999";
    assert_eq!(Sought::parse(too_long), each(&[prefix(too_long)]));
    assert_eq!(Sought::parse("#99999999999999999999"), each(&[prefix(too_long)]));
}

#[test]
fn what_cannot_be_found_finds_nothing_and_is_left_out_beside_words() {
    assert_eq!(Sought::parse(" \t"), Sought::Everything);
    for nothing in ["%", "\\", "a", "...", "#", "_", "«»"] {
        assert_eq!(Sought::parse(nothing), Sought::Nothing, "{nothing}");
    }
    assert!(finds("plan b", "Le plan de secours"));
    assert!(!finds("plan bis", "Le plan de secours"));
    let Sought::Each(terms) = Sought::parse("un deux trois quatre cinq six sept huit neuf dix") else {
        panic!("words");
    };
    assert_eq!(terms.len(), MOST_SOUGHT);
}

proptest! {
    #[test]
    fn folding_is_done_after_once(text in "\\PC{0,60}") {
        let once = fold(&text);
        prop_assert_eq!(&fold(&once), &once);
        prop_assert!(once.chars().all(|letter| letter.to_lowercase().eq([letter])), "{:?}", once);
    }

    #[test]
    fn composed_and_decomposed_text_have_the_same_words(text in "\\PC{0,60}") {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(words(&composed), words(&decomposed));
        prop_assert_eq!(words(&text.to_lowercase()), words(&text));
    }

    #[test]
    fn words_are_within_their_limits(text in "\\PC{0,300}") {
        for word in words(&text) {
            let length = word.chars().count();
            prop_assert!((SHORTEST..=LONGEST).contains(&length), "{:?}", word);
            prop_assert_eq!(words(&word).into_iter().collect::<Vec<_>>(), vec![word]);
        }
    }

    #[test]
    fn a_text_is_found_by_each_of_its_words_and_by_the_beginning_of_each(text in "\\PC{0,80}", length in 2_usize..12) {
        for word in words(&text) {
            prop_assert!(finds(&word, &text), "{:?}", word);
            let beginning: String = word.chars().take(length).collect();
            let beginning = beginning.trim_matches('_');
            if beginning.chars().count() >= SHORTEST && !word.starts_with('_') {
                prop_assert!(finds(beginning, &text), "{:?} of {:?}", beginning, word);
            }
        }
    }

    #[test]
    fn endings_are_only_cut_off(word in "[a-z]{2,20}", ending in "(s|x|e|es|ees|aux|eaux|al|y|ies|ss)") {
        let word = word + &ending;
        let rest = without_ending(&word);
        prop_assert!(word.starts_with(rest));
        prop_assert!(rest.len() >= word.len().min(4), "{} of {}", rest, word);
    }
}
