use rappel_domain::Locale;

use super::*;
use crate::page::sample_time;

fn reader(locale: Locale) -> Reader {
    Reader { locale, zone: chrono_tz::Europe::Paris }
}

fn call<'a>() -> UrgentCall<'a> {
    UrgentCall {
        number: 1043,
        client: "Durand & Fils",
        person: "Claire Martin",
        phone: "+33612345678",
        by: sample_time("2026-11-22T13:32:00Z"),
        link: None,
    }
}

#[test]
fn a_page_says_who_which_number_and_by_when() {
    assert_eq!(
        page(reader(Locale::Fr), &call()).unwrap(),
        "Appel urgent, ticket 1043. Rappelez Claire Martin, Durand & Fils, au 0 6, 1 2, 3 4, 5 6, 7 8, \
         avant 14 heures 32. Pour prendre l'appel, tapez 1. Pour le passer à la personne suivante, tapez 2. \
         Pour réécouter, tapez 0."
    );
    assert_eq!(
        page(reader(Locale::En), &call()).unwrap(),
        "Urgent call, ticket 1043. Ring Claire Martin, Durand & Fils, on 0 6, 1 2, 3 4, 5 6, 7 8, by 14:32. \
         To take it, press 1. To pass it on to the next person, press 2. To hear this again, press 0."
    );
}

#[test]
fn a_number_is_read_digit_by_digit() {
    assert_eq!(digits("+33123456789"), "0 1, 2 3, 4 5, 6 7, 8 9");
    assert_eq!(digits("+442079460958"), "plus 4 4, 2 0, 7 9, 4 6, 0 9, 5 8");
}

#[test]
fn every_sentence_exists_in_both_languages() {
    let at = sample_time("2026-11-22T13:00:00Z");
    for locale in Locale::ALL {
        let reader = reader(locale);
        let all = [
            page(reader, &call()),
            taken(reader, &call()),
            passed_on(reader),
            taken_by(reader, "Marie Leroy", at),
            over(reader),
            nothing_heard(reader),
            connect(reader, &call()),
            connecting(reader, &call()),
            not_connectable(reader, &call()),
            how_did_it_go(reader),
            noted(reader),
            test(reader, "Atelier Support"),
            test_heard(reader),
            test_unheard(reader),
            last_resort(reader, &call()),
            last_resort_heard(reader, &call()),
            last_resort_unheard(reader),
        ];
        for sentence in all.map(Result::unwrap) {
            assert!(
                sentence.ends_with(['.', '?']) && !sentence.contains(['{', '}', '\u{2068}']),
                "{sentence}"
            );
        }
    }
    assert!(taken_by(reader(Locale::Fr), "Marie Leroy", at).unwrap().contains("à 14 heures"));
}
