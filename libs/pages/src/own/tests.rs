//! What may be said in other words, how it is escaped, and who hears it.

use rappel_domain::{Locale, own_text::OwnText};

use super::{catalogue::is_known, *};
use crate::{
    Frame, Page as _, Pages, Reader, Surface, Text,
    mail::{self, samples::letters},
    page::{sample_time, specimens},
    portal::Login,
    sms,
    text::book,
};

fn texts(rows: &[(Locale, &str, &str)]) -> Arc<OwnTexts> {
    let row = |(locale, key, words): &(Locale, &str, &str)| OwnText {
        locale: *locale,
        key: (*key).to_owned(),
        words: (*words).to_owned(),
    };
    Arc::new(OwnTexts::new(rows.iter().map(row).collect()))
}

fn reader() -> Reader {
    Reader { locale: Locale::Fr, zone: chrono_tz::Europe::Paris }
}

/// Parsed once: that is what takes long.
fn pages() -> &'static Pages {
    static PAGES: std::sync::LazyLock<Pages> = std::sync::LazyLock::new(|| Pages::new().unwrap());
    &PAGES
}

fn login(texts: Option<Arc<OwnTexts>>) -> String {
    static LOGIN: std::sync::LazyLock<crate::page::Specimen> = std::sync::LazyLock::new(|| {
        specimens().into_iter().find(|it| it.template == Login::TEMPLATE).unwrap()
    });
    let frame = Frame { texts, ..Frame::sample(Locale::Fr, Surface::Bare) };
    pages().render_specimen(&frame, &LOGIN).unwrap()
}

/// Each own text holds what the standard one holds: what is offered can be saved as it is.
#[test]
fn every_standard_text_that_is_offered_would_be_taken() {
    for locale in Locale::ALL {
        let mut offered = 0;
        for standard in catalogue::of(locale).iter().filter(|it| it.place.is_ok()) {
            offered += 1;
            let taken = check::looks_right(locale, &standard.key, &standard.words);
            assert_eq!(taken, Ok(()), "{locale:?} {}: {}", standard.key, standard.words);
            assert!(!samples::preview(locale, &standard.key, &standard.words).unwrap().is_empty());
        }
        assert!(offered > 350, "only {offered} texts are offered");
    }
}

#[test]
fn every_file_has_its_place_and_languages_agree() {
    for (file, _) in book::files(Locale::Fr) {
        assert!(is_known(&file), "say in catalogue::place who reads the texts of {file}.ftl");
    }
    let places =
        |locale| catalogue::of(locale).iter().map(|it| (it.key.clone(), it.place)).collect::<Vec<_>>();
    for locale in Locale::ALL {
        assert_eq!(places(locale), places(Locale::Fr));
    }
    for area in Area::ALL {
        assert!(catalogue::of(Locale::Fr).iter().any(|it| it.place == Ok(area)), "{area:?} is empty");
    }
}

#[test]
fn what_protects_pages_and_the_law_are_the_same_for_everybody() {
    for (key, kept) in [
        ("sms-page", Kept::Staff),
        ("sms-taken-by-you", Kept::Staff),
        ("sms-not-understood", Kept::Staff),
        ("sms-phone-code", Kept::Security),
        ("mail-page", Kept::Staff),
        ("mail-own-number-refused", Kept::Staff),
        ("mail-password", Kept::Security),
        ("mail-sign-in", Kept::Security),
        ("mail-new-device", Kept::Security),
        ("mail-account-password", Kept::Security),
        ("mail-unsubscribe", Kept::Law),
        ("unsubscribe-do", Kept::Law),
        ("erase-for-ever", Kept::Law),
        ("history-removed", Kept::Evidence),
        ("oncall-title", Kept::Staff),
        ("voice-test", Kept::Staff),
        ("office-queue-title", Kept::Staff),
        ("callback-fact-paged", Kept::Evidence),
        ("callback-fact-escalated", Kept::Evidence),
        ("callback-fact-late", Kept::Evidence),
        ("callback-fact-no-answer", Kept::Evidence),
        ("callback-fact-promised", Kept::Evidence),
        ("callback-fact-reached", Kept::Evidence),
        ("event-feedback-no", Kept::Evidence),
        ("export-lead", Kept::Law),
        ("erase-goes", Kept::Law),
        ("legal-data-text", Kept::Law),
        ("terms-urgent-text", Kept::Law),
        ("sessions-lead", Kept::Security),
        ("mail-invitation-valid", Kept::Security),
        ("enter-lead", Kept::Security),
        ("people-make-manager", Kept::Security),
        ("people-make-member", Kept::Security),
        ("passkeys-title", Kept::Security),
        ("history-follows", Kept::Evidence),
        ("office-members-see", Kept::Staff),
        ("language-date", Kept::Writing),
        ("size-bytes", Kept::Writing),
    ] {
        if let Some(found) = catalogue::find(Locale::Fr, key) {
            assert_eq!(found.place, Err(kept), "{key}");
            assert_eq!(check::looks_right(Locale::Fr, key, &found.words), Err(Fault::NotOffered), "{key}");
        } else {
            assert!(["oncall-title"].contains(&key), "there is no {key}");
        }
    }
    assert_eq!(check::looks_right(Locale::Fr, "no-such-text", "a"), Err(Fault::NotOffered));
}

