use std::collections::BTreeSet;

use chrono::{Datelike as _, Duration, NaiveDateTime, Timelike as _};
use chrono_tz::Europe::Paris;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::calendar::tests::ZONES;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn who(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn week_time(day: Weekday, time: &str) -> WeekTime {
    WeekTime { day, time: time.parse().unwrap() }
}

fn shift(from: (Weekday, &str), until: (Weekday, &str), staff: u128) -> WeeklyShift {
    WeeklyShift { from: week_time(from.0, from.1), until: week_time(until.0, until.1), staff: who(staff) }
}

fn rota(shifts: Vec<WeeklyShift>) -> Rota {
    Rota { shifts, ..Rota::new(Paris) }
}

fn exception(staff: u128, instead_of: Option<u128>, from: DateTime<Utc>, to: DateTime<Utc>) -> Override {
    let id = OverrideId::from_uuid(Uuid::from_u128(staff));
    Override { id, staff: who(staff), instead_of: instead_of.map(who), from, to }
}

use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

#[test]
fn a_weekend_passes_the_end_of_the_week() {
    let rota = rota(vec![shift((Fri, "18:00"), (Mon, "08:00"), 1)]);
    assert_eq!(rota.on_call_at(utc("2026-11-20T16:59:59Z")), []);
    assert_eq!(rota.on_call_at(utc("2026-11-20T17:00:00Z")), [who(1)]);
    assert_eq!(rota.on_call_at(utc("2026-11-22T23:30:00Z")), [who(1)]);
    assert_eq!(rota.on_call_at(utc("2026-11-23T06:59:59Z")), [who(1)]);
    assert_eq!(rota.on_call_at(utc("2026-11-23T07:00:00Z")), []);
}

#[test]
fn equal_times_are_the_whole_week() {
    let rota = rota(vec![shift((Mon, "09:00"), (Mon, "09:00"), 1)]);
    assert_eq!(rota.holes(utc("2026-10-01T00:00:00Z"), utc("2026-12-01T00:00:00Z")), []);
}

#[test]
fn a_handover_in_the_doubled_hour_happens_once() {
    let rota = rota(vec![shift((Sat, "20:00"), (Sun, "02:30"), 1), shift((Sun, "02:30"), (Sun, "12:00"), 2)]);
    let spans = rota.spans(utc("2026-10-24T18:00:00Z"), utc("2026-10-25T11:00:00Z"));
    let expected = [
        Span { from: utc("2026-10-24T18:00:00Z"), to: utc("2026-10-25T00:30:00Z"), staff: vec![who(1)] },
        Span { from: utc("2026-10-25T00:30:00Z"), to: utc("2026-10-25T11:00:00Z"), staff: vec![who(2)] },
    ];
    assert_eq!(spans, expected);
}

#[test]
fn a_handover_in_the_skipped_hour_happens_at_the_jump() {
    let rota = rota(vec![shift((Sat, "20:00"), (Sun, "02:30"), 1), shift((Sun, "02:30"), (Sun, "12:00"), 2)]);
    assert_eq!(rota.on_call_at(utc("2026-03-29T00:59:59Z")), [who(1)]);
    assert_eq!(rota.on_call_at(utc("2026-03-29T01:00:00Z")), [who(2)]);
}

#[test]
fn overrides_replace_and_add_up() {
    let mut rota = rota(vec![shift((Mon, "00:00"), (Mon, "00:00"), 1)]);
    let (from, to) = (utc("2026-11-24T10:00:00Z"), utc("2026-11-24T12:00:00Z"));
    rota.overrides.push(exception(2, None, from, to));
    rota.overrides.push(exception(3, None, from + Duration::hours(1), to + Duration::hours(1)));
    let on = |text: &str| rota.on_call_at(utc(text));
    assert_eq!(on("2026-11-24T09:59:59Z"), [who(1)]);
    assert_eq!(on("2026-11-24T10:00:00Z"), [who(2)]);
    assert_eq!(on("2026-11-24T11:00:00Z"), [who(2), who(3)]);
    assert_eq!(on("2026-11-24T12:00:00Z"), [who(3)]);
    assert_eq!(on("2026-11-24T13:00:00Z"), [who(1)]);
}

#[test]
fn somebody_replaces_one_person_and_may_be_replaced_in_turn() {
    let mut rota = rota(vec![
        shift((Mon, "00:00"), (Mon, "00:00"), 1),
        shift((Mon, "00:00"), (Mon, "00:00"), 2),
        shift((Wed, "00:00"), (Thu, "00:00"), 3),
    ]);
    let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-27T00:00:00Z"));
    rota.overrides.push(exception(4, Some(1), from, to));
    let at = |rota: &Rota, text: &str| rota.on_call_at(utc(text));
    assert_eq!(at(&rota, "2026-11-23T23:59:59Z"), [who(1), who(2)]);
    assert_eq!(at(&rota, "2026-11-24T12:00:00Z"), [who(4), who(2)]);
    assert_eq!(at(&rota, "2026-11-25T12:00:00Z"), [who(4), who(2), who(3)]);
    // The one who stands in passes it on, and gives it back: each over those before it.
    let thursday = utc("2026-11-26T00:00:00Z");
    rota.overrides.push(exception(2, Some(4), thursday, to));
    assert_eq!(at(&rota, "2026-11-26T12:00:00Z"), [who(2)], "each once");
    rota.overrides.push(exception(1, Some(2), thursday, to));
    assert_eq!(at(&rota, "2026-11-26T12:00:00Z"), [who(1)]);
    // Who is not on call cannot be replaced.
    rota.overrides.push(exception(9, Some(8), from, to));
    assert_eq!(at(&rota, "2026-11-24T12:00:00Z"), [who(4), who(2)]);
    // Somebody who replaces everybody can be replaced too, whichever came first.
    rota.overrides.insert(0, exception(9, Some(7), from, to));
    rota.overrides.push(exception(7, None, from, thursday));
    assert_eq!(at(&rota, "2026-11-24T12:00:00Z"), [who(9)]);
}

#[test]
fn the_beginning_of_a_shift_is_found_however_late_one_asks() {
    let mut rota = rota(vec![shift((Mon, "00:00"), (Mon, "00:00"), 1)]);
    let noon = utc("2026-11-25T12:00:00Z");
    assert_eq!(rota.on_call_since(who(1), noon), None, "always");
    // Somebody else took an hour of hers half a year ago, which ended one shift and began another.
    let began = utc("2026-05-20T11:00:00Z");
    rota.overrides.push(exception(2, Some(1), began - Duration::hours(1), began));
    assert_eq!(rota.on_call_since(who(1), noon), Some(began));
    assert_eq!(rota.on_call_since(who(1), noon + Duration::seconds(1)), Some(began));
    assert_eq!(
        rota.on_call_since(who(1), began + Duration::weeks(3)),
        Some(began),
        "on the edge of what it looks at"
    );
    assert_eq!(rota.on_call_since(who(1), began), Some(began));
}

#[test]
fn the_periods_of_a_person_ignore_who_stands_beside_them() {
    let rota = rota(vec![
        shift((Mon, "08:00"), (Fri, "18:00"), 1),
        shift((Tue, "08:00"), (Wed, "08:00"), 2),
        shift((Fri, "18:00"), (Sat, "08:00"), 1),
    ]);
    let (from, to) = (utc("2026-11-23T00:00:00Z"), utc("2026-11-30T00:00:00Z"));
    let period = |from: &str, to: &str| Period { from: utc(from), to: utc(to) };
    assert_eq!(rota.periods_of(who(1), from, to), [period("2026-11-23T07:00:00Z", "2026-11-28T07:00:00Z")]);
    assert_eq!(rota.periods_of(who(2), from, to), [period("2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z")]);
    assert_eq!(rota.periods_of(who(3), from, to), []);
}

#[test]
fn rows_of_the_first_version_have_no_layers() {
    let json = serde_json::json!({"time_zone": "Europe/Paris", "overrides": [], "shifts": [
        {"from": {"day": "Mon", "time": "00:00"}, "until": {"day": "Mon", "time": "00:00"}, "staff": who(1)}]});
    let read: Rota = serde_json::from_value(json).unwrap();
    assert_eq!(read, rota(vec![shift((Mon, "00:00"), (Mon, "00:00"), 1)]));
}

#[test]
fn json_is_what_people_would_write() {
    let rota = rota(vec![shift((Fri, "18:00"), (Mon, "08:00"), 1)]);
    let json = serde_json::to_value(&rota).unwrap();
    assert_eq!(json["time_zone"], "Europe/Paris");
    assert_eq!(json["shifts"][0]["from"], serde_json::json!({"day": "Fri", "time": "18:00"}));
    assert_eq!(serde_json::from_value::<Rota>(json).unwrap(), rota);
}

/// Walks the minutes of a wall clock that never goes back: in the doubled hour it waits.
struct SlowClock {
    zone: Tz,
    shows: NaiveDateTime,
}

impl SlowClock {
    fn at(start: DateTime<Utc>, zone: Tz) -> Self {
        let mut clock = Self { zone, shows: NaiveDateTime::MIN };
        for minutes in (0..240).rev() {
            clock.tick(start - Duration::minutes(minutes));
        }
        clock
    }

    fn tick(&mut self, time: DateTime<Utc>) -> NaiveDateTime {
        self.shows = self.shows.max(time.with_timezone(&self.zone).naive_local());
        self.shows
    }
}

fn minute_of_week(time: WeekTime) -> u32 {
    time.day.num_days_from_monday() * 1440 + u32::from(time.time.minutes())
}

/// Who is on when the slow clock shows `shows`, by arithmetic on the minutes of a week.
fn reference(rota: &Rota, time: DateTime<Utc>, shows: NaiveDateTime) -> BTreeSet<StaffId> {
    let replaced: BTreeSet<_> =
        rota.overrides.iter().filter(|o| o.from <= time && time < o.to).map(|o| o.staff).collect();
    if !replaced.is_empty() {
        return replaced;
    }
    let now = shows.weekday().num_days_from_monday() * 1440 + shows.hour() * 60 + shows.minute();
    let on = |shift: &&WeeklyShift| {
        let (from, until) = (minute_of_week(shift.from), minute_of_week(shift.until));
        if from < until { from <= now && now < until } else { from <= now || now < until }
    };
    rota.shifts.iter().filter(on).map(|shift| shift.staff).collect()
}

fn any_week_time() -> impl Strategy<Value = WeekTime> {
    let day = prop::sample::select(vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun]);
    // Quarters of an hour, often in the night in which clocks change.
    let quarter = prop_oneof![0_u16..96, 0_u16..16];
    (day, quarter).prop_map(|(day, quarter)| WeekTime {
        day,
        time: TimeOfDay::new((quarter / 4) as u8, (quarter % 4 * 15) as u8).unwrap(),
    })
}

