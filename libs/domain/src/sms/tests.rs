use proptest::prelude::*;

use super::*;

#[test]
fn the_alphabet_has_its_size() {
    let all = ('\0'..=char::MAX).filter(|c| septets(*c).is_some());
    let (basic, extended): (Vec<_>, Vec<_>) = all.partition(|c| septets(*c) == Some(1));
    let mut table: Vec<_> = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
                             ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
        .chars()
        .collect();
    table.sort_unstable();
    assert_eq!(basic, table, "3GPP TS 23.038, table 6.2.1");
    assert_eq!(basic.len(), 127, "128 codes less the escape");
    assert_eq!(extended.len(), 10);
}

#[test]
fn french_is_written_over() {
    for (text, written) in [
        ("être à l’œuvre – « ça » …", "etre à l'oeuvre - \" ca \" ..."),
        ("Çà ÊTES Œuvre ÀÂÔ", "Çà ETES OEuvre AAO"),
        ("naïve Noël où", "naive Noel où"),
        ("e\u{301}tude", "étude"),
        ("Łukasz Đorđe Þór Ħal", "Lukasz Dorde Thor Hal"),
        ("Élan 🚀 vital 👩‍💻", "Élan  vital "),
        ("12\u{202f}000\u{a0}€", "12 000 €"),
        ("ﬁn ½ ①", "fin 1/2 1"),
        ("Dvořák, Şahin, Nguyễn", "Dvorak, Sahin, Nguyen"),
        ("a\u{0}b\u{7}c\u{200b}d", "abcd"),
        ("why? ‽？", "why? "),
    ] {
        assert_eq!(to_gsm(text), written, "{text}");
    }
}

#[test]
fn other_scripts_are_spelled() {
    assert_eq!(to_gsm("Иван"), "Ivan");
    assert_eq!(to_gsm("北京"), "BeiJing");
    assert_eq!(to_gsm("Γιώργος"), "Γiorgos");
}

#[test]
fn segments_are_counted_as_they_are_paid() {
    let count = |c: &str, times: usize| segments(&c.repeat(times));
    assert_eq!(segments(""), 1);
    assert_eq!([count("a", 160), count("a", 161), count("a", 306), count("a", 307)], [1, 2, 2, 3]);
    assert_eq!([count("€", 80), count("€", 81)], [1, 2], "two septets each");
    assert_eq!(count("€", 153), 3, "no part ends in the middle of an escape: 76 + 76 + 1");
    assert_eq!([count("ê", 70), count("ê", 71), count("ê", 134), count("ê", 135)], [1, 2, 2, 3]);
    assert_eq!([count("🚀", 35), count("🚀", 36)], [1, 2], "two units each");
    assert_eq!(coding("déjà"), Coding::Gsm7);
    assert_eq!(coding("forêt"), Coding::Ucs2);
}

fn page(client: &str, person: &str) -> String {
    let parts = [
        Part::Fixed("URGENT #1043 "),
        Part::Variable(client),
        Part::Fixed(". Rappeler "),
        Part::Variable(person),
        Part::Fixed(
            " +33612345678 avant 14:32. Prendre: https://s.exemple.fr/a/k3Fz9QwL2xk3Fz9QwL2x ou rep. 1",
        ),
    ];
    fit(&parts, ONE_SMS).into_string()
}

#[test]
fn what_fits_is_left_alone() {
    assert_eq!(
        page("Durand & Fils", "Claire"),
        "URGENT #1043 Durand & Fils. Rappeler Claire +33612345678 avant 14:32. \
         Prendre: https://s.exemple.fr/a/k3Fz9QwL2xk3Fz9QwL2x ou rep. 1"
    );
}

#[test]
fn the_longer_name_is_cut_at_a_word() {
    let text = page("Établissements Durand et Fils Distribution", "Claire Martin");
    assert!(
        text.starts_with("URGENT #1043 Établissements Durand et Fils. Rappeler Claire Martin +336"),
        "{text}"
    );
    let text = page("Établissements Durand et Compagnie", "Claire Martin-Lef");
    assert!(
        text.starts_with("URGENT #1043 Établissements Durand. Rappeler Claire Martin-Lef +336"),
        "{text}"
    );
}

