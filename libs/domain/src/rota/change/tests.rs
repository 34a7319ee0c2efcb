use chrono::NaiveDate;
use chrono_tz::Europe::Paris;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::TimeOfDay,
    clock::FixedClock,
    id::LayerId,
    rota::{Layer, Rotation, Turn},
};

const OPERATOR: TenantId = TenantId::from_uuid(Uuid::from_u128(1));
const ROTA: RotaId = RotaId::from_uuid(Uuid::from_u128(2));

fn who(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period { from: utc(from), to: utc(to) }
}

/// Weeks from Monday to Monday at 8:00.
fn weekly(people: &[u128]) -> NamedRota {
    let layer = Layer {
        id: LayerId::from_uuid(Uuid::from_u128(3)),
        name: "Semaine".to_owned(),
        rotation: Rotation {
            turn: Turn::Weekly(chrono::Weekday::Mon),
            at: TimeOfDay::new(8, 0).unwrap(),
            starts_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            people: people.iter().map(|number| who(*number)).collect(),
        },
        hours: Vec::new(),
    };
    let rota = Rota { layers: vec![layer], ..Rota::new(Paris) };
    NamedRota { id: ROTA, name: "Astreinte".to_owned(), rota, version: 4 }
}

fn told(decision: &Decision) -> Vec<(StaffId, News)> {
    let deliveries = decision.parts().deliveries.iter();
    deliveries
        .map(|it| match it.to {
            Recipient::Staff(staff) => (staff, it.news.clone()),
            _ => panic!("not to staff: {it:?}"),
        })
        .collect()
}

fn looks(decision: &Decision) -> Vec<(Job, DateTime<Utc>)> {
    let jobs = decision.parts().jobs.iter();
    let jobs = jobs.filter(|it| matches!(it.job, Job::ShiftNotices { .. }));
    jobs.map(|it| (it.job.clone(), it.run_at)).collect()
}

#[test]
fn whoever_stands_elsewhere_is_told_and_nobody_else() {
    let clock = FixedClock::at("2026-11-25T12:00:00Z");
    let before = weekly(&[1, 2, 3]);
    let mut after = weekly(&[1, 2, 3]);
    // Somebody stands in for the second person's Tuesday.
    let new = Override {
        id: OverrideId::new(&clock),
        staff: who(3),
        instead_of: None,
        from: utc("2026-12-01T07:00:00Z"),
        to: utc("2026-12-02T07:00:00Z"),
    };
    after.rota.overrides.push(new.clone());
    let decision = add_override(&clock, OPERATOR, before.clone(), new.clone(), Some(who(9)));
    let day = period("2026-12-01T07:00:00Z", "2026-12-02T07:00:00Z");
    let changed = |gained, lost| News::ShiftsChanged { rota: ROTA, gained, lost, more: 0 };
    assert_eq!(told(&decision), [(who(2), changed(vec![], vec![day])), (who(3), changed(vec![day], vec![]))]);
    assert_eq!(decision.parts().rota, Some(Change::Changed(after.clone())));
    assert_eq!(decision.parts().exceptions, [(ROTA, new.clone(), Some(who(9)))]);
    let job = Job::ShiftNotices { rota: ROTA, generation: 5 };
    assert_eq!(looks(&decision), [(job, clock.now())], "looked after anew, as the version that is written");

    let back = remove_override(&clock, OPERATOR, after, new.id, Some(who(3)));
    assert_eq!(told(&back), [(who(2), changed(vec![day], vec![]))], "not the one who did it");
    assert_eq!(back.parts().lifted, [new.id]);
    assert_eq!(back.parts().rota, Some(Change::Changed(before.clone())));

    let same = save(&clock, OPERATOR, Some(&before.rota), before.clone(), None).unwrap();
    assert_eq!(told(&same), []);
}

