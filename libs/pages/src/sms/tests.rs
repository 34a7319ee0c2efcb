use rappel_domain::{Locale, sms::segments};

use super::*;
use crate::page::sample_time;

const LONG: &str =
    "Établissements Œuvres & Forêts d’Août Çà-et-là — Société Coopérative 🌲🌲🌲 de la Haute-Garonne €€€";

fn reader(locale: Locale) -> Reader {
    Reader { locale, zone: chrono_tz::Europe::Paris }
}

fn languages() -> impl Iterator<Item = Locale> {
    Locale::ALL.into_iter().chain(Locale::DRAFTS)
}

fn call<'a>(client: &'a str, person: &'a str, link: Option<&'a str>) -> UrgentCall<'a> {
    let (number, phone) = if client == LONG { (999_999, "+496912345678901") } else { (1043, "+33612345678") };
    UrgentCall { number, client, person, phone, by: sample_time("2026-11-22T13:32:00Z"), link }
}

/// Every text with the given names and link.
fn all(reader: Reader, name: &str, link: &str) -> Vec<GsmText> {
    let at = sample_time("2026-11-22T13:32:00Z");
    let (with, without) = (call(name, name, Some(link)), call(name, name, None));
    let number = with.number;
    [
        page(reader, &with),
        page(reader, &without),
        page_again(reader, &with),
        page_again(reader, &without),
        last_resort(reader, &with),
        last_resort(reader, &without),
        bundle(reader, &with, &[number; 3]),
        bundle(reader, &with, &[number; 999]),
        bundle(reader, &without, &[number; 999]),
        taken_by_you(reader, &with),
        taken_by_you_connect(reader, &with),
        taken_by_other(reader, number, name, at),
        number_changed(reader, &with),
        already_taken(reader, number, name, at),
        noted_reached(reader, number),
        noted_no_answer(reader, number, at),
        not_taken(reader, number),
        not_needed(reader, number, name),
        over(reader, number),
        which_one(reader, &[number; 9]),
        which_client(reader, number, name),
        nothing_open(reader, number),
        not_understood(reader),
        assigned(reader, number, name, link),
        urgent_received(reader, number, "+496912345678901", at),
        urgent_taken(reader, number, name, at),
        urgent_reached(reader, number, name),
        urgent_late(reader, number, "+496912345678901"),
        could_not_reach(reader, number, "+496912345678901"),
        wrong_number(reader, number, link),
        answered(reader, number, link),
        closing_soon(reader, number, at, link),
        closed(reader, number, link),
        phone_code(reader, "042815", name),
        test(reader, name),
        phone_test(reader, name),
    ]
    .map(Result::unwrap)
    .into()
}

#[test]
fn every_text_is_one_message_for_the_longest_values() {
    let link = "https://rappel.exemple.fr/a/zzz-AbCdEfGhIjKlMnOpQrStUv";
    for locale in languages() {
        for text in all(reader(locale), LONG, link) {
            assert!(text.septets() <= ONE_SMS, "{} septets: {text}", text.septets());
            assert_eq!(segments(text.as_str()), 1, "{text}");
            assert!(!text.as_str().contains([OPEN, SHUT, '?']), "{text}");
        }
    }
}

/// A slug may have 40 letters, and a domain is whatever the operator has.
#[test]
fn a_long_host_makes_no_second_message() {
    let at = sample_time("2026-11-22T13:32:00Z");
    let page_link = "x".repeat(LONGEST_PAGE_LINK);
    for locale in languages() {
        let reader = reader(locale);
        let with = call(LONG, LONG, Some(&page_link));
        let pages = [page, page_again, last_resort, number_changed].map(|written| written(reader, &with));
        let bundled = bundle(reader, &with, &[999_999; 999]);
        for text in pages.into_iter().chain([bundled]).map(Result::unwrap) {
            assert!(text.septets() <= ONE_SMS, "{} septets: {text}", text.septets());
        }
        for host in [60, 100, 200].map(|length| format!("https://{}", "h".repeat(length))) {
            let link = format!("{host}/tickets/999999");
            for text in [
                assigned(reader, 999_999, LONG, &link),
                wrong_number(reader, 999_999, &link),
                answered(reader, 999_999, &link),
                closing_soon(reader, 999_999, at, &link),
                closed(reader, 999_999, &link),
            ] {
                let text = text.unwrap();
                assert!(text.septets() <= ONE_SMS, "{} septets: {text}", text.septets());
                assert!(host.len() > 100 || text.as_str().contains(&host), "{text}");
            }
        }
    }
}

