use chrono::{Days, NaiveDate, Weekday};
use uuid::Uuid;

use super::*;
use crate::{
    calendar::TimeOfDay,
    callback::{Colleague, Standing, Team},
    clock::{Clock as _, FixedClock},
    decision::Decision,
    delivery::{Channel, News, Recipient},
    id::{LayerId, OverrideId, TenantId},
    job::Job,
    policy::Step,
    role::StaffRole,
    rota::{Layer, Override, Rota, Rotation, Turn, WeekTime, WeeklyShift},
};

const BOTH: Ways = Ways { texts: true, calls: true };

/// Sunday in Paris, 13:00.
fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn days(count: i64) -> DateTime<Utc> {
    now() + Duration::days(count)
}

fn id(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn rota_id(number: u128) -> RotaId {
    RotaId::from_uuid(Uuid::from_u128(number))
}

fn policy_id(number: u128) -> PolicyId {
    PolicyId::from_uuid(Uuid::from_u128(number))
}

/// Somebody whom everything reaches.
fn known(number: u128) -> Known {
    Known {
        staff: id(number),
        is_disabled: false,
        has_number: true,
        verified_at: Some(days(-10)),
        reached_at: None,
        refused: None,
        calls_refused: None,
        mail_refused: None,
    }
}

fn colleague(number: u128, role: StaffRole) -> Colleague {
    Colleague {
        staff: id(number),
        role,
        standing: Standing::Pageable,
        number: true,
        sms: true,
        calls: true,
        email: true,
    }
}

fn week_time(day: Weekday, hour: u8) -> WeekTime {
    WeekTime { day, time: TimeOfDay::new(hour, 0).unwrap() }
}

fn rota(number: u128, shifts: &[(WeekTime, WeekTime, u128)]) -> NamedRota {
    let shift = |(from, until, staff): &(WeekTime, WeekTime, u128)| WeeklyShift {
        from: *from,
        until: *until,
        staff: id(*staff),
    };
    let shifts = shifts.iter().map(shift).collect();
    let rota = Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) };
    NamedRota { id: rota_id(number), name: "Astreinte".to_owned(), rota, version: 1 }
}

/// On call all week.
fn always(number: u128, staff: u128) -> NamedRota {
    let monday = week_time(Weekday::Mon, 0);
    rota(number, &[(monday, monday, staff)])
}

/// 1 and 2 are agents, 3 is administrator.
fn roster(rotas: Vec<NamedRota>) -> Roster {
    let colleagues = [(1, StaffRole::Agent), (2, StaffRole::Agent), (3, StaffRole::Admin)]
        .map(|(it, role)| colleague(it, role));
    Roster { colleagues: colleagues.into(), teams: Vec::new(), rotas, fallback: Vec::new(), call_after: None }
}

fn policy(steps: &[&[Target]]) -> Policy {
    Policy { steps: steps.iter().map(|targets| Step::usual(5, targets.to_vec())).collect(), repeat: 1 }
}

fn on_call(number: u128) -> Target {
    Target::OnCall(rota_id(number))
}

fn period(from: &str, to: &str) -> Period {
    Period { from: from.parse().unwrap(), to: to.parse().unwrap() }
}

#[test]
fn each_reason_is_said_and_what_trumps_the_others_alone() {
    let of = |known: &Known| gaps(known, BOTH, now());
    assert_eq!(of(&known(1)), []);
    let gone = Known { is_disabled: true, has_number: false, ..known(1) };
    assert_eq!(of(&gone), [Gap::Disabled]);
    assert_eq!(of(&Known { has_number: false, ..known(1) }), [Gap::NoNumber]);
    assert_eq!(of(&Known { verified_at: None, ..known(1) }), [Gap::Unverified]);
    let reached = Known { verified_at: None, reached_at: Some(now()), ..known(1) };
    assert_eq!(of(&reached), [Gap::Unverified], "a text that arrived does not show whose the number is");
    let refused =
        |said: Option<&str>| Known { refused: Some((days(-1), said.map(str::to_owned))), ..known(1) };
    let since = days(-1);
    for said in ["STOP", "21610: Attempt to send to unsubscribed recipient"] {
        assert_eq!(of(&refused(Some(said))), [Gap::Stopped { since }], "{said}");
    }
    assert_eq!(of(&refused(None)), [Gap::Refused { since, detail: None }]);
    let detail = Some("21211: not valid".to_owned());
    assert_eq!(of(&refused(Some("21211: not valid"))), [Gap::Refused { since, detail }]);
}

#[test]
fn a_proof_lasts_thirty_days_and_the_latest_counts() {
    let of = |verified: i64, reached: Option<i64>| {
        let known = Known { verified_at: Some(days(verified)), reached_at: reached.map(days), ..known(1) };
        gaps(&known, BOTH, now())
    };
    assert_eq!(of(-30, None), []);
    assert_eq!(of(-31, None), [Gap::Stale { last: days(-31) }]);
    assert_eq!(of(-90, Some(-30)), []);
    assert_eq!(of(-90, Some(-31)), [Gap::Stale { last: days(-31) }]);
    assert_eq!(of(-3, Some(-60)), [], "proved anew after a while");
}

