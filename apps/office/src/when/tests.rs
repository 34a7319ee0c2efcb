use chrono_tz::Europe::Paris;

use super::*;

#[test]
fn what_a_browser_sends_is_a_moment_and_comes_back() {
    let winter: DateTime<Utc> = "2026-11-29T02:00:00Z".parse().unwrap();
    assert_eq!(moment("2026-11-29T03:00", Paris), Some(winter));
    assert_eq!(moment("2026-11-29T03:00:00", Paris), Some(winter), "some browsers send seconds");
    assert_eq!(typed(winter, Paris), "2026-11-29T03:00");
    for wrong in ["", "dimanche", "2026-11-29", "2026-13-01T03:00", "29/11/2026 03:00"] {
        assert_eq!(moment(wrong, Paris), None, "{wrong}");
    }
}
