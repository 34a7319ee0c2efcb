use proptest::prelude::*;

use super::*;

#[test]
fn the_wait_doubles_up_to_the_longest() {
    let waits: Vec<u128> = (1..=6).map(|n| wait_with(Lane::Urgent, n, 1.0).as_millis()).collect();
    assert_eq!(waits, [500, 1000, 2000, 4000, 5000, 5000]);
    assert_eq!(wait_with(Lane::Normal, 1, 1.0), Duration::from_secs(5));
    assert_eq!(wait_with(Lane::Normal, 40, 1.0), Duration::from_mins(15));
}

proptest! {
    #[test]
    fn chance_takes_off_half_at_the_most(attempt in any::<i32>(), roll in 0.0..=1.0f64) {
        for lane in Lane::ALL.iter().copied() {
            let full = wait_with(lane, attempt, 1.0);
            let wait = wait_with(lane, attempt, roll);
            prop_assert!(wait <= full && wait >= full / 2);
        }
    }
}