#[test]
fn a_single_long_word_is_abbreviated() {
    let text = page("Hubschraubereinsatzgesellschaft", "Claire Martin-Lefevre");
    assert!(
        text.starts_with("URGENT #1043 Hubschraubereinsatzgesell. Rappeler Claire Martin-Lefevre +33"),
        "{text}"
    );
}

#[test]
fn both_names_give_when_both_are_long() {
    let text =
        page("Communauté de communes du Pays de la Loire", "Marie-Antoinette de la Rochefoucauld-Montbel");
    assert!(
        text.starts_with("URGENT #1043 Communauté de communes. Rappeler Marie-Antoinette +336"),
        "{text}"
    );
}

#[test]
fn no_name_leaves_no_double_space() {
    assert!(page("🚀", "").starts_with("URGENT #1043 . Rappeler +33612345678 avant"), "{}", page("🚀", ""));
}

#[test]
fn what_cannot_be_cut_is_not_cut() {
    let link = format!("https://{}", "x".repeat(200));
    let text = fit(&[Part::Fixed(&link), Part::Fixed(" "), Part::Variable("Durand")], ONE_SMS);
    assert_eq!(text.as_str(), link);
    assert_eq!(text.segments(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_names_it_is_one_sms_and_complete(client in any::<String>(), person in "\\PC{0,80}", longer in "(\\w{1,12}[ -]?){0,30}") {
        for (client, person) in [(&client, &person), (&longer, &client), (&person, &longer)] {
            let text = page(client, person);
            prop_assert_eq!(coding(&text), Coding::Gsm7);
            prop_assert!(GsmText::new(&text).septets() <= 160, "{}", text);
            prop_assert!(text.starts_with("URGENT #1043 "), "{}", text);
            prop_assert!(
                text.ends_with("+33612345678 avant 14:32. Prendre: https://s.exemple.fr/a/k3Fz9QwL2xk3Fz9QwL2x ou rep. 1"),
                "{}", text
            );
            prop_assert!(text.contains(". Rappeler "), "{}", text);
            prop_assert!(!text.contains("  ") && !text.contains('\n'), "{:?}", text);
        }
    }

    #[test]
    fn writing_over_stays_in_the_alphabet_and_invents_no_question_marks(text in any::<String>()) {
        let written = to_gsm(&text);
        prop_assert!(written.chars().all(|c| septets(c).is_some()));
        prop_assert_eq!(written.matches('?').count(), text.matches('?').count());
        prop_assert_eq!(to_gsm(&written), written.clone(), "once is enough");
    }

    #[test]
    fn letters_of_latin_scripts_leave_letters(c in prop::char::ranges(vec!['\u{c0}'..='\u{24f}', '\u{1e00}'..='\u{1eff}'].into())) {
        prop_assume!(c.is_alphabetic());
        let written = to_gsm(&c.to_string());
        prop_assert!(!written.is_empty(), "{} is lost", c);
    }

    #[test]
    fn one_name_keeps_as_much_as_there_is_room_for(name in "[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,8}", limit in 20_usize..60) {
        let text = fit(&[Part::Variable(&name), Part::Fixed(" +33612345678")], limit).into_string();
        let kept = text.strip_suffix("+33612345678").unwrap().trim_end();
        let room = limit - 13;
        prop_assert!(kept.len() <= room);
        if name.len() <= room {
            prop_assert_eq!(kept, &name);
        } else if room >= 6 {
            prop_assert!(kept.len() >= room / 2 , "{:?} of {:?} in {}", kept, name, room);
            let whole = name.strip_prefix(kept).is_some_and(|rest| rest.starts_with(' '));
            let begun = kept.strip_suffix('.').is_some_and(|begun| name.starts_with(begun));
            prop_assert!(whole || begun, "{:?} of {:?}", kept, name);
        }
    }
}