fn any_shift() -> impl Strategy<Value = WeeklyShift> {
    (any_week_time(), any_week_time(), 1_u128..5).prop_map(|(from, until, staff)| WeeklyShift {
        from,
        until,
        staff: who(staff),
    })
}

fn any_moment() -> impl Strategy<Value = DateTime<Utc>> {
    let around = prop::sample::select(vec![
        "2026-03-08T07:00:00Z", // New York goes forward
        "2026-03-29T01:00:00Z", // Europe goes forward
        "2026-04-05T03:00:00Z", // Santiago and Lord Howe go back
        "2026-09-26T14:00:00Z", // Auckland goes forward
        "2026-10-25T01:00:00Z", // Europe goes back
        "2026-11-01T06:00:00Z", // New York goes back
        "2027-01-01T00:00:00Z", // nothing
    ]);
    (around, -3000_i64..3000).prop_map(|(around, minutes)| utc(around) + Duration::minutes(minutes))
}

fn any_rota() -> impl Strategy<Value = Rota> {
    let exception = (any_moment(), 1_i64..2000, 5_u128..8)
        .prop_map(|(from, minutes, staff)| exception(staff, None, from, from + Duration::minutes(minutes)));
    let shifts = prop::collection::vec(any_shift(), 0..6);
    (prop::sample::select(ZONES.to_vec()), shifts, prop::collection::vec(exception, 0..3))
        .prop_map(|(time_zone, shifts, overrides)| Rota { shifts, overrides, ..Rota::new(time_zone) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_minute_agrees_with_a_slow_clock(rota in any_rota(), start in any_moment()) {
        let mut clock = SlowClock::at(start, rota.time_zone);
        for minute in 0..1800 {
            let time = start + Duration::minutes(minute);
            let expected = reference(&rota, time, clock.tick(time));
            let found = rota.on_call_at(time);
            prop_assert_eq!(found.len(), expected.len(), "each once at {}", time);
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "at {} in {}", time, rota.time_zone);
        }
    }

    #[test]
    fn spans_are_contiguous_and_say_what_on_call_at_says(rota in any_rota(), from in any_moment(), hours in 1_i64..400) {
        let to = from + Duration::hours(hours);
        let spans = rota.spans(from, to);
        prop_assert_eq!(spans.first().map(|span| span.from), Some(from));
        prop_assert_eq!(spans.last().map(|span| span.to), Some(to));
        for pair in spans.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(&pair[0].staff, &pair[1].staff, "neighbours are merged");
        }
        for span in &spans {
            prop_assert!(span.from < span.to);
            for time in [span.from, span.from + (span.to - span.from) / 2, span.to - Duration::seconds(1)] {
                prop_assert_eq!(&rota.on_call_at(time), &span.staff, "at {}", time);
            }
        }
        let holes: Vec<_> = spans.into_iter().filter(|span| span.staff.is_empty()).collect();
        prop_assert_eq!(rota.holes(from, to), holes);
    }
}
