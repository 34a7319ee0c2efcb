use chrono::Weekday;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::TimeOfDay,
    delivery::Channel,
    policy::StepChannel,
    rota::{Rota, WeekTime, WeeklyShift},
};

fn id(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn at() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn colleague(number: u128, role: StaffRole) -> Colleague {
    let standing = Standing::Pageable;
    Colleague { staff: id(number), role, standing, number: true, sms: true, calls: true, email: true }
}

fn rota(number: u128, on_call: &[u128]) -> NamedRota {
    let midnight = WeekTime { day: Weekday::Mon, time: TimeOfDay::MIDNIGHT };
    let shift = |staff: &u128| WeeklyShift { from: midnight, until: midnight, staff: id(*staff) };
    let shifts = on_call.iter().map(shift).collect();
    let rota = Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) };
    NamedRota {
        id: RotaId::from_uuid(Uuid::from_u128(number)),
        name: "Astreinte".to_owned(),
        rota,
        version: 1,
    }
}

/// 1 and 2 are agents, 3 is administrator; 1 is on call, nobody is at night.
fn roster() -> Roster {
    Roster {
        colleagues: vec![
            colleague(1, StaffRole::Agent),
            colleague(2, StaffRole::Agent),
            colleague(3, StaffRole::Admin),
        ],
        teams: vec![Team {
            id: TeamId::from_uuid(Uuid::from_u128(1)),
            name: "Réseau".to_owned(),
            members: vec![id(2), id(1)],
        }],
        rotas: vec![rota(1, &[1]), rota(2, &[])],
        fallback: vec![Reachable::Address {
            channel: Channel::Email,
            address: "a@b.example".to_owned(),
            call_after: Duration::zero(),
        }],
        call_after: None,
    }
}

fn on_call(number: u128) -> Target {
    Target::OnCall(RotaId::from_uuid(Uuid::from_u128(number)))
}

fn team(number: u128) -> Target {
    Target::Team(TeamId::from_uuid(Uuid::from_u128(number)))
}

fn who(named: &Named) -> Vec<StaffId> {
    let staff = |it: &Reachable| match it {
        Reachable::Staff { staff, .. } => Some(*staff),
        Reachable::Address { .. } => None,
    };
    named.reachable.iter().filter_map(staff).collect()
}

fn named(roster: &Roster, targets: &[Target]) -> Named {
    roster.named(&Step::usual(5, targets.to_vec()), at())
}

#[test]
fn every_kind_of_target_is_found_and_each_person_once() {
    let roster = roster();
    assert_eq!(who(&named(&roster, &[on_call(1)])), [id(1)]);
    assert_eq!(who(&named(&roster, &[team(1), on_call(1), Target::Staff(id(2))])), [id(2), id(1)]);
    assert_eq!(
        who(&named(&roster, &[Target::Supervisors])),
        [id(3)],
        "administrators where nobody supervises"
    );
    let mut supervised = roster.clone();
    supervised.colleagues[1].role = StaffRole::Supervisor;
    assert_eq!(who(&named(&supervised, &[Target::Supervisors])), [id(2)]);
}

#[test]
fn who_cannot_be_reached_is_said_with_the_reason() {
    let mut roster = roster();
    let lacks = |roster: &Roster, targets: &[Target]| named(roster, targets).lacks;
    let gone = TeamId::from_uuid(Uuid::from_u128(9));
    let hole = RotaId::from_uuid(Uuid::from_u128(2));
    let expected = [Lack::NobodyOnCall(hole), Lack::NobodyInTeam(gone), Lack::Unknown(id(8))];
    assert_eq!(lacks(&roster, &[on_call(2), team(9), Target::Staff(id(8))]), expected);
    roster.colleagues[0].standing = Standing::Disabled;
    roster.colleagues[1].standing = Standing::OtherClients;
    let both = named(&roster, &[team(1)]);
    assert_eq!(both.lacks, [Lack::OtherClients(id(2)), Lack::Disabled(id(1))]);
    assert_eq!(both.reachable, []);
    roster.colleagues[2].standing = Standing::Disabled;
    assert_eq!(lacks(&roster, &[Target::Supervisors]), [Lack::NoSupervisor]);

    let person = |number, sms, email| {
        let mut roster = self::roster();
        let all = Colleague { number, sms, email, ..colleague(1, StaffRole::Agent) };
        roster.colleagues[0] = all;
        let named = named(&roster, &[on_call(1)]);
        (named.lacks, named.reachable.len())
    };
    assert_eq!(person(false, false, false), (vec![Lack::NoWay(id(1))], 0));
    assert_eq!(person(false, false, true), (vec![Lack::NoNumber(id(1))], 1));
    assert_eq!(person(true, false, true), (vec![Lack::TextsRefused(id(1))], 1));
    assert_eq!(person(true, true, true), (vec![], 1));
}

#[test]
fn a_number_that_refuses_calls_is_not_called_and_still_gets_texts() {
    let mut roster = roster();
    roster.call_after = Some(Duration::minutes(2));
    roster.colleagues[0].calls = false;
    let one = named(&roster, &[on_call(1)]);
    assert_eq!(one.lacks, [Lack::CallsRefused(id(1))]);
    assert_eq!(one.reachable, [Reachable::Staff { staff: id(1), sms: true, email: true, call_after: None }]);
    roster.colleagues[0] = Colleague { sms: false, email: false, ..roster.colleagues[0] };
    assert_eq!(named(&roster, &[on_call(1)]).reachable, []);
}

#[test]
fn supervisors_do_not_count_as_somebody_on_call() {
    let roster = roster();
    let policy = |targets: &[Target]| Policy { steps: vec![Step::usual(5, targets.to_vec())], repeat: 0 };
    assert!(roster.covers(&policy(&[on_call(1)]), at()));
    assert!(!roster.covers(&policy(&[Target::Supervisors, on_call(2)]), at()));
    let mail = vec![StepChannel { by: Channel::Email, after_minutes: 0 }];
    let by_mail = Step { channels: mail, ..Step::usual(5, vec![on_call(1)]) };
    assert!(!roster.covers(&Policy { steps: vec![by_mail], repeat: 0 }, at()), "nobody reads it at night");
}