/// Whoever adds a text, or moves one, says in this list whether a company may change it.
#[test]
fn what_is_offered_is_decided_key_by_key() {
    let offered: Vec<String> = catalogue::of(Locale::Fr)
        .iter()
        .filter_map(|it| Some(format!("{} {}", it.key, it.place.ok()?.word())))
        .collect();
    let decided: Vec<&str> = include_str!("offered.txt").lines().collect();
    let missing: Vec<_> = offered.iter().filter(|it| !decided.contains(&it.as_str())).collect();
    let gone: Vec<_> = decided.iter().filter(|it| !offered.iter().any(|key| key == *it)).collect();
    assert!(missing.is_empty(), "decide in catalogue::place, then write into offered.txt: {missing:?}");
    assert!(gone.is_empty(), "not offered any more, take out of offered.txt: {gone:?}");
    assert!(decided.is_sorted(), "offered.txt is sorted");
}

/// What only names a step, or says how far something is, is nobody's evidence.
#[test]
fn what_is_said_in_passing_is_offered() {
    for (key, area) in [
        ("event-closed", Area::Tickets),
        ("callback-fact-taken", Area::Tickets),
        ("export-under-way", Area::Account),
        ("erase-has-access", Area::Account),
    ] {
        assert_eq!(catalogue::find(Locale::Fr, key).unwrap().place, Ok(area), "{key}");
    }
}

#[test]
fn what_clients_read_of_fields_has_a_place() {
    for (key, area) in [
        ("follow-title", Area::Tickets),
        ("followers-many", Area::Tickets),
        ("new-for-me", Area::Tickets),
        ("ask-legend", Area::Tickets),
        ("tickets-answers", Area::Tickets),
        ("visibility-title", Area::Account),
    ] {
        assert_eq!(catalogue::find(Locale::Fr, key).unwrap().place, Ok(area), "{key}");
    }
}

#[test]
fn a_page_says_the_words_of_its_company_and_of_no_other() {
    let own = texts(&[
        (Locale::Fr, "login-title", "Entrer chez Durand"),
        (Locale::Fr, "login-lead", "Bienvenue, { $name } vous répond"),
        (Locale::En, "login-do", "Enter"),
    ]);
    let said = login(Some(own));
    for words in ["Entrer chez Durand", "Bienvenue, Durand &amp; Fils vous répond"] {
        assert!(said.contains(words), "{words} is not said: {said}");
    }
    assert!(!said.contains(">Enter<"), "a text of another language");
    let standard = login(None);
    assert!(!standard.contains("Entrer chez Durand") && standard.contains("Mot de passe oublié"));
}

#[test]
fn what_is_said_for_one_ends_with_it_also_when_it_fails() {
    let own = texts(&[(Locale::Fr, "login-title", "Entrer")]);
    let title = || Text::key("login-title").say(Locale::Fr).unwrap();
    let standard = title();
    assert_eq!(within(Some(&own), title), "Entrer");
    assert_eq!(title(), standard);
    assert_eq!(within(Some(&own), || within(None, title)), standard, "nobody's words inside of somebody's");
    assert_eq!(within(Some(&own), || within(None, title).len() + title().len()), standard.len() + 6);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        within(Some(&own), || panic!("rendering failed"));
    }));
    assert!(panicked.is_err());
    assert_eq!(title(), standard);
}

