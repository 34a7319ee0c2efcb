use chrono::{Months, TimeDelta, Timelike as _};
use chrono_tz::Europe::Paris;
use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};
use uuid::Uuid;

use super::*;
use crate::{calendar::tests::ZONES, rota::Rota};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn who(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

fn rotation(turn: Turn, at: &str, starts_on: &str, people: u128) -> Rotation {
    Rotation {
        turn,
        at: time(at),
        starts_on: starts_on.parse().unwrap(),
        people: (1..=people).map(who).collect(),
    }
}

fn rota_of(layers: Vec<Layer>) -> Rota {
    Rota { layers, ..Rota::new(Paris) }
}

fn always(rotation: Rotation) -> Layer {
    let id = LayerId::from_uuid(Uuid::from_u128(1));
    Layer { id, name: "Semaine".to_owned(), rotation, hours: Vec::new() }
}

#[test]
fn weeks_change_on_their_day_and_the_first_may_be_short() {
    // From Wednesday on, changing on Mondays at nine.
    let rota = rota_of(vec![always(rotation(Turn::Weekly(Weekday::Mon), "09:00", "2026-11-25", 2))]);
    let on = |text: &str| rota.on_call_at(utc(text));
    assert_eq!(on("2026-11-25T07:59:59Z"), []);
    assert_eq!(on("2026-11-25T08:00:00Z"), [who(1)]);
    assert_eq!(on("2026-11-30T07:59:59Z"), [who(1)]);
    assert_eq!(on("2026-11-30T08:00:00Z"), [who(2)]);
    assert_eq!(on("2026-12-07T08:00:00Z"), [who(1)]);
}

#[test]
fn a_later_layer_lies_over_an_earlier_one_in_its_hours_only() {
    let week = always(rotation(Turn::Weekly(Weekday::Mon), "08:00", "2026-11-23", 2));
    let nights = Layer {
        hours: vec![Hours::Day { from: time("20:00"), until: time("06:00") }],
        ..always(Rotation {
            people: vec![who(7), who(8)],
            ..rotation(Turn::Days(1), "12:00", "2026-11-23", 0)
        })
    };
    let rota = rota_of(vec![week, nights]);
    let on = |text: &str| rota.on_call_at(utc(text));
    assert_eq!(on("2026-11-23T18:59:59Z"), [who(1)]);
    assert_eq!(on("2026-11-23T19:00:00Z"), [who(7)]);
    assert_eq!(on("2026-11-24T04:59:59Z"), [who(7)], "the night is not cut at midnight");
    assert_eq!(on("2026-11-24T05:00:00Z"), [who(1)]);
    assert_eq!(on("2026-11-24T19:00:00Z"), [who(8)], "turns go on by day");
}

#[test]
fn a_layer_of_nobody_hides_nothing() {
    let week = always(rotation(Turn::Weekly(Weekday::Mon), "08:00", "2026-11-23", 1));
    let empty = always(rotation(Turn::Days(1), "08:00", "2026-11-23", 0));
    let later = always(rotation(Turn::Days(1), "08:00", "2027-01-01", 1));
    assert_eq!(rota_of(vec![week, empty, later]).on_call_at(utc("2026-12-01T00:00:00Z")), [who(1)]);
}

#[test]
fn half_days_keep_their_hours_when_clocks_change() {
    let rota = rota_of(vec![always(rotation(Turn::Hours(12), "08:00", "2026-10-24", 2))]);
    let spans = rota.spans(utc("2026-10-24T06:00:00Z"), utc("2026-10-25T19:00:00Z"));
    let begins: Vec<_> = spans.iter().map(|span| (span.from, span.staff.clone())).collect();
    assert_eq!(
        begins,
        [
            (utc("2026-10-24T06:00:00Z"), vec![who(1)]), // 8:00 in summer
            (utc("2026-10-24T18:00:00Z"), vec![who(2)]), // 20:00, a night of thirteen hours
            (utc("2026-10-25T07:00:00Z"), vec![who(1)]), // 8:00 in winter
        ]
    );
}

#[test]
fn json_is_what_people_would_write() {
    let mut layer = always(rotation(Turn::Weekly(Weekday::Mon), "08:00", "2026-11-23", 0));
    layer.hours = vec![
        Hours::Day { from: time("20:00"), until: time("08:00") },
        Hours::Week {
            from: WeekTime { day: Weekday::Fri, time: time("18:00") },
            until: WeekTime { day: Weekday::Mon, time: time("08:00") },
        },
    ];
    let json = serde_json::to_value(&layer).unwrap();
    let expected = serde_json::json!({
        "id": layer.id,
        "name": "Semaine",
        "rotation": {"turn": {"weekly": "Mon"}, "at": "08:00", "starts_on": "2026-11-23", "people": []},
        "hours": [
            {"every": "day", "from": "20:00", "until": "08:00"},
            {"every": "week", "from": {"day": "Fri", "time": "18:00"}, "until": {"day": "Mon", "time": "08:00"}},
        ],
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Layer>(json).unwrap(), layer);
}

/// A person who looks at the wall every quarter of an hour and writes down who is on call. They know neither
/// UTC nor the rules of time zones; in an hour that the clock shows twice they wait until it goes on.
struct Watcher<'a> {
    rota: &'a Rota,
    /// The latest that the clock has shown.
    shows: NaiveDateTime,
    /// For each layer who is next in line (before the first turn that is the first), and when they take over.
    next: Vec<(usize, NaiveDateTime)>,
}

impl<'a> Watcher<'a> {
    fn new(rota: &'a Rota) -> Self {
        let first = |layer: &Layer| (0, layer.rotation.starts_on.and_time(layer.rotation.at.time()));
        Self { rota, shows: NaiveDateTime::MIN, next: rota.layers.iter().map(first).collect() }
    }

    /// Everybody on call, by layer, after a look at the clock.
    fn look(&mut self, time: DateTime<Utc>) -> Vec<Option<StaffId>> {
        self.shows = self.shows.max(time.with_timezone(&self.rota.time_zone).naive_local());
        let shows = self.shows;
        let layers = self.rota.layers.iter().zip(&mut self.next);
        layers
            .map(|(layer, (line, takes_over))| {
                while *takes_over <= shows {
                    *line += 1;
                    *takes_over = after(*takes_over, layer.rotation.turn);
                }
                let people = &layer.rotation.people;
                let on = line.checked_sub(1).map(|turns| people[turns % people.len()]);
                on.filter(|_| layer.hours.is_empty() || layer.hours.iter().any(|it| shown(*it, shows)))
            })
            .collect()
    }
}

/// The next hand-over on the clock: one leaf of the calendar, or one hour, at a time.
fn after(last: NaiveDateTime, turn: Turn) -> NaiveDateTime {
    let tomorrow = |at: NaiveDateTime| at.checked_add_days(Days::new(1)).unwrap();
    match turn {
        Turn::Weekly(day) => {
            let mut next = tomorrow(last);
            while next.weekday() != day {
                next = tomorrow(next);
            }
            next
        }
        Turn::Days(days) => (0..days).fold(last, |at, _| tomorrow(at)),
        Turn::Hours(hours) => (0..hours).fold(last, |at, _| at + TimeDelta::minutes(60)),
    }
}

/// Whether hours apply when the clock shows this, by arithmetic on minutes.
fn shown(hours: Hours, shows: NaiveDateTime) -> bool {
    let minute = shows.hour() * 60 + shows.minute();
    let of_week = |at: WeekTime| at.day.num_days_from_monday() * 1440 + u32::from(at.time.minutes());
    let (from, until, now) = match hours {
        Hours::Day { from, until } => (u32::from(from.minutes()), u32::from(until.minutes()), minute),
        Hours::Week { from, until } => {
            (of_week(from), of_week(until), shows.weekday().num_days_from_monday() * 1440 + minute)
        }
    };
    if from < until { from <= now && now < until } else { from <= now || now < until }
}

fn any_weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|day| Weekday::try_from(day).unwrap())
}

