use chrono_tz::{
    Africa::Casablanca,
    America::{New_York, Santiago, St_Johns},
    Asia::{Beirut, Kathmandu},
    Australia::Lord_Howe,
    Europe::{Dublin, Paris},
    Pacific::{Apia, Auckland},
};
use proptest::prelude::*;

use super::*;

pub(crate) const ZONES: [Tz; 10] =
    [Paris, Dublin, New_York, Santiago, St_Johns, Casablanca, Beirut, Kathmandu, Lord_Howe, Auckland];

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn fifteen_days_keep_the_time_of_day_when_clocks_go_back() {
    // 25 October 2026 at 3:00 the clocks of Paris go back to 2:00.
    let closing = closing(utc("2026-10-20T07:30:00Z"), 15, 3, Paris);
    assert_eq!(closing.close_at, utc("2026-11-04T08:30:00Z"), "9:30 in Paris before and after");
    assert_eq!(closing.remind_at, Some(utc("2026-11-01T08:30:00Z")));
}

#[test]
fn fifteen_days_keep_the_time_of_day_when_clocks_go_forward() {
    // 29 March 2026 at 2:00 they go forward to 3:00.
    assert_eq!(add_days(utc("2026-03-20T08:30:00Z"), 15, Paris), utc("2026-04-04T07:30:00Z"));
}

#[test]
fn a_time_that_the_clocks_skip_is_the_moment_of_the_jump() {
    let answered = utc("2026-03-14T01:30:00Z"); // 2:30 in Paris
    assert_eq!(add_days(answered, 15, Paris), utc("2026-03-29T01:00:00Z"), "3:00, the first moment after");
}

#[test]
fn a_time_that_the_clocks_show_twice_is_the_first() {
    let answered = utc("2026-10-10T00:30:00Z"); // 2:30 in Paris
    assert_eq!(add_days(answered, 15, Paris), utc("2026-10-25T00:30:00Z"), "2:30 in summer time");
}

#[test]
fn a_day_that_a_zone_skipped_ends_at_once() {
    // Samoa had no 30 December 2011.
    let skipped = NaiveDate::from_ymd_opt(2011, 12, 30).unwrap();
    let next = NaiveDate::from_ymd_opt(2011, 12, 31).unwrap();
    assert_eq!(start_of_day(skipped, Apia), start_of_day(next, Apia));
    assert_eq!(start_of_day(next, Apia), utc("2011-12-30T10:00:00Z"));
}

#[test]
fn a_day_may_begin_at_one() {
    // Beirut goes forward at midnight.
    let day = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
    assert_eq!(time_of_day(start_of_day(day, Beirut), Beirut), TimeOfDay::new(1, 0).unwrap());
}

#[test]
fn a_delay_no_longer_than_the_reminder_has_none() {
    assert_eq!(closing(utc("2026-11-22T10:00:00Z"), 3, 3, Paris).remind_at, None);
    assert_eq!(closing(utc("2026-11-22T10:00:00Z"), 3, 0, Paris).remind_at, None);
    let closing = closing(utc("2026-11-22T10:00:00Z"), 3, 2, Paris);
    assert_eq!(closing.remind_at, Some(utc("2026-11-23T10:00:00Z")));
}

#[test]
fn times_of_day_read_what_browsers_send() {
    assert_eq!("08:05".parse(), Ok(TimeOfDay::new(8, 5).unwrap()));
    assert_eq!("23:59".parse::<TimeOfDay>().unwrap().to_string(), "23:59");
    for wrong in ["", "8:05", "24:00", "12:60", "12-30", "ab:cd", "12:3é", "12:30:00", " 12:30"] {
        assert_eq!(wrong.parse::<TimeOfDay>(), Err(InvalidTimeOfDay), "{wrong}");
    }
    assert_eq!(time_of_day(utc("2026-11-22T13:32:59Z"), Paris).to_string(), "14:32");
    assert_eq!(serde_json::to_string(&TimeOfDay::new(7, 0)).unwrap(), "\"07:00\"");
    assert!(serde_json::from_str::<TimeOfDay>("\"7:00\"").is_err());
}

proptest! {
    /// Slow and simple: step through the minutes until the wall clock has reached the time wished for.
    #[test]
    fn added_days_are_the_first_minute_at_which_the_clock_got_there(
        zone in prop::sample::select(ZONES.to_vec()),
        minutes in 29_000_000_i64..31_000_000, // 2025 to 2028
        days in 1_u16..40,
    ) {
        let time = DateTime::from_timestamp(minutes * 60, 0).unwrap();
        let wished = time.with_timezone(&zone).naive_local() + Duration::days(i64::from(days));
        let mut expected = time + Duration::days(i64::from(days)) - Duration::hours(3);
        while expected.with_timezone(&zone).naive_local() < wished {
            expected += Duration::minutes(1);
        }
        prop_assert_eq!(add_days(time, days, zone), expected);
    }

    #[test]
    fn no_days_change_nothing(zone in prop::sample::select(ZONES.to_vec()), seconds in 0_i64..4_000_000_000) {
        let time = DateTime::from_timestamp(seconds, 123_000).unwrap();
        prop_assert_eq!(add_days(time, 0, zone), time);
    }

    #[test]
    fn times_of_day_survive_text(hour in 0_u8..24, minute in 0_u8..60) {
        let time = TimeOfDay::new(hour, minute).unwrap();
        prop_assert_eq!(time.to_string().parse(), Ok(time));
        prop_assert_eq!(TimeOfDay::of(time.time()), time);
    }
}
