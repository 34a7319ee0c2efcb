use chrono_tz::Europe::Paris;

use super::*;

#[test]
fn the_preview_begins_with_the_next_sunday_at_three() {
    let at = |now: &str| when::typed(sunday_at_three(now.parse().unwrap(), Paris), Paris);
    assert_eq!(at("2026-11-25T12:00:00Z"), "2026-11-29T03:00");
    assert_eq!(at("2026-11-29T01:59:00Z"), "2026-11-29T03:00");
    assert_eq!(at("2026-11-29T02:00:00Z"), "2026-12-06T03:00");
    assert_eq!(at("2026-10-24T12:00:00Z"), "2026-10-25T03:00", "the night of 25 hours");
}