/// Quarters of an hour, often in the night in which clocks change.
fn any_time() -> impl Strategy<Value = TimeOfDay> {
    prop_oneof![0_u16..96, 0_u16..16]
        .prop_map(|quarter| TimeOfDay::new((quarter / 4) as u8, (quarter % 4 * 15) as u8).unwrap())
}

fn any_turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        Just(Turn::Days(1)),
        any_weekday().prop_map(Turn::Weekly),
        (1_u16..40).prop_map(Turn::Days),
        (1_u16..100).prop_map(Turn::Hours),
    ]
}

fn any_rotation() -> impl Strategy<Value = Rotation> {
    (any_turn(), any_time(), 0_u32..400, 1_u128..5).prop_map(|(turn, at, day, people)| {
        let starts_on = NaiveDate::from_ymd_opt(2025, 12, 20).unwrap() + Days::new(day.into());
        Rotation { turn, at, starts_on, people: (1..=people).map(who).collect() }
    })
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let week_time = || (any_weekday(), any_time()).prop_map(|(day, time)| WeekTime { day, time });
    prop_oneof![
        (any_time(), any_time()).prop_map(|(from, until)| Hours::Day { from, until }),
        (week_time(), week_time()).prop_map(|(from, until)| Hours::Week { from, until }),
    ]
}

