//! A third language is one file: here the German draft, whose texts are said, and whose gaps are said in English.

use rappel_domain::Locale;

use crate::{
    Frame, Page as _, Pages, Reader, Surface, Text, language, mail,
    page::{sample_time, specimens},
    portal::Login,
    sms,
};

fn reader() -> Reader {
    Reader { locale: Locale::De, zone: chrono_tz::Europe::Paris }
}

#[test]
fn a_page_is_in_german_and_where_words_lack_in_english() {
    let pages = Pages::new().unwrap();
    let specimen = specimens().into_iter().find(|it| it.template == Login::TEMPLATE).unwrap();
    let html = pages.render_specimen(&Frame::sample(Locale::De, Surface::Bare), &specimen).unwrap();
    for said in ["<html lang=\"de\"", "Passwort vergessen?", "Zum Inhalt springen", "Receive a sign-in link"]
    {
        assert!(html.contains(said), "{said} is not there: {html}");
    }
    assert!(!html.contains("Forgot your password?"));
}

#[test]
fn an_email_is_in_german() {
    let pages = Pages::new().unwrap();
    let letters = mail::samples::letters(reader());
    let said: Vec<_> = letters
        .iter()
        .map(|(_, letter)| pages.mail(reader(), &mail::samples::sender(), letter).unwrap())
        .collect();
    let answered = said.iter().find(|it| it.subject.starts_with("Antwort auf Ihr Ticket 1043:")).unwrap();
    assert!(
        answered.text.starts_with("Guten Tag Claire Martin,\n\nWir haben auf Ihr Ticket 1043 geantwortet")
    );
    assert!(
        answered.html.contains("lang=\"de\"") && answered.html.contains("Ihr Support"),
        "{}",
        answered.html
    );
}

#[test]
fn an_sms_is_in_german_and_times_are_written_as_there() {
    let by = sample_time("2026-11-22T13:32:00Z");
    assert_eq!(
        sms::urgent_received(reader(), 1043, "+33612345678", by).unwrap().as_str(),
        "Support: dringende Anfrage #1043 eingetragen. Wir rufen Sie unter 06 12 34 56 78 bis 14:32 an."
    );
    assert_eq!(
        sms::not_understood(reader()).unwrap(),
        sms::not_understood(Reader { locale: Locale::En, ..reader() }).unwrap()
    );
    assert_eq!(reader().date(by), "22.11.2026");
    assert_eq!(language::day_and_hour(&reader().date(by), "14:32", Locale::De), "22.11.2026 um 14:32 Uhr");
    assert_eq!(
        (language::decimal("4.5", Locale::De).as_str(), language::voice(Locale::De)),
        ("4,5", "de-DE")
    );
}

#[test]
fn a_draft_is_offered_nowhere() {
    assert!(!language::languages().iter().any(|it| it.tag == "de"));
    assert!(!language::others(Locale::Fr).iter().any(|it| it.tag == "de"));
    assert_eq!(Locale::wished("de-AT"), None);
}

/// What nobody says is a fault in a draft, too: English does not say it either.
#[test]
fn a_key_that_no_language_has_is_an_error() {
    for locale in [Locale::Fr, Locale::De] {
        assert!(Text::key("no-such-text").say(locale).is_err());
        assert!(Text::key("mail-greeting").say(locale).is_err(), "a variable has no value");
    }
}
