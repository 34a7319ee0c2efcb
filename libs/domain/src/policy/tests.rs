use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn rota(number: u128) -> Target {
    Target::OnCall(RotaId::from_uuid(Uuid::from_u128(number)))
}

fn staff(number: u128) -> Target {
    Target::Staff(StaffId::from_uuid(Uuid::from_u128(number)))
}

fn policy(delay_minutes: u8, targets: &[Target]) -> Policy {
    Policy { steps: vec![Step::usual(delay_minutes, targets.to_vec())], repeat: 1 }
}

#[test]
fn the_json_in_the_rows_stays_readable() {
    let json = r#"{"steps":[{"delay_minutes":5,"targets":[{"on_call":"rot_00000000000000000000000000000001"}]},{"delay_minutes":10,"targets":[{"staff":"stf_00000000000000000000000000000002"},"supervisors"]}],"repeat":2}"#;
    let policy: Policy = serde_json::from_str(json).unwrap();
    assert_eq!(policy.steps[0].targets, [rota(1)]);
    assert_eq!(policy.steps[1].targets, [staff(2), Target::Supervisors]);
    assert_eq!(serde_json::to_string(&policy).unwrap(), json);
}

#[test]
fn what_makes_no_sense_is_refused_with_the_step() {
    let none = Policy { steps: Vec::new(), repeat: 0 };
    assert_eq!(none.validate(), Err(PolicyRefusal::NoSteps));
    assert_eq!(policy(5, &[]).validate(), Err(PolicyRefusal::NobodyInStep { step: 1 }));
    assert_eq!(policy(0, &[rota(1)]).validate(), Err(PolicyRefusal::Delay { step: 1 }));
    assert_eq!(policy(61, &[rota(1)]).validate(), Err(PolicyRefusal::Delay { step: 1 }));
    assert_eq!(
        policy(5, &[rota(1), staff(1), rota(1)]).validate(),
        Err(PolicyRefusal::TwiceInStep { step: 1 })
    );
    let crowd: Vec<_> = (0..11).map(staff).collect();
    assert_eq!(policy(5, &crowd).validate(), Err(PolicyRefusal::TooManyTargets { step: 1 }));
    let long = Policy { steps: vec![policy(5, &[rota(1)]).steps[0].clone(); 11], repeat: 0 };
    assert_eq!(long.validate(), Err(PolicyRefusal::TooManySteps));
    assert_eq!(Policy { repeat: 10, ..policy(5, &[rota(1)]) }.validate(), Err(PolicyRefusal::Repeat));
    let second = Policy { steps: [policy(5, &[rota(1)]).steps, policy(5, &[]).steps].concat(), repeat: 0 };
    assert_eq!(second.validate(), Err(PolicyRefusal::NobodyInStep { step: 2 }));
}

#[test]
fn channels_of_a_step_are_kept_and_their_absence_is_not_written() {
    let json = r#"{"steps":[{"delay_minutes":10,"targets":[{"team":"tea_00000000000000000000000000000003"}],"channels":[{"by":"voice","after_minutes":0},{"by":"sms","after_minutes":2}]}],"repeat":0}"#;
    let policy: Policy = serde_json::from_str(json).unwrap();
    let team = TeamId::from_uuid(Uuid::from_u128(3));
    assert!(policy.names(Target::Team(team)) && !policy.names(rota(3)));
    assert_eq!(policy.steps[0].channels[1], StepChannel { by: Channel::Sms, after_minutes: 2 });
    assert_eq!(serde_json::to_string(&policy).unwrap(), json);
}

#[test]
fn channels_that_make_no_sense_are_refused() {
    let by = |channels: &[(Channel, u8)]| {
        let channels = channels.iter().map(|(by, after)| StepChannel { by: *by, after_minutes: *after });
        Policy {
            steps: vec![Step { channels: channels.collect(), ..Step::usual(5, vec![rota(1)]) }],
            repeat: 0,
        }
    };
    let (step, refused) = (1, |policy: Policy| policy.validate().unwrap_err());
    assert_eq!(refused(by(&[(Channel::Sms, 0), (Channel::Sms, 2)])), PolicyRefusal::ChannelTwice { step });
    assert_eq!(refused(by(&[(Channel::Sms, 1), (Channel::Voice, 2)])), PolicyRefusal::ChannelFirst { step });
    assert_eq!(refused(by(&[(Channel::Sms, 0), (Channel::Voice, 5)])), PolicyRefusal::ChannelLate { step });
    assert_eq!(by(&[(Channel::Voice, 4), (Channel::Sms, 0)]).validate(), Ok(()));
}

#[test]
fn everything_is_refused_in_one_go() {
    let steps = [policy(0, &[]).steps, policy(5, &[rota(1), rota(1)]).steps].concat();
    let faults = Policy { steps, repeat: 10 }.faults();
    let expected = [
        PolicyRefusal::Repeat,
        PolicyRefusal::NobodyInStep { step: 1 },
        PolicyRefusal::Delay { step: 1 },
        PolicyRefusal::TwiceInStep { step: 2 },
    ];
    assert_eq!(faults, expected);
}

proptest! {
    #[test]
    fn what_is_accepted_names_somebody_within_the_hour(
        steps in prop::collection::vec((any::<u8>(), prop::collection::vec(0_u128..6, 0..12)), 0..12),
        repeat in any::<u8>(),
    ) {
        let steps = steps.into_iter().map(|(delay_minutes, targets)| Step {
            delay_minutes: delay_minutes % 64,
            targets: targets.into_iter().map(|n| if n == 0 { Target::Supervisors } else { staff(n) }).collect(),
            channels: Vec::new(),
        });
        let policy = Policy { steps: steps.collect(), repeat: repeat % 12 };
        let json = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Policy>(&json).unwrap(), &policy, "read back even when refused");

        let good = (1..=10).contains(&policy.steps.len())
            && policy.repeat < 10
            && policy.steps.iter().all(|step| {
                let unique: std::collections::HashSet<_> =
                    step.targets.iter().map(|target| format!("{target:?}")).collect();
                (1..=60).contains(&step.delay_minutes)
                    && unique.len() == step.targets.len()
                    && (1..=10).contains(&unique.len())
            });
        prop_assert_eq!(policy.validate().is_ok(), good);
    }
}
