use chrono_tz::Europe::Paris;

use super::*;
use crate::page::sample_time;

fn span(from: &str, to: &str, names: Option<&str>) -> (Period, Option<String>) {
    (Period { from: sample_time(from), to: sample_time(to) }, names.map(str::to_owned))
}

fn turn(hours: Option<(&str, &str)>, names: Option<&str>, now: bool) -> DayTurn {
    let hours = hours.map(|(from, to)| (from.to_owned(), to.to_owned()));
    DayTurn { hours, names: names.map(str::to_owned), now }
}

#[test]
fn days_are_cut_at_midnight_even_where_a_day_is_longer() {
    let spans = [
        span("2026-10-23T22:00:00Z", "2026-10-24T18:00:00Z", Some("Marie")),
        span("2026-10-24T18:00:00Z", "2026-10-25T07:00:00Z", None),
        span("2026-10-25T07:00:00Z", "2026-10-26T23:00:00Z", Some("Karim")),
    ];
    let first = NaiveDate::from_ymd_opt(2026, 10, 24).unwrap();
    let days = Day::row(&spans, (first, 3), sample_time("2026-10-25T01:30:00Z"), Paris);
    let turns: Vec<_> = days.iter().map(|day| day.turns.clone()).collect();
    assert_eq!(
        turns,
        [
            vec![
                turn(Some(("00:00", "20:00")), Some("Marie"), false),
                turn(Some(("20:00", "24:00")), None, false)
            ],
            vec![
                turn(Some(("00:00", "08:00")), None, true),
                turn(Some(("08:00", "24:00")), Some("Karim"), false)
            ],
            vec![turn(None, Some("Karim"), false)],
        ]
    );
    assert_eq!(days.iter().map(|day| day.today).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(days[1].date, sample_time("2026-10-24T22:00:00Z"));
}
