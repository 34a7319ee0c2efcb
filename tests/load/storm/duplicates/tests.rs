//! Duplicates as a storm makes them, by hand.

use super::*;

const GUARD: &str = "+33622000001";

fn text(sid: &str, delivery: &str, body: &str, at: f64, answer: Answer) -> Text {
    let (sid, delivery) = (sid.to_owned(), delivery.to_owned());
    Text { sid, delivery, to: GUARD.to_owned(), numbers: numbers(body), at, answer }
}

fn told(number: &str, own: &str, carrier: &str) -> Told {
    let ticket = Promised { slug: "c001".to_owned(), number: number.to_owned() };
    Told { ticket, to: GUARD.to_owned(), own: own.to_owned(), carrier: carrier.to_owned() }
}

fn attempts(outcomes: &[(&str, f64, &str)]) -> HashMap<String, Vec<Attempt>> {
    let mut all = HashMap::<String, Vec<Attempt>>::new();
    for (delivery, started_at, outcome) in outcomes {
        let attempt = Attempt { started_at: *started_at, outcome: (*outcome).to_owned() };
        all.entry((*delivery).to_owned()).or_default().push(attempt);
    }
    all
}

#[test]
fn a_text_that_its_own_delivery_sends_again_is_one_with_its_cause() {
    let calls = [told("1", "dlv_a", ""), told("2", "dlv_b", "")];
    for (answer, outcome, cause) in [
        (Answer::TakenThenHang, "unknown", Some("an ambiguous time-out")),
        (Answer::TakenThenServerError(502), "unknown", Some("a 5xx after it was taken")),
        (Answer::Taken, "", Some("killed before the answer was noted")),
        (Answer::Taken, "sent", None),
    ] {
        let texts = [
            text("SM1", "dlv_a", "URGENT #1 Client 001.", 10.0, answer),
            text("SM2", "dlv_b", "URGENT #2 Client 001.", 11.0, Answer::Taken),
            text("SM3", "dlv_a", "URGENT #1 Client 001.", 25.0, Answer::Taken),
        ];
        let noted = attempts(&[("dlv_a", 9.9, outcome), ("dlv_a", 24.9, "sent"), ("dlv_b", 10.9, "sent")]);
        let found = twice(&calls, &texts, &noted, &[(12.0, GUARD.to_owned())]);
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.sid.as_str(), one.cause), ("SM3", cause));
        assert!(
            one.words.contains("c001 #1") && one.words.ends_with("the list was refused"),
            "{}",
            one.words
        );
    }
}

#[test]
fn what_travels_in_a_text_and_goes_again_by_itself_is_told_twice() {
    // The second was carried, then sent by itself: nothing of the first text names its delivery but the number that it lists.
    let calls = [told("1", "dlv_a", ""), told("2", "dlv_b", ""), told("12", "dlv_c", "dlv_a")];
    let texts = [
        text(
            "SM1",
            "dlv_a",
            "3 URGENT non pris: #1, #2, #12. Client 001. rep. 1 1",
            10.0,
            Answer::TakenThenHang,
        ),
        text("SM2", "dlv_b", "URGENT #2 Client 001.", 25.0, Answer::Taken),
    ];
    let found = twice(&calls, &texts, &attempts(&[("dlv_a", 9.9, "unknown")]), &[]);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.sid.as_str(), one.cause), ("SM2", Some("an ambiguous time-out")));
    assert!(one.words.contains("#2,"), "{}", one.words);
}

#[test]
fn a_text_that_nobody_noted_has_no_cause() {
    let texts = [
        text("SM1", "dlv_a", "URGENT #1", 10.0, Answer::TakenThenHang),
        text("SM2", "dlv_a", "URGENT #1", 12.0, Answer::Taken),
    ];
    let found = twice(&[told("1", "dlv_a", "")], &texts, &HashMap::new(), &[]);
    assert_eq!(found.iter().map(|it| it.cause).collect::<Vec<_>>(), [None]);
    assert!(found[0].words.contains("NO CAUSE"), "{}", found[0].words);
    assert!(twice(&[told("1", "dlv_a", "")], &texts[..1], &HashMap::new(), &[]).is_empty());
}
