use super::*;

#[test]
fn days_are_read_and_bounded() {
    let now = "2026-11-25T23:30:00Z".parse().unwrap();
    let zone = chrono_tz::Europe::Paris;
    let asked = |from: &str, to: &str| {
        let asked = Asked { from: from.to_owned(), to: to.to_owned(), ..Asked::default() };
        asked.days(now, zone).map(|(from, to)| format!("{from} {to}"))
    };
    assert_eq!(asked("", "").as_deref(), Some("2026-09-07 2026-11-26"));
    assert_eq!(asked("2026-11-01", "2026-11-01").as_deref(), Some("2026-11-01 2026-11-01"));
    for wrong in [("2026-11-02", "2026-11-01"), ("2026-13-01", ""), ("hier", ""), ("2020-01-01", "")] {
        assert_eq!(asked(wrong.0, wrong.1), None, "{wrong:?}");
    }
}
