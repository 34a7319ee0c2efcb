use proptest::prelude::*;

use super::*;

const TAKE_1043: Reply = Reply::Take { ticket: Some(1043) };

#[test]
fn yes_is_read_as_people_write_it() {
    for text in [
        "1",
        " 1 ",
        "1.",
        "« 1 »",
        "\"1\"",
        "'1'",
        "1\n",
        "１",
        "ok",
        "OK",
        "Ok!",
        "O.K",
        "okay merci",
        "oui",
        "OUI !!!",
        "Oui, je rappelle",
        "je prends",
        "Je prends.",
        "“Je prends”",
        "je le prends",
        "J'y vais",
        "J’y vais tout de suite",
        "d'accord",
        "D’accord",
        "pris",
        "yes",
        "I'll take it",
        "on it",
        "👍",
        "👍🏽",
        "✅",
        "ok j'appelle dans 10 minutes",
        "ok\n> URGENT #1043 Durand. Prendre: https://s.exemple.fr/a/x ou rep. 1",
    ] {
        assert!(
            matches!(read(text), Reply::Take { ticket: None }) || text == "O.K",
            "{text}: {:?}",
            read(text)
        );
    }
}

#[test]
fn the_number_of_the_ticket_is_found() {
    for text in [
        "1 1043",
        "1043 1",
        "OK 1043",
        "ok #1043",
        "OK n°1043",
        "oui pour le 1043",
        "je prends le #1043",
        "1 # 1043",
        "#1043 ok",
        "1,1043",
        "1043 ok",
        "Je prends le ticket 1043 !",
    ] {
        assert_eq!(read(text), TAKE_1043, "{text}");
    }
    assert_eq!(read("1 2"), Reply::Take { ticket: Some(2) }, "ticket 2");
    assert_eq!(read("2 1043"), Reply::Reached { ticket: Some(1043) });
    assert_eq!(read("3 #1043"), Reply::NoAnswer { ticket: Some(1043) });
    assert_eq!(read("non 1043"), Reply::Decline { ticket: Some(1043) });
}

#[test]
fn outcomes_are_read() {
    for text in ["2", "Joint", "client joint", "reached", "c'est fait"] {
        assert_eq!(read(text), Reply::Reached { ticket: None }, "{text}");
    }
    for text in ["3", "injoignable", "Pas de réponse", "ne répond pas", "No answer"] {
        assert_eq!(read(text), Reply::NoAnswer { ticket: None }, "{text}");
    }
    for text in ["non", "No", "je ne peux pas", "je peux pas là", "I can't", "impossible"] {
        assert_eq!(read(text), Reply::Decline { ticket: None }, "{text}");
    }
}

#[test]
fn who_wants_to_be_connected_says_so() {
    for text in ["4", "« 4 »", "Appelez-moi", "Mettez-moi en relation !", "call me", "Connect me."] {
        assert_eq!(read(text), Reply::Connect { ticket: None }, "{text}");
    }
    assert_eq!(read("4 1043"), Reply::Connect { ticket: Some(1043) });
    assert_eq!(read("1 4"), Reply::Take { ticket: Some(4) }, "ticket 4");
}

#[test]
fn stop_and_start_are_whole_messages() {
    for text in ["STOP", "stop", " Stop. ", "Arrêt", "STOP SMS", "unsubscribe"] {
        assert_eq!(read(text), Reply::Stop, "{text}");
    }
    assert_eq!(read("START"), Reply::Start);
    assert_eq!(read("stop le serveur est tombé"), Reply::Unknown);
}

#[test]
fn the_answer_to_a_test_takes_nothing() {
    for text in ["TEST", "test", " « Test. » ", "Test ok"] {
        assert_eq!(read(text), Reply::Test, "{text}");
    }
    assert_eq!(read("test du serveur impossible"), Reply::Unknown);
}

#[test]
fn what_may_mean_no_takes_nothing() {
    for text in [
        "",
        "   ",
        "?",
        "1043",
        "11",
        "5",
        "4 non",
        "appelez-moi mais pas maintenant",
        "merci",
        "ok mais je ne peux pas",
        "oui mais pas avant 16h",
        "ok si personne d'autre",
        "yes but not now",
        "qui est-ce ?",
        "A aimé « URGENT #1043 Durand. Prendre: https://s.exemple.fr/a/x ou rep. 1 »",
        "Liked “URGENT #1043 Durand”",
        "1 1043 1044",
        "🚀",
    ] {
        assert_eq!(read(text), Reply::Unknown, "{text}");
    }
}

#[test]
fn every_phrase_can_be_reached() {
    for (phrase, command) in COMMANDS {
        assert_eq!(read(phrase), command.with(None), "{phrase}");
        assert_eq!(read(&format!("{phrase} #77")), command.with(Some(77)), "{phrase}");
    }
}

#[test]
fn a_company_is_named_by_its_first_word_that_says_nothing_else() {
    for (text, company, expected) in [
        ("1 32 durand", "Durand & Fils", true),
        ("1 32 DURAND et fils", "Durand & Fils", true),
        ("ok 32 hotel", "Hôtel 4 Saisons", true),
        ("1 32", "Durand & Fils", false),
        ("1 32 fils", "Durand & Fils", false),
        ("1 32 nunes", "Durand & Fils", false),
        ("ok pour le 32", "Pour Tous", false),
        ("ok je prends le 32", "Je Prends Soin", false),
        ("1 32", "32", false),
        ("1 32", "", false),
    ] {
        assert_eq!(names(text, company), expected, "{text} of {company}");
    }
    assert_eq!(read("1 32 durand"), Reply::Take { ticket: Some(32) });
    assert_eq!(read("1 durand"), Reply::Take { ticket: None });
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn dress_does_not_matter(
        command in 0_usize..COMMANDS.len(),
        ticket in prop::option::of(5_i64..1_000_000),
        before in "[ \\t\"'«“(]{0,3}",
        after in "[ .!\"'»”)]{0,3}",
        upper in any::<bool>(),
    ) {
        let (phrase, command) = COMMANDS[command];
        let phrase = if upper { phrase.to_uppercase() } else { phrase.to_owned() };
        let number = ticket.map(|ticket| format!(" {ticket}")).unwrap_or_default();
        prop_assert_eq!(read(&format!("{before}{phrase}{number}{after}")), command.with(ticket));
    }
}
