use chrono::Duration;
use chrono_tz::{America, Europe};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hours(from: &str, until: &str) -> QuietHours {
    QuietHours::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
}

#[test]
fn they_end_in_the_morning_of_the_persons_own_clock() {
    let night = hours("20:00", "08:00");
    let paris = Europe::Paris;
    // 19:59, 20:00, 23:30, 7:59 and 8:00 in Paris, in winter.
    assert_eq!(night.end(at("2026-11-22T18:59:59Z"), paris), None);
    assert_eq!(night.end(at("2026-11-22T19:00:00Z"), paris), Some(at("2026-11-23T07:00:00Z")));
    assert_eq!(night.end(at("2026-11-22T22:30:00Z"), paris), Some(at("2026-11-23T07:00:00Z")));
    assert_eq!(night.end(at("2026-11-23T06:59:59Z"), paris), Some(at("2026-11-23T07:00:00Z")));
    assert_eq!(night.end(at("2026-11-23T07:00:00Z"), paris), None);
    // The same moment is an afternoon in Montréal.
    assert_eq!(night.end(at("2026-11-22T22:30:00Z"), America::Montreal), None);

    let lunch = hours("12:00", "13:30");
    assert_eq!(lunch.end(at("2026-11-22T11:15:00Z"), paris), Some(at("2026-11-22T12:30:00Z")));
    assert_eq!(lunch.end(at("2026-11-22T12:30:00Z"), paris), None);
    assert_eq!(QuietHours::new("08:00".parse().unwrap(), "08:00".parse().unwrap()), None);
}

#[test]
fn a_clock_change_in_the_night_moves_no_morning() {
    let night = hours("22:00", "07:00");
    // The night of 28 to 29 March has an hour less, the one of 24 to 25 October an hour more.
    assert_eq!(night.end(at("2026-03-28T21:30:00Z"), Europe::Paris), Some(at("2026-03-29T05:00:00Z")));
    assert_eq!(night.end(at("2026-10-24T20:30:00Z"), Europe::Paris), Some(at("2026-10-25T06:00:00Z")));
    // Until a time that the clocks skip: until they have skipped it.
    let skipped = hours("22:00", "02:30");
    assert_eq!(skipped.end(at("2026-03-28T22:00:00Z"), Europe::Paris), Some(at("2026-03-29T01:00:00Z")));
}

proptest! {
    /// Whatever waits goes at a moment that is not in quiet hours itself, within a day and the hour of a clock change.
    #[test]
    fn the_end_is_outside(minute in 0_i64..1_000_000, from in 0_u16..1440, until in 0_u16..1440) {
        let of = |minutes: u16| TimeOfDay::new((minutes / 60) as u8, (minutes % 60) as u8).unwrap();
        let Some(quiet) = QuietHours::new(of(from), of(until)) else { return Ok(()) };
        // Between two times that the clocks skip together there is no moment.
        prop_assume!(!((120..=180).contains(&from) && (120..=180).contains(&until)));
        let now = at("2026-01-01T00:00:00Z") + Duration::minutes(minute);
        if let Some(end) = quiet.end(now, Europe::Paris) {
            prop_assert!(end > now && end - now <= Duration::hours(25), "{now} waits until {end}");
            prop_assert_eq!(quiet.end(end, Europe::Paris), None);
        }
    }
}