#[test]
fn an_own_text_is_never_markup() {
    let attacks = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "'><svg/onload=alert(1)>",
        "&lt;script&gt;",
        "</title><script>alert(1)</script>",
        "javascript:alert(1)",
        "{{page.csrf}}",
        "{{{frame.csrf}}}",
        "a { \"<b>\" }",
        "a { \"\\u003Cb\\u003E\" }",
        "a\nlogin-do = <b>",
        "a\n.attr = <b>",
        "# <b>",
        "{ login-do }",
        "{ -brand }",
        "{ NUMBER(3) }",
        "{ login-do.attr }",
        "a\u{202e}b",
        "a\u{0}b",
        "a\r\nBcc: x@example.com",
    ];
    let before = login(None).matches("c5rf").count();
    for key in ["login-title", "login-do", "login-forgot", "skip", "nav-label", "login-user"] {
        for attack in attacks {
            let said = login(Some(texts(&[(Locale::Fr, key, attack)])));
            for markup in
                ["<script>alert", "<img src=x", "<svg/on", "\" onmouseover", "<b>", "</title><script"]
            {
                assert!(!said.contains(markup), "{key} {attack}: {markup}");
            }
            assert!(!said.contains("c5rf}") && said.matches("c5rf").count() <= before);
        }
    }
}

#[test]
fn each_fault_is_told() {
    let fault = |key: &str, words: &str| check::looks_right(Locale::Fr, key, words).unwrap_err();
    assert_eq!(fault("login-title", "  "), Fault::Empty);
    assert_eq!(fault("login-title", &"x".repeat(121)), Fault::TooLong(120));
    assert_eq!(fault("mail-closed-subject", &"x".repeat(151)), Fault::TooLong(150));
    for open in ["Entrer {", "Entrer }", "{ $ }", "a\n.b = c", "a\nb = c\n*c"] {
        assert!(matches!(fault("login-title", open), Fault::Syntax | Fault::Characters), "{open}");
    }
    for (key, reference) in
        [("login-title", "{ login-do }"), ("login-title", "{ NUMBER(1) }"), ("login-title", "{ -x }")]
    {
        assert_eq!(fault(key, reference), Fault::NotAVariable, "{reference}");
    }
    for unseen in
        ["deux\nlignes", "a\u{202e}b", "a\u{200b}b", "a\u{7}b", "a\u{e000}b", "{ \"<\" }", "{ \"\\u003C\" }"]
    {
        assert_eq!(fault("login-title", unseen), Fault::Characters, "{unseen:?}");
    }
    for blank in
        ['\u{61c}', '\u{ad}', '\u{200c}', '\u{200d}', '\u{3164}', '\u{2800}', '\u{e0041}', '\u{e007f}']
    {
        assert_eq!(fault("login-title", &blank.to_string()), Fault::Characters, "{blank:?}");
        assert_eq!(fault("login-title", &format!("a{blank}b")), Fault::Characters, "{blank:?}");
        assert_eq!(fault("login-title", &format!("{{ \"{blank}\" }}")), Fault::Characters, "{blank:?}");
    }
    for nothing in ["{ \"\" }", "{ \" \" } \u{a0}", "{ { \"\" } }", "\u{fe0f}"] {
        assert_eq!(fault("login-title", nothing), Fault::Empty, "{nothing:?}");
    }
    let at_times = "{ $days ->\n [one] { \"\" }\n*[other] dans\n}";
    assert_eq!(fault("tickets-rule", at_times), Fault::Empty);
    let unknown = Fault::Unknown {
        variable: "numero".to_owned(),
        allowed: vec!["link".to_owned(), "number".to_owned()],
    };
    assert_eq!(fault("sms-closed", "Ticket { $numero } clos { $link }"), unknown);
    assert!(unknown.text().say(Locale::Fr).unwrap().contains("{ $link }, { $number }"));
    assert_eq!(
        fault("sms-closed", "Ticket clos { $link }"),
        Fault::Missing { needed: vec!["number".to_owned()] }
    );
    assert_eq!(
        fault("tickets-rule", "Ferme { $days ->\n [one] demain\n*[other] dans { $jours } jours\n}"),
        Fault::Unknown {
            variable: "jours".to_owned(),
            allowed: vec!["days".to_owned(), "remind".to_owned()]
        }
    );
    assert_eq!(
        fault("sms-closed", "Ticket { $number } « clos » 🌲 { $link }"),
        Fault::NotGsm("« » 🌲".to_owned())
    );
    let long = format!("{} {{ $number }} {{ $link }}", "x".repeat(95));
    assert_eq!(fault("sms-closed", &long), Fault::TwoSms(161));
    let just = format!("{} {{ $number }} {{ $link }}", "x".repeat(94));
    assert_eq!(check::looks_right(Locale::Fr, "sms-closed", &just), Ok(()));
    let hidden = "Ticket { $number } { $number ->\n [1043] clos\n*[other] fini\n} { $link }";
    assert_eq!(fault("sms-closed", hidden), Fault::Chooses("number".to_owned()));
    let braces = "{ ".repeat(61);
    assert_eq!(fault("mail-answered", &braces), Fault::Syntax);
    // A name is a courtesy.
    assert_eq!(check::looks_right(Locale::Fr, "mail-greeting", "Bonjour,"), Ok(()));
}

