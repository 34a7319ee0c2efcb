//! Who sees whose tickets.

use super::*;
use crate::clock::FixedClock;

#[test]
fn a_manager_sees_everything_and_a_member_what_was_said_last_for_them() {
    let clock = FixedClock::at("2026-11-22T08:00:00Z");
    let [own, colleague, other] = std::array::from_fn(|_| PersonId::new(&clock));
    let these = Visibility::Colleagues(vec![colleague]);
    let sees = |it: &Visibility| [own, colleague, other].map(|requester| it.admits(own, requester));
    assert_eq!(sees(&Visibility::Own), [true, false, false]);
    assert_eq!(sees(&these), [true, true, false]);
    assert_eq!(sees(&Visibility::Company), [true, true, true]);
    for (role, said, company, expected) in [
        (PersonRole::Manager, Some(&Visibility::Own), Visibility::Own, &Visibility::Company),
        (PersonRole::Member, None, Visibility::Own, &Visibility::Own),
        (PersonRole::Member, None, Visibility::Company, &Visibility::Company),
        (PersonRole::Member, Some(&Visibility::Own), Visibility::Company, &Visibility::Own),
        (PersonRole::Member, Some(&these), Visibility::Company, &these),
    ] {
        assert_eq!(Visibility::of(role, said, &company), *expected);
    }
}

#[test]
fn the_form_of_a_row_is_read_again() {
    let id = PersonId::new(&FixedClock::at("2026-11-22T08:00:00Z"));
    for (sees, text) in [
        (Visibility::Own, r#""own""#.to_owned()),
        (Visibility::Company, r#""company""#.to_owned()),
        (Visibility::Colleagues(vec![id]), format!(r#"{{"colleagues":["{id}"]}}"#)),
    ] {
        assert_eq!(serde_json::to_string(&sees).unwrap(), text);
        assert_eq!(serde_json::from_str::<Visibility>(&text).unwrap(), sees);
    }
}
