use chrono::{Duration, NaiveDate};
use chrono_tz::Europe::Paris;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::TimeOfDay,
    clock::FixedClock,
    id::LayerId,
    job::Job,
    role::StaffRole::{Admin, Agent, Supervisor},
    rota::{Layer, Rota, Rotation, Turn},
};

const OPERATOR: TenantId = TenantId::from_uuid(Uuid::from_u128(1));

fn who(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn period(from: &str, to: &str) -> Period {
    Period { from: from.parse().unwrap(), to: to.parse().unwrap() }
}

fn clock() -> FixedClock {
    FixedClock::at("2026-11-25T12:00:00Z")
}

/// Weeks from Monday to Monday at 8:00: 1 until the 30th, then 2, then 3.
fn rota() -> NamedRota {
    let layer = Layer {
        id: LayerId::from_uuid(Uuid::from_u128(3)),
        name: "Semaine".to_owned(),
        rotation: Rotation {
            turn: Turn::Weekly(chrono::Weekday::Mon),
            at: TimeOfDay::new(8, 0).unwrap(),
            starts_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            people: vec![who(1), who(2), who(3)],
        },
        hours: Vec::new(),
    };
    let rota = Rota { layers: vec![layer], ..Rota::new(Paris) };
    NamedRota { id: RotaId::from_uuid(Uuid::from_u128(2)), name: "Astreinte".to_owned(), rota, version: 4 }
}

fn saturday() -> Period {
    period("2026-12-05T07:00:00Z", "2026-12-06T07:00:00Z")
}

fn next_saturday() -> Period {
    period("2026-12-12T07:00:00Z", "2026-12-13T07:00:00Z")
}

/// 2 asks 3 to take a Saturday, for the Saturday after.
fn wish() -> Ask {
    Ask { asker: who(2), asked: who(3), gives: saturday(), takes: Some(next_saturday()) }
}

fn asked(clock: &FixedClock) -> Swap {
    let decision = ask(clock, OPERATOR, &rota(), wish()).unwrap();
    decision.parts().swap.as_ref().unwrap().value().clone()
}

fn told(decision: &Decision, state: SwapState) -> Vec<Recipient> {
    let deliveries = decision.parts().deliveries.iter();
    let of = deliveries.filter(|it| matches!(it.news, News::Swap { state: said, .. } if said == state));
    of.map(|it| it.to.clone()).collect()
}

fn both() -> [Recipient; 2] {
    [Recipient::Staff(who(2)), Recipient::Staff(who(3))]
}

#[test]
fn an_accepted_swap_is_in_the_rota_and_both_are_told() {
    let clock = clock();
    let decision = ask(&clock, OPERATOR, &rota(), wish()).unwrap();
    assert_eq!(told(&decision, SwapState::Asked), both());
    assert_eq!(decision.parts().rota, None, "nothing changes before the answer");

    let accepted = answer(&clock, OPERATOR, asked(&clock), rota(), (who(3), Agent), Answer::Accept).unwrap();
    assert_eq!(told(&accepted, SwapState::Accepted), both());
    assert_eq!(accepted.parts().deliveries.len(), 2, "each is told once");
    let mut after = rota();
    for (id, exception, by) in &accepted.parts().exceptions {
        assert_eq!((*id, *by), (after.id, Some(who(3))));
        after.rota.overrides.push(exception.clone());
    }
    assert_eq!(after.rota.periods_of(who(3), saturday().from, saturday().to), [saturday()]);
    assert_eq!(after.rota.periods_of(who(2), saturday().from, saturday().to), []);
    assert_eq!(after.rota.periods_of(who(2), next_saturday().from, next_saturday().to), [next_saturday()]);
    assert_eq!(after.rota.on_call_at(saturday().to), [who(2)]);
    // The rota's version moves on, and its notices with it.
    assert_eq!(accepted.parts().rota, Some(Change::Changed(rota())));
    let job = Job::ShiftNotices { rota: rota().id, generation: 5 };
    assert!(accepted.parts().jobs.iter().any(|it| it.job == job));
    let swap = accepted.parts().swap.as_ref().unwrap().value();
    assert_eq!((swap.state, swap.ended), (SwapState::Accepted, Some((who(3), clock.now()))));
}

#[test]
fn only_the_asked_person_or_a_supervisor_answers_and_only_the_asker_withdraws() {
    let clock = clock();
    let by = |staff, role, what| {
        let answered = answer(&clock, OPERATOR, asked(&clock), rota(), (who(staff), role), what);
        answered.map(|decision| decision.parts().swap.as_ref().unwrap().value().state)
    };
    for what in [Answer::Accept, Answer::Refuse] {
        assert_eq!(by(1, Agent, what), Err(SwapRefusal::NotYours));
        assert_eq!(by(2, Agent, what), Err(SwapRefusal::NotYours));
        assert_eq!(by(2, Supervisor, what), Err(SwapRefusal::NotYours), "asked it themselves");
    }
    assert_eq!(by(3, Agent, Answer::Accept), Ok(SwapState::Accepted));
    assert_eq!(by(9, Supervisor, Answer::Accept), Ok(SwapState::Accepted));
    assert_eq!(by(9, Admin, Answer::Refuse), Ok(SwapState::Refused));

    for other in [1, 3, 9] {
        assert_eq!(withdraw(&clock, OPERATOR, asked(&clock), who(other)), Err(SwapRefusal::NotYours));
    }
    let withdrawn = withdraw(&clock, OPERATOR, asked(&clock), who(2)).unwrap();
    assert_eq!(told(&withdrawn, SwapState::Withdrawn), both());
    assert_eq!(withdrawn.parts().exceptions, []);
}

#[test]
fn a_refusal_changes_nothing_and_is_final() {
    let clock = clock();
    let refused = answer(&clock, OPERATOR, asked(&clock), rota(), (who(3), Agent), Answer::Refuse).unwrap();
    assert_eq!(told(&refused, SwapState::Refused), both());
    assert_eq!((refused.parts().exceptions.len(), &refused.parts().rota), (0, &None));
    let over = refused.parts().swap.as_ref().unwrap().value().clone();
    let again = answer(&clock, OPERATOR, over.clone(), rota(), (who(3), Agent), Answer::Accept);
    assert_eq!(again, Err(SwapRefusal::Over));
    assert_eq!(withdraw(&clock, OPERATOR, over, who(2)), Err(SwapRefusal::Over));
}

#[test]
fn what_cannot_be_swapped_is_refused_by_its_reason() {
    let clock = clock();
    let refusal = |wish: Ask| ask(&clock, OPERATOR, &rota(), wish).err();
    let empty = Period { from: saturday().to, to: saturday().from };
    let past = period("2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z");
    let (gives, takes) = (saturday(), Some(next_saturday()));
    assert_eq!(refusal(wish()), None);
    assert_eq!(refusal(Ask { takes: None, ..wish() }), None);
    assert_eq!(refusal(Ask { asked: who(2), ..wish() }), Some(SwapRefusal::Yourself));
    assert_eq!(refusal(Ask { gives: empty, ..wish() }), Some(SwapRefusal::Gives));
    assert_eq!(refusal(Ask { gives: past, asker: who(1), ..wish() }), Some(SwapRefusal::Gives));
    assert_eq!(refusal(Ask { gives: next_saturday(), takes, ..wish() }), Some(SwapRefusal::GivesNothing));
    assert_eq!(refusal(Ask { takes: Some(empty), ..wish() }), Some(SwapRefusal::Takes));
    assert_eq!(refusal(Ask { takes: Some(gives), ..wish() }), Some(SwapRefusal::Overlap));
    let sunday = period("2026-12-06T08:00:00Z", "2026-12-06T20:00:00Z");
    assert_eq!(refusal(Ask { takes: Some(sunday), ..wish() }), Some(SwapRefusal::TakesNothing));
}

/// The work to look at a rota grows with its days: what lies beyond a year is refused before anybody looks.
#[test]
fn no_swap_reaches_further_than_a_year_and_one_that_does_is_refused_at_once() {
    let clock = clock();
    let refusal = |wish: Ask| ask(&clock, OPERATOR, &rota(), wish).err();
    let (within, beyond) = (clock.now() + FURTHEST, clock.now() + FURTHEST + Duration::minutes(1));
    let until = |to| Period { to, ..saturday() };
    assert_eq!(refusal(Ask { gives: until(within), takes: None, ..wish() }), None);
    assert_eq!(refusal(Ask { gives: until(beyond), takes: None, ..wish() }), Some(SwapRefusal::GivesTooFar));
    let back = Period { to: beyond, ..next_saturday() };
    assert_eq!(refusal(Ask { takes: Some(back), ..wish() }), Some(SwapRefusal::TakesTooFar));
    let begun = std::time::Instant::now();
    let never = until("9999-12-31T00:00:00Z".parse().unwrap());
    assert_eq!(refusal(Ask { gives: never, ..wish() }), Some(SwapRefusal::GivesTooFar));
    assert_eq!(refusal(Ask { takes: Some(never), ..wish() }), Some(SwapRefusal::TakesTooFar));
    assert!(begun.elapsed().as_secs() < 1, "{:?}", begun.elapsed());
}

#[test]
fn an_answer_that_comes_late_is_no_answer() {
    let clock = clock();
    let swap = asked(&clock);
    let accept = |clock: &FixedClock, rota| {
        answer(clock, OPERATOR, swap.clone(), rota, (who(3), Agent), Answer::Accept)
    };
    // Somebody else took the Saturday meanwhile.
    let mut other = rota();
    let exception = Override {
        id: OverrideId::new(&clock),
        staff: who(1),
        instead_of: None,
        from: saturday().from,
        to: saturday().to,
    };
    other.rota.overrides.push(exception);
    assert_eq!(accept(&clock, other), Err(SwapRefusal::GivesNothing));
    // In the middle of it, only the rest changes hands.
    clock.set(saturday().from + Duration::hours(3));
    let begun = accept(&clock, rota()).unwrap();
    assert_eq!(begun.parts().exceptions[0].1.from, clock.now());
    clock.set(saturday().to);
    assert_eq!(accept(&clock, rota()), Err(SwapRefusal::Gives));
}
