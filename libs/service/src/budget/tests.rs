//! Where a month begins, and which part of a budget is used.

use super::*;

#[test]
fn a_month_begins_on_the_clocks_of_the_operator() {
    let begin = |now: &str, zone| {
        let (since, name) = month(now.parse().unwrap(), zone);
        format!("{since:?} {name}")
    };
    assert_eq!(begin("2026-11-22T13:00:00Z", chrono_tz::Europe::Paris), "2026-10-31T23:00:00Z 2026-11");
    assert_eq!(begin("2026-10-31T23:30:00Z", chrono_tz::Europe::Paris), "2026-10-31T23:00:00Z 2026-11");
    assert_eq!(begin("2026-10-31T22:30:00Z", chrono_tz::Europe::Paris), "2026-09-30T22:00:00Z 2026-10");
    assert_eq!(begin("2026-11-01T03:00:00Z", chrono_tz::America::Montreal), "2026-10-01T04:00:00Z 2026-10");
}

#[test]
fn a_part_is_rounded_up() {
    assert_eq!([part(50, 80), part(50, 100), part(1, 80), part(3, 80)], [40, 50, 1, 3]);
}