fn any_layer() -> impl Strategy<Value = Layer> {
    let hours = prop_oneof![Just(Vec::new()), prop::collection::vec(any_hours(), 1..4)];
    (any_rotation(), hours).prop_map(|(rotation, hours)| Layer { hours, ..always(rotation) })
}

const QUARTER: TimeDelta = TimeDelta::minutes(15);

fn three_years() -> (DateTime<Utc>, DateTime<Utc>) {
    let begin = utc("2026-01-01T00:00:00Z");
    (begin, begin + Months::new(36))
}

/// Every quarter of an hour of three years, in one zone, against the watcher.
fn agrees_with_the_watcher(rota: &Rota) -> Result<(), TestCaseError> {
    let (begin, end) = three_years();
    let spans = rota.spans(begin, end);
    let mut spans = spans.iter().peekable();
    let mut watcher = Watcher::new(rota);
    let mut now = begin;
    while now < end {
        let seen = watcher.look(now);
        let expected: Vec<StaffId> = seen.iter().rev().find_map(|on| *on).into_iter().collect();
        while spans.next_if(|span| span.to <= now).is_some() {}
        let span = spans.peek();
        prop_assert_eq!(span.map(|span| &span.staff), Some(&expected), "at {} in {}", now, rota.time_zone);
        // The question for one moment takes another way; asked now and then.
        if now.minute() == 30 && now.hour() % 5 == 0 {
            prop_assert_eq!(rota.on_call_at(now), expected, "at {} in {}", now, rota.time_zone);
        }
        now += QUARTER;
    }
    Ok(())
}

#[test]
fn three_years_in_ten_zones_agree_with_somebody_who_watches_the_clock() {
    for zone in ZONES {
        let mut runner = TestRunner::new(ProptestConfig { cases: 5, ..ProptestConfig::default() });
        let rotas = prop::collection::vec(any_layer(), 1..4)
            .prop_map(move |layers| Rota { layers, ..Rota::new(zone) });
        runner
            .run(&rotas, |rota| agrees_with_the_watcher(&rota))
            .unwrap_or_else(|error| panic!("{zone}: {error}"));
    }
}

/// A rotation alone: no gap, nobody twice, each hand-over once and at its local hour.
fn hands_over_at_the_local_hour(rotation: &Rotation, zone: Tz) -> Result<(), TestCaseError> {
    let (begin, end) = three_years();
    let rota = Rota { layers: vec![always(rotation.clone())], ..Rota::new(zone) };
    let started = begin.max(calendar::moment(rotation.starts_on.and_time(rotation.at.time()), zone));
    prop_assert_eq!(rota.holes(started, end), [], "no gap");
    prop_assert!(rota.spans(begin, end).iter().all(|span| span.staff.len() <= 1), "nobody twice");

    let handovers = rotation.handovers(Period { from: begin, to: end }, zone);
    let shows = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
    for moment in &handovers {
        let (before, at) = (shows(*moment - TimeDelta::seconds(1)), shows(*moment));
        let on_time = at.time() == rotation.at.time();
        // In the night in which the clock jumps over the hour, the hand-over is at the jump.
        let wished = before.date().and_time(rotation.at.time());
        let jumped = before < at - TimeDelta::seconds(1) && (before < wished || before.date() < at.date());
        prop_assert!(on_time || jumped, "{} in {}", at, zone);
    }
    let days: Vec<NaiveDate> = handovers.iter().map(|moment| shows(*moment).date()).collect();
    for pair in days.windows(2) {
        prop_assert!(pair[0] < pair[1], "twice on {}", pair[1]);
        match rotation.turn {
            Turn::Weekly(day) if pair[0] > rotation.starts_on => {
                prop_assert_eq!((pair[1].weekday(), (pair[1] - pair[0]).num_days()), (day, 7));
            }
            Turn::Days(days) => prop_assert_eq!((pair[1] - pair[0]).num_days(), i64::from(days)),
            _ => {}
        }
    }
    let expected = match rotation.turn {
        Turn::Weekly(_) => 7,
        Turn::Days(days) => i64::from(days),
        Turn::Hours(_) => unreachable!("turns of days only"),
    };
    let length = (end - started).num_days();
    prop_assert!((length / expected - 1..=length / expected + 2).contains(&(handovers.len() as i64)));
    Ok(())
}

#[test]
fn hand_overs_are_at_the_local_hour_in_every_zone() {
    for zone in ZONES {
        let mut runner = TestRunner::new(ProptestConfig { cases: 12, ..ProptestConfig::default() });
        let days = any_rotation().prop_filter("days", |it| !matches!(it.turn, Turn::Hours(_)));
        runner
            .run(&days, |rotation| hands_over_at_the_local_hour(&rotation, zone))
            .unwrap_or_else(|error| panic!("{zone}: {error}"));
    }
}
