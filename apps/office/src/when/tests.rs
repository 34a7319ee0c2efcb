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

#[test]
fn no_moment_lies_outside_this_century() {
    for wrong in [
        "9999-12-31T00:00",
        "+262142-12-31T00:00",
        "-262143-01-01T00:00",
        "1999-12-31T23:59",
        "2100-01-01T00:00",
    ] {
        assert_eq!(moment(wrong, Paris), None, "{wrong}");
        assert_eq!(day(wrong.split_once('T').unwrap().0), None, "{wrong}");
    }
    assert!(moment("2000-01-01T00:00", Paris).is_some() && moment("2099-12-31T23:59", Paris).is_some());
    assert!(day("2026-11-30").is_some() && day("30/11/2026").is_none());
}
