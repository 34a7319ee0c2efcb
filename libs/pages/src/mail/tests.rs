use rappel_domain::Locale;

use super::*;
use crate::page::sample_time;

fn reader(locale: Locale) -> Reader {
    Reader { locale, zone: chrono_tz::Europe::Paris }
}

#[test]
fn every_letter_has_all_its_parts_in_every_language() {
    let pages = Pages::new().unwrap();
    for locale in Locale::ALL {
        let reader = reader(locale);
        for (name, letter) in samples::letters(reader) {
            let mail = pages.mail(reader, &samples::sender(), &letter).unwrap();
            assert!(
                !mail.subject.is_empty() && mail.subject.chars().count() <= 90,
                "{name}: {}",
                mail.subject
            );
            for block in &letter.blocks {
                if let Block::Button { href, .. } = block {
                    assert!(mail.text.contains(href.as_str()), "{name} without its link");
                    assert!(mail.html.contains(&handlebars::html_escape(href)), "{name} without its link");
                }
            }
            assert!(!mail.html.contains("[object]") && !mail.text.contains("&amp;"), "{name}");
            assert!(!mail.html.contains("<corrigé>"), "{name}: what people write is text");
        }
    }
}

#[test]
fn a_subject_is_one_line_whatever_the_names() {
    let pages = Pages::new().unwrap();
    let call = crate::sms::UrgentCall {
        number: 1,
        client: "Durand\r\nBcc: all@example.com",
        person: "x",
        phone: "+33612345678",
        by: sample_time("2026-11-22T13:32:00Z"),
        link: None,
    };
    let letter = staff::page(reader(Locale::Fr), "Marie", &call);
    let mail = pages.mail(reader(Locale::Fr), &samples::sender(), &letter).unwrap();
    assert_eq!(mail.subject, "URGENT 1 Durand Bcc: all@example.com : rappeler avant 14:32");
}

#[test]
fn the_answer_is_in_both_parts_as_text() {
    let pages = Pages::new().unwrap();
    let reader = reader(Locale::Fr);
    let (_, letter) = samples::letters(reader).swap_remove(1);
    let mail = pages.mail(reader, &samples::sender(), &letter).unwrap();
    assert_eq!(mail.subject, "Réponse à votre ticket 1043 : Réseau / Internet / Messagerie");
    assert!(
        mail.text.contains("Marie Leroy :\n> Bonjour,\n>\n> le quota était dépassé, c’est <corrigé>."),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("le 07/12/2026"), "{}", mail.text);
    assert!(mail.html.contains("c’est &lt;corrigé&gt;."));
}

#[test]
fn whoever_has_a_strange_key_is_told_to_remove_it_first() {
    let pages = Pages::new().unwrap();
    let reader = reader(Locale::En);
    let text = |wanted: &str| {
        let (_, letter) = samples::letters(reader).into_iter().find(|(name, _)| *name == wanted).unwrap();
        let mail = pages.mail(reader, &samples::sender(), &letter).unwrap();
        mail.text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for name in ["account-passkey-added", "account-passkey-removed"] {
        let text = text(name);
        let (key, password) = (text.find("first remove the passkeys"), text.find("another password"));
        assert!(key.is_some() && key < password, "{name}: {text}");
    }
    for name in ["account-passkey-refused", "account-passkey-host"] {
        let text = text(name);
        assert!(!text.contains("nothing to do"), "{name}: {text}");
    }
    assert!(text("account-password").contains("choose another password at once"));
}

#[test]
fn a_logo_is_the_one_picture_and_says_the_name() {
    let pages = Pages::new().unwrap();
    let reader = reader(Locale::Fr);
    let plates = rappel_domain::brand::Plates::default();
    let logo = Logo { hash: "0".to_owned(), width: 480, height: 120, plates };
    for (name, letter) in samples::letters(reader) {
        let bare = pages.mail(reader, &samples::sender(), &letter).unwrap();
        assert!(!bare.html.contains("<img"), "{name}");
        let mail = pages.mail(reader, &samples::sender().with_logo(&logo), &letter).unwrap();
        assert_eq!(mail.html.matches("<img").count(), 1, "{name}");
        let picture = r#"<img src="cid:logo" width="192" height="48" alt="Durand &amp; Fils""#;
        assert!(mail.html.contains(picture), "{name}: {}", mail.html);
        assert_eq!(mail.text, bare.text, "{name}");
        // The name stands beside a sign, and is not said twice.
        let sign = Logo { width: 120, ..logo.clone() };
        let mail = pages.mail(reader, &samples::sender().with_logo(&sign), &letter).unwrap();
        assert!(mail.html.contains(r#"width="48" height="48" alt="""#), "{name}: {}", mail.html);
        assert!(mail.html.contains(">Durand &amp; Fils</span>"), "{name}");
    }
}
