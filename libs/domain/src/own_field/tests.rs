//! What is read, what is refused, and what stays when a field changes.

use super::*;
use crate::clock::FixedClock;

fn field(kind: Kind, required: bool) -> OwnField {
    let id = FieldId::new(&FixedClock::at("2026-11-22T08:00:00Z"));
    OwnField { id, label: Words { fr: "Poste".to_owned(), en: "Machine".to_owned() }, required, kind }
}

fn shown(kind: Kind, typed: &str) -> Result<[String; 2], AnswerRefusal> {
    let answer = field(kind, true).answer(typed)?.expect("something was answered");
    Ok([answer.plain(Locale::Fr), answer.plain(Locale::En)])
}

#[test]
fn text_is_one_line() {
    assert_eq!(shown(Kind::Text, "  poste\n 12\u{200b} ").unwrap()[0], "poste 12");
    assert_eq!(shown(Kind::Text, &"é".repeat(LONGEST_ANSWER)).unwrap()[0], "é".repeat(LONGEST_ANSWER));
    assert_eq!(shown(Kind::Text, &"é".repeat(LONGEST_ANSWER + 1)), Err(AnswerRefusal::TooLong));
    assert_eq!(shown(Kind::Text, &"\u{200b}".repeat(40_000)), Err(AnswerRefusal::TooLong));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (typed, plain) in
        [("1 234,50", "1234.5"), ("-3.5", "-3.5"), ("007", "7"), ("-0", "0"), ("0.000001", "0.000001")]
    {
        assert_eq!(shown(Kind::Number, typed).unwrap(), [plain, plain], "{typed}");
    }
    for typed in ["abc", "1,2,3", "1.", ",5", "--1", "1e9", "1234567890123456", "0.1234567", "-"] {
        assert_eq!(shown(Kind::Number, typed), Err(AnswerRefusal::Number), "{typed}");
    }
}

#[test]
fn days_are_read_from_browsers_and_people() {
    for typed in ["2026-12-01", "01/12/2026"] {
        assert_eq!(shown(Kind::Date, typed).unwrap(), ["2026-12-01"; 2], "{typed}");
    }
    for typed in ["2026-02-30", "31/02/2026", "12/31/2026", "demain", "1026-01-01"] {
        assert_eq!(shown(Kind::Date, typed), Err(AnswerRefusal::Date), "{typed}");
    }
}

#[test]
fn a_choice_is_one_of_its_words() {
    let kind = Kind::parse("choice", "Bureau | Office\n\nEntrepôt | Warehouse\nParis").unwrap();
    assert_eq!(shown(kind.clone(), "Warehouse").unwrap(), ["Entrepôt", "Warehouse"]);
    assert_eq!(shown(kind.clone(), "Cave"), Err(AnswerRefusal::NotAChoice));
    assert_eq!(kind.choices_text(), "Bureau | Office\nEntrepôt | Warehouse\nParis");
    assert_eq!(Kind::parse("choice", &kind.choices_text()), Ok(kind), "what is shown is read again");
}

#[test]
fn choices_are_two_at_least_and_each_once() {
    assert_eq!(Kind::parse("choice", "Un"), Err(KindRefusal::TooFewChoices));
    assert_eq!(Kind::parse("choice", "Un | One\nDeux | One"), Err(KindRefusal::ChoiceTwice));
    assert_eq!(Kind::parse("choice", "Un | \nDeux"), Err(KindRefusal::Words(DisplayNameRefusal::Empty)));
    let many = (0..=MOST_CHOICES).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
    assert_eq!(Kind::parse("choice", &many), Err(KindRefusal::TooManyChoices));
    assert_eq!(Kind::parse("colour", ""), Err(KindRefusal::Unknown));
    assert_eq!(Kind::parse("date", "ignored"), Ok(Kind::Date));
}

#[test]
fn nothing_is_an_answer_only_where_it_may_be() {
    assert_eq!(field(Kind::Number, false).answer("  "), Ok(None));
    assert_eq!(field(Kind::Number, true).answer("  "), Err(AnswerRefusal::Missing));
}

#[test]
fn an_answer_keeps_the_words_that_asked_for_it() {
    let asked = field(Kind::parse("choice", "Oui | Yes\nNon | No").unwrap(), true);
    let answer = asked.answer("Oui").unwrap().unwrap();
    let kept = serde_json::to_value(&answer).unwrap();
    let read: Answer = serde_json::from_value(kept).unwrap();
    assert_eq!(read, answer);
    assert_eq!((read.label.of(Locale::En), read.plain(Locale::En)), ("Machine", "Yes".to_owned()));
}
