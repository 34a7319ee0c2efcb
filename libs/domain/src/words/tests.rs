use proptest::prelude::*;

use super::*;

/// The words of a text.
fn words(text: &str) -> BTreeSet<String> {
    different(text).into_keys().collect()
}

/// Whether a text is found by what somebody types, in the way the store looks.
fn finds(typed: &str, text: &str) -> bool {
    let noted = noted(text);
    match Sought::parse(typed) {
        Sought::Everything => true,
        Sought::Nothing => false,
        Sought::Each(terms) => terms.iter().all(|term| match term {
            Term::Number(_) => false,
            Term::Word(word) | Term::Either(_, word) => {
                noted.iter().any(|it| it.starts_with(&word.begins) || word.forms.contains(it))
            }
        }),
    }
}

#[test]
fn parts_of_names_are_found_without_their_accents() {
    let texts = ["Zoé Lemaître-Œuvrard", "zoe@durand.example"];
    for typed in ["", "zoe", "ZOÉ", "maitre", "oeuv zoé", "@durand", "lemaitre-o  durand.ex"] {
        assert!(occur(typed, texts), "{typed}");
    }
    for typed in ["zoë durant", "zoe w", "e@d z0e", "zoelemaitre"] {
        assert!(!occur(typed, texts), "{typed}");
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
    let inflected: String = (0..4_000).map(|number| spelt(number) + "ements ").collect();
    let noted = noted(&inflected);
    let (stems, words): (Vec<_>, Vec<_>) = noted.iter().partition(|it| it.starts_with(STEM));
    assert_eq!(words.len(), MOST, "stems are not counted");
    assert!((MOST..=3 * MOST).contains(&stems.len()), "{}", stems.len());
    assert!(finds(&"x".repeat(100), &"x".repeat(60)), "both are cut to the same length");
}

/// A number in letters, so that a word has it and a stem.
fn spelt(number: usize) -> String {
    let letters = b"bcdfgmprtv";
    number
        .to_string()
        .bytes()
        .flat_map(|digit| [letters[usize::from(digit - b'0')], b'a'])
        .map(char::from)
        .collect()
}

#[test]
fn the_last_line_of_a_long_log_is_found() {
    let line = |number: usize| {
        format!(
            "2026-11-28T10:{:02}:{:02} [worker-{number}] ERROR reading /var/spool/job{number}: Permission denied\n",
            number / 60,
            number % 60
        )
    };
    let mut log = String::new();
    let mut number = 0;
    let last = "panic: disque saturé sur srv-lyon";
    while log.len() + line(number).len() + last.len() < 20_000 {
        log.push_str(&line(number));
        number += 1;
    }
    log.push_str(last);
    assert!(number > 200, "{number} lines");
    assert!(words(&log).len() > 400);
    assert!(finds("disques saturés srv-lyon", &log));
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
    assert!(!finds("imprimantek", "L'imprimante"));
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

/// Whichever of a line is typed finds a text with whichever other.
#[test]
fn the_forms_of_a_word_find_each_other_in_french_and_in_english() {
    for line in [
        "clé clés cles",
        "mot mots",
        "bug bugs",
        "app apps",
        "log logs",
        "jeu jeux",
        "lieu lieux",
        "genou genoux",
        "travail travaux",
        "bail baux",
        "journal journaux",
        "tableau tableaux",
        "imprimer imprime imprimé imprimée imprimées imprimees imprimante imprimantes",
        "connecter connecté connectée connectés connectées connectees connecte connectez connect connected connecting",
        "facture factures facturer facturation",
        "utiliser utilise utilisateur utilisateurs utilisation",
        "installer installe installé installation installations",
        "sauvegarde sauvegardes sauvegarder sauvegardé",
        "lent lente lents lentes lentement",
        "bloqué bloquée bloquer bloque bloqués",
        "panne pannes",
        "idée idées idees",
        "printing printer printers printed print prints",
        "crash crashes crashed crashing",
        "update updates updated updating",
        "battery batteries",
        "address addresses",
        "user users",
        "running runs run",
        "stopped stopping stops stop",
        "policy policies",
    ] {
        let forms: Vec<&str> = line.split(' ').collect();
        for (typed, text) in forms.iter().flat_map(|typed| forms.iter().map(move |text| (typed, text))) {
            assert!(
                finds(typed, text),
                "{typed} finds {text}: {:?} in {:?}",
                Sought::parse(typed),
                noted(text)
            );
        }
    }
    assert!(finds("mots de passe", "Mon mot de passe est refusé"));
    assert!(finds("imprimante en panne", "Les imprimantes du hall sont toujours en panne"));
}

#[test]
fn words_that_only_look_alike_do_not_meet() {
    for line in [
        "poste postal",
        "serveur service",
        "server service",
        "écran écrou",
        "fichier fiche",
        "facteur facture",
        "message massage",
        "ordinateur ordinaire",
        "compteur comptoir",
        "porte portail",
        "site situation",
        "accès accueil",
        "bail mail",
        "jeudi jeux",
        "logs login",
        "class clavier",
        "bus bureau",
        "caisse case",
        "liste lisse",
        "printer sprint",
        "running ruins",
        "update upload",
    ] {
        let (one, other) = line.split_once(' ').unwrap();
        for (typed, text) in [(one, other), (other, one)] {
            assert!(
                !finds(typed, text),
                "{typed} does not find {text}: {:?} in {:?}",
                Sought::parse(typed),
                noted(text)
            );
        }
    }
}

#[test]
fn a_stem_is_no_beginning_of_a_word_and_what_is_no_word_has_none() {
    let found: Vec<String> = noted("Travaux, printing, E_FAILS, 404s, серверы").into_iter().collect();
    assert_eq!(found, ["404s", "e_fails", "printing", "travaux", "~print", "~travail", "~traval", "серверы"]);
    assert!(!finds("travai", "Travaux"), "the beginning of a stem");
    assert!(!finds("~print", "Sprint") && finds("~print", "Printing"), "the mark is a sign like others");
    assert_eq!(noted("print printing").into_iter().collect::<Vec<_>>(), ["print", "printing"], "noted once");
    // A mark of another script before an underscore, which are both no letters of what follows.
    assert_eq!(noted("\u{ac7}_Imprimer"), noted("imprimer"));
}

#[test]
fn numbers_are_read_with_and_without_their_sign() {
    let each = |terms: &[Term]| Sought::Each(terms.to_vec());
    let digits = |digits: &str| Word { begins: digits.to_owned(), forms: Vec::new() };
    let word = |word: &str| {
        Term::Word(Word { begins: word.to_owned(), forms: vec![format!("~{word}"), word.to_owned()] })
    };
    assert_eq!(Sought::parse("#1043"), each(&[Term::Number(1043)]));
    assert_eq!(Sought::parse("1043"), each(&[Term::Either(1043, digits("1043"))]));
    assert_eq!(Sought::parse("2"), each(&[Term::Number(2)]));
    assert_eq!(Sought::parse("#2 fax fax"), each(&[Term::Number(2), word("fax")]));
    assert_eq!(Sought::parse("ticket:1043,"), each(&[word("ticket"), Term::Either(1043, digits("1043"))]));
    assert_eq!(Sought::parse("#fax"), each(&[word("fax")]));
    let too_long = "99999999999999999999";
    assert_eq!(Sought::parse(too_long), each(&[Term::Word(digits(too_long))]));
    assert_eq!(Sought::parse("#99999999999999999999"), each(&[Term::Word(digits(too_long))]));
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
        prop_assert_eq!(noted(&composed), noted(&decomposed));
        prop_assert_eq!(noted(&text.to_lowercase()), noted(&text));
    }

    #[test]
    fn words_are_within_their_limits(text in "\\PC{0,300}") {
        let noted = noted(&text);
        prop_assert!(noted.iter().filter(|it| !it.starts_with(STEM)).eq(&words(&text)));
        for stem in noted.iter().filter_map(|it| it.strip_prefix(STEM)) {
            prop_assert!((SHORTEST..=LONGEST).contains(&stem.len()), "{:?}", stem);
            prop_assert!(stem.bytes().all(|byte| byte.is_ascii_lowercase()), "{:?}", stem);
        }
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
    fn each_word_finds_itself_however_its_accents_were_typed(word in "[a-zàâçéèêëîïôûùüœ]{2,20}") {
        prop_assert!(finds(&word, &word));
        prop_assert!(finds(&fold(&word), &word) && finds(&word, &fold(&word)));
    }

    #[test]
    fn endings_are_only_cut_off(word in "[a-z]{2,20}", ending in "(s|x|e|es|ees|aux|eaux|al|y|ies|ss)") {
        let word = word + &ending;
        let rest = without_ending(&word);
        prop_assert!(word.starts_with(rest));
        prop_assert!(rest.len() >= word.len().min(4), "{} of {}", rest, word);
    }
}