#[test]
fn a_new_rota_tells_each_of_its_people() {
    let clock = FixedClock::at("2026-11-25T12:00:00Z");
    let new = NamedRota { version: 0, ..weekly(&[1, 2]) };
    let decision = save(&clock, OPERATOR, None, new.clone(), None).unwrap();
    assert_eq!(told(&decision).iter().map(|(staff, _)| *staff).collect::<Vec<_>>(), [who(1), who(2)]);
    assert_eq!(decision.parts().rota, Some(Change::New(new)));
    assert_eq!(looks(&decision)[0].0, Job::ShiftNotices { rota: ROTA, generation: 1 });
    let nobody = NamedRota { version: 0, ..weekly(&[]) };
    assert_eq!(save(&clock, OPERATOR, None, nobody, None).unwrap_err(), RotaRefusal::NoPeople);
}

#[test]
fn a_message_lists_a_bounded_number_of_changes() {
    let clock = FixedClock::at("2026-11-25T12:00:00Z");
    let mut daily = weekly(&[1, 2]);
    daily.rota.layers[0].rotation.turn = Turn::Days(1);
    let decision = save(&clock, OPERATOR, None, daily, None).unwrap();
    let (_, news) = told(&decision).remove(0);
    let News::ShiftsChanged { gained, lost, more, .. } = news else { panic!("{news:?}") };
    // Eight weeks from noon on touch 57 turns; every other one is theirs.
    assert_eq!((gained.len(), lost.len(), more), (10, 0, 19));
}

#[test]
fn a_shift_is_told_once_when_it_is_as_near_as_its_person_likes() {
    let clock = FixedClock::at("2026-11-29T06:59:00Z");
    let rota = weekly(&[1, 2]);
    let leads = [(who(1), Duration::hours(24)), (who(2), Duration::hours(24))];
    let job = Job::ShiftNotices { rota: ROTA, generation: 4 };
    let monday = utc("2026-11-30T07:00:00Z");

    // A minute too early: the next look is exactly then.
    let early = notices(&clock, OPERATOR, &rota, &leads, &[]);
    assert_eq!(told(&early), []);
    assert_eq!(looks(&early), [(job.clone(), monday - Duration::hours(24))]);

    clock.advance(Duration::minutes(1));
    let due = notices(&clock, OPERATOR, &rota, &leads, &[]);
    let shift = Period { from: monday, to: monday + Duration::weeks(1) };
    assert_eq!(told(&due), [(who(2), News::ShiftSoon { rota: ROTA, shift })]);
    let notice = ShiftNotice { rota: ROTA, staff: who(2), starts_at: monday };
    assert_eq!(due.parts().notices, [notice]);
    assert_eq!(
        looks(&due),
        [(job.clone(), clock.now() + Duration::hours(1))],
        "looked again within the hour"
    );

    let again = notices(&clock, OPERATOR, &rota, &leads, &[notice]);
    assert_eq!((told(&again), again.parts().notices.len()), (vec![], 0));

    // What has begun is no news, nor does anybody hear of it who does not want to.
    clock.set(monday);
    assert_eq!(told(&notices(&clock, OPERATOR, &rota, &leads, &[])), []);
    clock.set(monday - Duration::hours(2));
    assert_eq!(told(&notices(&clock, OPERATOR, &rota, &leads[..1], &[])), []);
}

fn any_periods() -> impl Strategy<Value = Vec<Period>> {
    // In order and without overlaps, as the periods of a person are.
    prop::collection::btree_set(0_i64..40, 0..12).prop_map(|edges| {
        let edges: Vec<_> =
            edges.into_iter().map(|minute| DateTime::UNIX_EPOCH + Duration::minutes(minute)).collect();
        edges.chunks_exact(2).map(|pair| Period { from: pair[0], to: pair[1] }).collect()
    })
}

proptest! {
    #[test]
    fn differences_are_what_a_minute_by_minute_look_says(these in any_periods(), those in any_periods()) {
        let rest = without(&these, &those);
        let on = |periods: &[Period], time| periods.iter().any(|period| period.covers(time));
        for minute in 0..41 {
            let time = DateTime::UNIX_EPOCH + Duration::minutes(minute);
            prop_assert_eq!(on(&rest, time), on(&these, time) && !on(&those, time), "minute {}", minute);
        }
        prop_assert!(rest.iter().all(|period| period.from < period.to));
    }
}