#[test]
fn what_does_not_fit_any_more_is_listed_and_the_standard_is_said() {
    let own = texts(&[
        (Locale::Fr, "login-title", "Entrer { $then }"),
        (Locale::Fr, "gone-since", "Un texte"),
        (Locale::Fr, "sms-page", "PAS URGENT"),
        (Locale::Fr, "login-do", "Valider"),
    ]);
    let unfit: Vec<_> = own.unfit().iter().map(|(text, _)| text.key.as_str()).collect();
    assert_eq!(unfit, ["login-title", "gone-since", "sms-page"]);
    let said = login(Some(Arc::clone(&own)));
    assert!(
        said.contains("Valider") && !said.contains("Entrer") && said.contains("<h1>Connexion</h1>"),
        "{said}"
    );
    let call = sms::UrgentCall {
        number: 1,
        client: "Durand",
        person: "Claire",
        phone: "+33612345678",
        by: sample_time("2026-11-22T13:32:00Z"),
        link: None,
    };
    let page = within(Some(&own), || sms::page(reader(), &call)).unwrap();
    assert!(page.as_str().starts_with("URGENT #1 Durand"), "{page}");
}

#[test]
fn an_email_and_an_sms_say_it_and_stay_one_line_and_one_sms() {
    let own = texts(&[
        (Locale::Fr, "mail-answered-subject", "Du nouveau : { $number }, { $category }"),
        (Locale::Fr, "mail-greeting", "Cher <b>{ $name }</b>,"),
        (Locale::Fr, "sms-urgent-taken", "Durand Info: { $name } appelle avant { $by } (#{ $number })."),
    ]);
    assert!(own.unfit().is_empty(), "{:?}", own.unfit());
    let pages = pages();
    let (_, letter) = letters(reader()).swap_remove(1);
    let mail = within(Some(&own), || pages.mail(reader(), &mail::samples::sender(), &letter)).unwrap();
    assert_eq!(mail.subject, "Du nouveau\u{a0}: 1043, Réseau / Internet / Messagerie".replace('\u{a0}', " "));
    assert!(mail.text.starts_with("Cher <b>Claire Martin</b>,"), "{}", mail.text);
    assert!(mail.html.contains("Cher &lt;b&gt;Claire Martin&lt;/b&gt;,"), "{}", mail.html);
    let long = "Établissements Œuvres & Forêts d’Août — Société Coopérative 🌲🌲🌲 de la Haute-Garonne €€€ et de toutes les autres régions où elle a ses filles et ses fils";
    let at = sample_time("2026-11-22T13:32:00Z");
    let text = within(Some(&own), || sms::urgent_taken(reader(), 999_999, long, at)).unwrap();
    assert!(text.as_str().starts_with("Durand Info: Établissements OEuvres"), "{text}");
    assert!(text.as_str().ends_with("avant 14:32 (#999999).") && text.septets() <= 160, "{text}");
}

/// Messages are written with the rows of such keys alone.
#[test]
fn messages_say_no_text_whose_key_is_another() {
    let is_of_messages = |key: &str| key.starts_with("mail-") || key.starts_with("sms-");
    let mut rows = Vec::new();
    for standard in catalogue::of(Locale::Fr) {
        match standard.place {
            Ok(Area::Mail | Area::Sms) => assert!(is_of_messages(&standard.key), "{}", standard.key),
            Ok(_) => {
                assert!(!is_of_messages(&standard.key), "{}", standard.key);
                let words = format!("{} CANARI", standard.words);
                rows.push(OwnText { locale: Locale::Fr, key: standard.key.clone(), words });
            }
            Err(_) => {}
        }
    }
    let own = Arc::new(OwnTexts::new(rows));
    assert!(login(Some(Arc::clone(&own))).contains("CANARI"), "pages say them");
    for (name, letter) in letters(reader()) {
        let mail = within(Some(&own), || pages().mail(reader(), &mail::samples::sender(), &letter)).unwrap();
        for text in [&mail.subject, &mail.text, &mail.html] {
            assert!(!text.contains("CANARI"), "{name}: {text}");
        }
    }
}

#[test]
fn the_preview_tells_one_and_several_apart() {
    let words = "{ $days ->\n [one] demain\n*[other] dans { $days } jours\n}";
    assert_eq!(
        samples::preview(Locale::En, "tickets-rule", words).unwrap(),
        ["dans 0 jours", "demain", "dans 3 jours"]
    );
    assert_eq!(samples::preview(Locale::Fr, "tickets-rule", words).unwrap(), ["demain", "dans 3 jours"]);
}
