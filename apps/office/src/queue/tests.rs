use rappel_domain::clock::FixedClock;

use super::*;

#[test]
fn a_place_comes_back_from_its_word() {
    let clock = FixedClock::at("2026-11-22T13:17:00.123456Z");
    let before = Place { rank: 1, time: rappel_domain::Clock::now(&clock), ticket: TicketId::new(&clock) };
    assert_eq!(place(&word(before)), Some(before));
}

#[test]
fn a_place_that_makes_no_sense_is_the_beginning() {
    for word in ["", "x", "1", "1.2", "1.2.tkt_x", "1.99999999999999999999.tkt_0", "0.-1."] {
        assert_eq!(place(word), None, "{word}");
    }
}

#[test]
fn filters_go_along_and_a_new_view_begins_at_its_first_page() {
    let asked = Asked {
        view: "mine".to_owned(),
        tenant: "durand".to_owned(),
        team: "mine".to_owned(),
        q: " a&b ".to_owned(),
        after: "1.2.x".to_owned(),
    };
    assert_eq!(asked.query(), "view=mine&tenant=durand&team=mine&q=a%26b&after=1.2.x");
    assert_eq!(asked.with(View::Closed, ""), "view=closed&tenant=durand&team=mine&q=a%26b");
    assert_eq!(Asked::default().query(), "view=todo");
}
