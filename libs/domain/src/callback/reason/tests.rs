use super::*;
use crate::{
    clock::FixedClock,
    delivery::Channel,
    id::SummonsId,
    policy::{Step, Target},
};

fn at(seconds: i64) -> DateTime<Utc> {
    "2026-11-22T13:17:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::seconds(seconds)
}

fn told(facts: Vec<(i64, Fact)>, step_at: i64) -> Option<Why> {
    let step = Step { delay_minutes: 5, targets: vec![Target::Supervisors], channels: Vec::new() };
    let policy = Policy { steps: vec![step.clone(), step], repeat: 1 };
    let facts: Vec<_> = facts.into_iter().map(|(seconds, fact)| (at(seconds), fact)).collect();
    why(&policy, &facts, at(step_at))
}

fn step(step: i32) -> Fact {
    Fact::StepDue { round: 0, step, targets: 1 }
}

fn failed(clock: &FixedClock) -> Fact {
    Fact::SummonsFailed {
        summons: SummonsId::new(clock),
        staff: None,
        channel: Channel::Sms,
        reason: "undelivered".to_owned(),
    }
}

#[test]
fn each_step_says_why_it_came() {
    let clock = FixedClock::at("2026-11-22T13:17:00Z");
    let (marie, paul) = (StaffId::new(&clock), StaffId::new(&clock));
    let asked = || (0, Fact::CallbackRequested { promised_by: at(900) });
    let taken = |staff| Fact::CallbackTaken { staff, until: at(900) };
    assert_eq!(told(vec![asked()], 0), Some(Why::Asked));
    assert_eq!(told(vec![asked(), (0, step(0))], 300), Some(Why::NobodyTookIt { minutes: 5 }));
    // A text that failed in vain while somebody else was waited for is no reason.
    let waited = vec![asked(), (0, step(0)), (20, failed(&clock))];
    assert_eq!(told(waited.clone(), 301), Some(Why::NobodyTookIt { minutes: 5 }));
    assert_eq!(told(waited, 21), Some(Why::NothingArrived));
    assert_eq!(told(vec![asked(), (0, step(0))], 1), Some(Why::NothingArrived));
    let declined = vec![asked(), (0, step(0)), (40, Fact::CallbackDeclined { staff: marie })];
    assert_eq!(told(declined.clone(), 41), Some(Why::Declined { staff: marie }));
    assert_eq!(told(declined, 300), Some(Why::NobodyTookIt { minutes: 5 }));
    let given_back =
        vec![asked(), (0, step(0)), (30, taken(paul)), (600, Fact::CallbackDeclined { staff: paul })];
    assert_eq!(told(given_back, 601), Some(Why::Declined { staff: paul }));
    let passed = vec![asked(), (0, step(0)), (30, taken(paul)), (900, Fact::PromisePassed { staff: paul })];
    assert_eq!(told(passed, 901), Some(Why::PromisePassed { staff: paul }));
    let nobody = vec![asked(), (0, Fact::NobodyOnCall { round: 0, step: 0 })];
    assert_eq!(told(nobody, 0), Some(Why::NobodyBefore));
    let again = vec![asked(), (0, step(0)), (300, Fact::LastResort)];
    assert_eq!(told(again, 1200), Some(Why::BeginsAgain { minutes: 15 }));
    let restored = vec![asked(), (0, step(0)), (60, Fact::CallbackCancelled), (90, asked().1)];
    assert_eq!(told(restored, 90), Some(Why::Asked));
    assert_eq!(told(Vec::new(), 0), None);
}