#[test]
fn numbers_do_not_matter_where_no_phone_can_be_made_to_ring() {
    let none = Ways { texts: false, calls: false };
    let calls = Ways { texts: false, calls: true };
    let bare = Known { has_number: false, verified_at: None, ..known(1) };
    assert_eq!(gaps(&bare, none, now()), []);
    assert_eq!(gaps(&bare, calls, now()), [Gap::NoNumber]);
    assert_eq!(gaps(&Known { verified_at: None, ..known(1) }, calls, now()), [], "no code can be sent");
    assert_eq!(gaps(&Known { is_disabled: true, ..bare }, none, now()), [Gap::Disabled]);
}

#[test]
fn everybody_who_is_counted_on_is_looked_at_and_nobody_else() {
    let mut mine = always(1, 1);
    mine.rota.layers = vec![Layer {
        id: LayerId::from_uuid(Uuid::nil()),
        name: "Semaine".to_owned(),
        rotation: Rotation {
            turn: Turn::Weekly(Weekday::Mon),
            at: TimeOfDay::new(8, 0).unwrap(),
            starts_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            people: vec![id(2), id(4)],
        },
        hours: Vec::new(),
    }];
    let exception = |number, from: i64| Override {
        id: OverrideId::from_uuid(Uuid::from_u128(number)),
        staff: id(number),
        instead_of: None,
        from: days(from),
        to: days(from + 1),
    };
    mine.rota.overrides = vec![exception(5, 27), exception(6, 28)];
    let mut roster = roster(vec![mine]);
    let team = crate::id::TeamId::from_uuid(Uuid::nil());
    roster.teams = vec![Team { id: team, name: "Réseau".to_owned(), members: vec![id(7)] }];
    let policy = policy(&[&[on_call(1), Target::Team(team)], &[Target::Staff(id(8)), Target::Supervisors]]);
    let nobody = |number| Known { has_number: false, ..known(number) };
    let all: Vec<Known> = (1..=9).map(nobody).collect();
    let found = unreachable(&all, &roster, &[(policy_id(1), &policy)], BOTH, now());
    let by = |number: u128| found.iter().find(|it| it.staff == id(number));
    let (rota, escalation) = (Duty::Rota(rota_id(1)), Duty::Policy(policy_id(1)));
    for (number, duty) in
        [(1, rota), (2, rota), (4, rota), (5, rota), (3, escalation), (7, escalation), (8, escalation)]
    {
        assert_eq!(by(number).unwrap_or_else(|| panic!("{number}")).duties, [duty], "{number}");
    }
    assert!(by(6).is_none(), "an exception that begins in more than four weeks");
    assert!(by(9).is_none(), "nobody counts on them");
    let next: Vec<_> = found.iter().map(|it| (it.staff, it.next)).take(4).collect();
    let monday =
        |week: i64| Some("2026-11-23T07:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::weeks(week));
    let expected = [(id(1), Some(now())), (id(2), monday(0)), (id(4), monday(1)), (id(5), Some(days(27)))];
    assert_eq!(next, expected, "whoever is on call soonest comes first");
    let fine: Vec<Known> = (1..=9).map(known).collect();
    assert_eq!(unreachable(&fine, &roster, &[(policy_id(1), &policy)], BOTH, now()), []);
}

#[test]
fn a_hole_counts_where_the_step_tells_nobody_else() {
    let day =
        |number, staff| rota(number, &[(week_time(Weekday::Mon, 8), week_time(Weekday::Sat, 0), staff)]);
    let hole =
        Fault::Hole { rota: rota_id(1), period: period("2026-11-22T12:00:00Z", "2026-11-23T07:00:00Z") };
    let later =
        Fault::Hole { rota: rota_id(1), period: period("2026-11-27T23:00:00Z", "2026-11-29T12:00:00Z") };
    let all = |rotas: Vec<NamedRota>, steps: &[&[Target]]| {
        faults(&roster(rotas), &[(policy_id(1), &policy(steps))], now())
    };
    assert_eq!(all(vec![day(1, 1)], &[&[on_call(1)]]), [hole.clone(), later.clone()]);
    assert_eq!(all(vec![day(1, 1), always(2, 2)], &[&[on_call(1), on_call(2)]]), [], "another rota fills it");
    let two: &[&[Target]] = &[&[on_call(1)], &[on_call(1), Target::Supervisors]];
    assert_eq!(all(vec![day(1, 1)], two), [hole, later], "once, and the supervisors are another step");
    assert_eq!(all(vec![always(1, 1)], &[&[on_call(1)]]), []);
}

#[test]
fn a_step_that_reaches_nobody_is_named_with_its_reason_and_its_time() {
    // 1 from Monday to Wednesday, 2 for the rest.
    let (monday, wednesday) = (week_time(Weekday::Mon, 0), week_time(Weekday::Wed, 0));
    let shared = rota(1, &[(monday, wednesday, 1), (wednesday, monday, 2)]);
    let mut roster = roster(vec![shared]);
    roster.colleagues[0].standing = Standing::Disabled;
    let steps = policy(&[&[Target::Supervisors], &[on_call(1)]]);
    let found = faults(&roster, &[(policy_id(4), &steps)], now());
    let expected = Fault::Step {
        policy: policy_id(4),
        step: 2,
        period: period("2026-11-22T23:00:00Z", "2026-11-24T23:00:00Z"),
        lacks: vec![Lack::Disabled(id(1))],
    };
    assert_eq!(found, [expected]);
    roster.colleagues[2].standing = Standing::Disabled;
    let found = faults(&roster, &[(policy_id(4), &steps)], now());
    let whole = Fault::Step {
        policy: policy_id(4),
        step: 1,
        period: Period { from: now(), to: now() + FAULTS_AHEAD },
        lacks: vec![Lack::NoSupervisor],
    };
    assert!(found.contains(&whole), "{found:#?}");
}

#[test]
fn no_rota_and_a_rota_that_nobody_names_are_said() {
    assert_eq!(faults(&roster(Vec::new()), &[], now()), [Fault::NoRota]);
    let steps = policy(&[&[on_call(1)]]);
    let rotas = vec![always(1, 1), rota(2, &[])];
    assert_eq!(faults(&roster(rotas), &[(policy_id(1), &steps)], now()), [Fault::Unpaged(rota_id(2))]);
}

#[test]
fn the_hour_of_monday_is_kept_across_clock_changes() {
    let paris = chrono_tz::Europe::Paris;
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    for (now, next, week) in [
        // Winter: 8:00 is 7:00 UTC.
        ("2026-11-22T12:00:00Z", "2026-11-23T07:00:00Z", Some("2026-11-16")),
        ("2026-11-23T06:59:59Z", "2026-11-23T07:00:00Z", None),
        ("2026-11-23T07:00:00Z", "2026-11-30T07:00:00Z", Some("2026-11-23")),
        // The clocks go forward on 28 March 2027.
        ("2027-03-27T12:00:00Z", "2027-03-29T06:00:00Z", Some("2027-03-22")),
    ] {
        assert_eq!(next_weekly(at(now), paris), at(next), "{now}");
        let week: Option<NaiveDate> = week.map(|it| it.parse().unwrap());
        assert_eq!(due_week(at(now), paris), week, "{now}");
    }
}

#[test]
fn whoever_writes_the_e_mail_of_a_week_writes_the_same_rows() {
    let clock = FixedClock::new(now());
    let operator = TenantId::from_uuid(Uuid::nil());
    let week = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let ids = |decision: &Decision| decision.parts().deliveries.iter().map(|it| it.id).collect::<Vec<_>>();
    let one = weekly(&clock, operator, week, &[id(1), id(2)]);
    let other = weekly(&clock, operator, week, &[id(2)]);
    assert_eq!(ids(&one)[1], ids(&other)[0]);
    assert_ne!(ids(&one)[0], ids(&one)[1]);
    let later = weekly(&clock, operator, week + Days::new(7), &[id(2)]);
    assert_ne!(ids(&later), ids(&other));
    let first = &one.parts().deliveries[0];
    assert_eq!(
        (&first.to, first.channel, &first.news),
        (&Recipient::Staff(id(1)), Channel::Email, &News::Readiness)
    );

    let begun = begin_weekly(&clock, operator, chrono_tz::Europe::Paris);
    let job = &begun.parts().jobs[0];
    assert_eq!((&job.job, job.run_at), (&Job::Readiness, next_weekly(clock.now(), chrono_tz::Europe::Paris)));
    assert_eq!(job.id, weekly_job(job.run_at));
    clock.advance(Duration::hours(3));
    let again = begin_weekly(&clock, operator, chrono_tz::Europe::Paris);
    assert_eq!(again.parts().jobs[0].id, job.id);
}

#[test]
fn each_way_that_is_refused_is_said_beside_the_others() {
    let of = |known: &Known, ways| gaps(known, ways, now());
    let said = |what: &str| Some((days(-1), what.to_owned()));
    let calls = Gap::CallsRefused { since: days(-1), detail: "21214: no".to_owned() };
    let mail = Gap::MailRefused { since: days(-1), detail: "550: no".to_owned() };
    let both = Known { calls_refused: said("21214: no"), mail_refused: said("550: no"), ..known(1) };
    assert_eq!(of(&both, BOTH), [calls.clone(), mail.clone()]);
    assert_eq!(of(&both, Ways { texts: true, calls: false }), std::slice::from_ref(&mail));
    assert_eq!(
        of(&Known { verified_at: None, ..both.clone() }, BOTH),
        [Gap::Unverified, calls, mail.clone()]
    );
    assert_eq!(of(&Known { has_number: false, ..both.clone() }, BOTH), [Gap::NoNumber, mail]);
    assert_eq!(of(&Known { is_disabled: true, ..both }, BOTH), [Gap::Disabled]);
}
