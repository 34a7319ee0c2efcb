use rappel_domain::{
    delivery::Channel,
    id::{RotaId, StaffId, TeamId},
};

use super::*;

fn policy() -> NamedPolicy {
    let clock = rappel_domain::clock::FixedClock::at("2026-11-28T02:00:00Z");
    let channel = |by, after_minutes| StepChannel { by, after_minutes };
    let targets = vec![
        Target::OnCall(RotaId::new(&clock)),
        Target::Staff(StaffId::new(&clock)),
        Target::Team(TeamId::new(&clock)),
        Target::Supervisors,
    ];
    let channels = vec![channel(Channel::Voice, 0), channel(Channel::Email, 2)];
    let steps =
        vec![Step { channels, ..Step::usual(7, targets) }, Step::usual(60, vec![Target::Supervisors])];
    let policy = Policy { steps, repeat: 2 };
    NamedPolicy { id: PolicyId::new(&clock), name: "Nuits".to_owned(), policy, is_default: false, version: 3 }
}

/// What a page of ours sends for a draft.
fn form(draft: &Draft) -> Typed {
    let mut fields = vec![
        ("version".to_owned(), draft.version.clone()),
        ("name".to_owned(), draft.name.clone()),
        ("repeat".to_owned(), draft.repeat.clone()),
    ];
    for (index, step) in draft.steps.iter().enumerate() {
        let number = index + 1;
        fields.extend(step.targets.iter().map(|it| (format!("target-{number}[]"), it.clone())));
        for [by, after] in &step.channels {
            fields.push((format!("channel-{number}[]"), by.clone()));
            fields.push((format!("after-{number}[]"), after.clone()));
        }
        fields.push(("delay[]".to_owned(), step.delay.clone()));
    }
    Typed(fields)
}

#[test]
fn what_is_kept_is_what_the_form_sends_back() {
    let policy = policy();
    let draft = kept(&policy);
    assert_eq!(sent(&form(&draft)), draft);
    let (read, faults) = parsed(&draft);
    assert_eq!((read, faults), (policy.policy, Vec::new()));
}

#[test]
fn free_rows_are_left_out_and_what_cannot_be_read_is_said_at_its_step() {
    let mut draft = kept(&policy());
    draft.steps[0].targets.push(String::new());
    draft.steps[0].channels.push([String::new(), String::new()]);
    assert_eq!(parsed(&draft), (policy_like(&draft), Vec::new()));
    draft.steps[1].channels.push(["sms".to_owned(), "bientôt".to_owned()]);
    draft.steps[0].targets.push("quelqu’un".to_owned());
    draft.repeat = "souvent".to_owned();
    draft.steps[1].delay = String::new();
    let (read, faults) = parsed(&draft);
    assert_eq!(faults.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!((read.repeat, read.steps[1].delay_minutes), (u8::MAX, 0), "both are refused");
    assert!(read.faults().contains(&PolicyRefusal::Repeat));
    assert!(read.faults().contains(&PolicyRefusal::Delay { step: 2 }));
}

/// The draft without its free rows.
fn policy_like(draft: &Draft) -> Policy {
    let mut bare = draft.clone();
    for step in &mut bare.steps {
        step.targets.retain(|it| !it.is_empty());
        step.channels.retain(|[by, _]| !by.is_empty());
    }
    parsed(&bare).0
}

#[test]
fn steps_are_added_moved_and_taken_away() {
    let mut draft = kept(&policy());
    let delays = |draft: &Draft| draft.steps.iter().map(|it| it.delay.clone()).collect::<Vec<_>>();
    draft.rearrange("down", 1);
    assert_eq!(delays(&draft), ["60", "7"]);
    draft.rearrange("up", 1);
    draft.rearrange("down", 2);
    draft.rearrange("up", 9);
    draft.rearrange("remove", 0);
    assert_eq!(delays(&draft), ["60", "7"], "the first and the last stay where they are");
    draft.rearrange("up", 2);
    draft.rearrange("add", 0);
    assert_eq!(delays(&draft), ["7", "60", "5"]);
    draft.rearrange("remove", 2);
    draft.rearrange("remove", 1);
    draft.rearrange("remove", 1);
    assert_eq!(delays(&draft), ["5"], "one stays");
    for _ in 0..20 {
        draft.rearrange("add", 0);
    }
    assert_eq!(draft.steps.len(), Policy::MOST_STEPS);
}