#[test]
fn what_is_fixed_survives_whatever_the_names() {
    let link = "https://rappel.exemple.fr/a/zzz-AbCdEfGhIjKlMnOpQrStUv";
    for locale in languages() {
        for written in [page, page_again, last_resort] {
            let text = written(reader(locale), &call(LONG, LONG, Some(link))).unwrap();
            for needed in ["#999999", "+496912345678901", "14:32", link, " 1"] {
                assert!(text.as_str().contains(needed), "{needed} is missing: {text}");
            }
        }
    }
}

#[test]
fn fixed_words_are_in_the_alphabet() {
    for locale in languages() {
        let texts: String =
            crate::text::book::files(locale).into_iter().map(|(_, text)| text + "\n").collect();
        let lines: Vec<_> = texts.lines().filter(|line| line.starts_with("sms-")).collect();
        assert!(lines.len() > 10, "only {} texts were found in {locale:?}", lines.len());
        for line in lines {
            let Some((_, pattern)) = line.split_once(" = ") else { continue };
            let fixed = pattern.replace(['{', '}'], "").replace('$', "");
            assert_eq!(GsmText::new(&fixed).as_str(), fixed, "{line}");
        }
    }
}

#[test]
fn the_texts_of_the_first_page_are_as_agreed() {
    let call = call("Durand & Fils", "Claire Martin", Some("https://s.exemple.fr/a/k3Fz9QwL2x"));
    assert_eq!(
        page(reader(Locale::Fr), &call).unwrap().as_str(),
        "URGENT #1043 Durand & Fils. Rappeler Claire Martin +33612345678 avant 14:32. Prendre: https://s.exemple.fr/a/k3Fz9QwL2x ou rep. 1"
    );
    assert_eq!(
        page(reader(Locale::En), &call).unwrap().as_str(),
        "URGENT #1043 Durand & Fils. Call Claire Martin +33612345678 by 14:32. Take it: https://s.exemple.fr/a/k3Fz9QwL2x or reply 1"
    );
}

#[test]
fn a_bundle_says_which_ones_and_how_one_of_them_is_taken() {
    let link = Some("https://s.exemple.fr/a/k3Fz9QwL2x");
    let first = call("Durand & Fils", "Claire Martin", link);
    assert_eq!(
        bundle(reader(Locale::Fr), &first, &[1044, 1045]).unwrap().as_str(),
        "3 URGENT non pris: #1043, #1044, #1045. Durand & Fils, avant 14:32. Prendre: https://s.exemple.fr/a/k3Fz9QwL2x ou rep. 1 1043"
    );
    assert_eq!(
        bundle(reader(Locale::En), &first, &[1044, 1045, 1046, 1047]).unwrap().as_str(),
        "5 URGENT not taken: #1043, #1044, #1045 +2. Durand & Fils, by 14:32. Take: https://s.exemple.fr/a/k3Fz9QwL2x or reply 1 1043"
    );
    let bare = bundle(reader(Locale::Fr), &UrgentCall { link: None, ..first }, &[1044]).unwrap();
    assert_eq!(
        bare.as_str(),
        "2 URGENT non pris: #1043, #1044. Durand & Fils. Rappeler +33612345678 avant 14:32."
    );
    let longest = "https://rappel.exemple.fr/a/zzz-AbCdEfGhIjKlMnOpQrStUv";
    for locale in languages() {
        let text = bundle(reader(locale), &call(LONG, LONG, Some(longest)), &[999_998; 999]).unwrap();
        for needed in ["1000 URGENT", "#999999", "#999998", "+997", longest, " 1 999999", "14:32"] {
            assert!(text.as_str().contains(needed), "{needed} is missing: {text}");
        }
    }
}
