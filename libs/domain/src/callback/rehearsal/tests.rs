use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::{
    callback::{Colleague, MailAlone, Reachable, Standing, Team},
    id::{StaffId, TeamId},
    policy::{Step, StepChannel, Target},
    role::StaffRole,
};

fn at() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn id(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn roster(people: &[(bool, bool, bool)], calls: bool) -> Roster {
    let colleague = |(index, (number, sms, email)): (usize, &(bool, bool, bool))| Colleague {
        staff: id(index as u128),
        role: if index == 0 { StaffRole::Supervisor } else { StaffRole::Agent },
        standing: Standing::Pageable,
        number: *number,
        sms: *sms && *number,
        calls: true,
        email: *email,
    };
    Roster {
        colleagues: people.iter().enumerate().map(colleague).collect(),
        teams: vec![Team {
            id: TeamId::from_uuid(Uuid::from_u128(1)),
            name: "Réseau".to_owned(),
            members: vec![id(1), id(2)],
        }],
        rotas: Vec::new(),
        fallback: vec![address(Channel::Sms)],
        call_after: calls.then(|| Duration::minutes(2)),
    }
}

fn address(channel: Channel) -> Reachable {
    Reachable::Address { channel, address: "+33123456789".to_owned(), call_after: Duration::minutes(2) }
}

#[test]
fn a_dry_run_shows_the_call_to_the_fallback_number() {
    let fallback = vec![address(Channel::Sms), address(Channel::Voice)];
    let roster = Roster { fallback, ..roster(&[], true) };
    let by_text = vec![StepChannel { by: Channel::Sms, after_minutes: 0 }];
    let nobody = vec![Target::Staff(id(9))];
    let steps = vec![Step { channels: by_text, ..Step::usual(5, nobody) }];
    let moments = rehearse(&Policy { steps, repeat: 0 }, &roster, at(), 40);
    let told = |moment: &Moment| -> Vec<_> {
        moment.told.iter().map(|it| (it.channel, (it.at - moment.at).num_minutes())).collect()
    };
    assert_eq!(told(&moments[0]), [(Channel::Sms, 0)], "a step that calls nobody");
    assert_eq!(told(&moments[1]), [(Channel::Sms, 0), (Channel::Voice, 2)], "the last resort");
}

#[test]
fn a_dry_run_tells_minute_by_minute_what_happens() {
    let roster = roster(&[(true, true, true), (true, true, true), (true, false, true)], true);
    let channels = vec![
        StepChannel { by: Channel::Sms, after_minutes: 0 },
        StepChannel { by: Channel::Voice, after_minutes: 3 },
    ];
    let team = Target::Team(TeamId::from_uuid(Uuid::from_u128(1)));
    let first = Step { channels, ..Step::usual(10, vec![team]) };
    let nobody = Step::usual(5, vec![Target::Staff(id(9))]);
    let policy = Policy { steps: vec![first, nobody], repeat: 0 };
    let moments = rehearse(&policy, &roster, at(), 40);
    let minutes = |time: DateTime<Utc>| (time - at()).num_minutes();
    let shown: Vec<_> = moments.iter().map(|it| (it.step, minutes(it.at), minutes(it.next))).collect();
    assert_eq!(shown, [(Some((0, 0)), 0, 10), (Some((0, 1)), 10, 10), (None, 10, 25)]);
    let told: Vec<_> =
        moments[0].told.iter().map(|it| (it.to.clone(), it.channel, minutes(it.at), it.instead)).collect();
    let expected = [
        (Recipient::Staff(id(1)), Channel::Sms, 0, false),
        (Recipient::Staff(id(2)), Channel::Voice, 0, true),
        (Recipient::Staff(id(1)), Channel::Voice, 3, false),
    ];
    assert_eq!(told, expected);
    assert_eq!(moments[0].lacks, [Lack::TextsRefused(id(2))]);
    // A step that names nobody tells the operator's fallback at once, once.
    assert_eq!(moments[1].lacks, [Lack::Unknown(id(9))]);
    let fallback = Recipient::Address("+33123456789".to_owned());
    assert_eq!(moments[1].told.iter().map(|it| &it.to).collect::<Vec<_>>(), [&fallback]);
    assert!(moments[2].told.iter().any(|it| it.to == fallback));
    assert_eq!(moments[2].told[0].to, Recipient::Staff(id(0)), "supervisors");
}

#[test]
fn without_steps_the_last_resort_is_due_at_once() {
    let roster = roster(&[(true, true, true)], false);
    let moments = rehearse(&Policy { steps: Vec::new(), repeat: 0 }, &roster, at(), 40);
    assert_eq!(moments.len(), 1);
    assert_eq!((moments[0].step, moments[0].at), (None, at()));
}

/// Any step that may be saved.
fn any_step() -> impl Strategy<Value = Step> {
    let all = vec![Channel::Sms, Channel::Email, Channel::Voice];
    let channels = (prop::sample::subsequence(all, 0..=3).prop_shuffle(), prop::array::uniform3(0_u8..60));
    let target = |number: u128| match number {
        0 => Target::Supervisors,
        5 => Target::Team(TeamId::from_uuid(Uuid::from_u128(1))),
        number => Target::Staff(id(number)),
    };
    let targets = prop::collection::btree_set(0_u128..6, 1..4);
    (1_u8..=60, targets, channels).prop_map(move |(delay_minutes, targets, (by, after))| {
        let channel = |(place, by): (usize, Channel)| StepChannel {
            by,
            after_minutes: if place == 0 { 0 } else { after[place] % delay_minutes },
        };
        Step {
            delay_minutes,
            targets: targets.into_iter().map(target).collect(),
            channels: by.into_iter().enumerate().map(channel).collect(),
        }
    })
}

proptest! {
    /// What a policy that may be saved does, whoever has whatever: it pages somebody and waits for them, or goes on
    /// at once; never early, never by a channel whose time is over, and nobody who has a way is left out.
    #[test]
    fn every_policy_that_validates_pages_somebody_or_goes_on_at_once(
        steps in prop::collection::vec(any_step(), 1..4),
        repeat in 0_u8..3,
        people in prop::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 3..5),
        calls in any::<bool>(),
    ) {
        let policy = Policy { steps, repeat };
        prop_assert_eq!(policy.validate(), Ok(()));
        let roster = roster(&people, calls);
        let moments = rehearse(&policy, &roster, at(), 1000);
        let positions = policy.steps.len() * (usize::from(repeat) + 1) + 1;
        prop_assert_eq!(moments.len(), positions, "every position, through the last resort");
        let mut due = at();
        for (place, moment) in moments.iter().enumerate() {
            prop_assert_eq!(moment.at, due, "never early, never late");
            due = moment.next;
            let Some((round, index)) = moment.step else {
                prop_assert_eq!(place + 1, positions);
                prop_assert!(moment.told.iter().any(|it| matches!(it.to, Recipient::Address(_))));
                continue;
            };
            prop_assert_eq!(place, round as usize * policy.steps.len() + index as usize);
            let step = &policy.steps[index as usize];
            let wait = moment.next - moment.at;
            let full = Duration::minutes(i64::from(step.delay_minutes));
            prop_assert!(wait == full || wait.is_zero());
            let by_phone = roster.colleagues.iter().any(|it| it.sms);
            let staff = moment.told.iter().filter(|it| matches!(it.to, Recipient::Staff(_)));
            let hope = staff.clone().any(|it| it.channel != Channel::Email || !by_phone);
            prop_assert_eq!(wait == full, hope, "it waits exactly for whoever may take it");
            for told in staff {
                prop_assert!(told.at >= moment.at);
                // The usual channels call after the delay of the settings, whatever the step's.
                prop_assert!(told.at < moment.at + full || told.channel == Channel::Voice);
            }
            let named = roster.due(&Callback { position: place as i32, ..pretended(&policy, at()) }, due, &[]);
            prop_assert!(matches!(named.mail, MailAlone::Counts) != by_phone);
            for reachable in &named.reachable {
                let Reachable::Staff { staff, .. } = reachable else { continue };
                let first = moment.told.iter().find(|it| it.to == Recipient::Staff(*staff));
                prop_assert_eq!(first.map(|it| it.at), Some(moment.at), "whoever can be reached is, and at once");
            }
        }
    }
}

#[test]
fn a_callback_that_runs_says_who_is_told_next() {
    let roster = roster(&[(true, true, true), (true, true, true), (true, true, true)], false);
    let one = |number| Step::usual(5, vec![Target::Staff(id(number))]);
    let policy = Policy { steps: vec![one(1), one(9), one(2)], repeat: 0 };
    let due_at = at() + Duration::minutes(7);
    let told = |position: i32, state| {
        let callback = Callback { position, state, ..pretended(&policy, at()) };
        next_told(&callback, &roster, &[], due_at)
    };
    let to = |moment: &Moment| -> Vec<_> {
        let mut to: Vec<_> = moment.told.iter().map(|it| it.to.clone()).collect();
        to.dedup();
        to
    };
    let first = told(0, State::Requested).unwrap();
    assert_eq!((first.at, to(&first)), (due_at, vec![Recipient::Staff(id(1))]));
    // A step that names nobody tells the fallback, at its own time.
    let fallback = Recipient::Address("+33123456789".to_owned());
    let second = told(1, State::Paging).unwrap();
    assert_eq!((second.at, to(&second)), (due_at, vec![fallback.clone()]));
    assert_eq!((first.fallback(), second.fallback()), (None, Some(Fallback::Number)));
    let by = |channels: &[Channel]| {
        let told = channels.iter().map(|channel| Told { channel: *channel, ..second.told[0].clone() });
        Moment { told: told.collect(), ..second.clone() }.fallback()
    };
    assert_eq!(by(&[Channel::Email]), Some(Fallback::Mailbox));
    assert_eq!(by(&[Channel::Sms, Channel::Voice]), Some(Fallback::Number));
    assert_eq!(by(&[Channel::Sms, Channel::Email]), Some(Fallback::Both));
    let third = told(2, State::Paging).unwrap();
    assert_eq!((third.at, to(&third)), (due_at, vec![Recipient::Staff(id(2))]));
    let last = told(3, State::Paging).unwrap();
    assert_eq!(to(&last), [Recipient::Staff(id(0)), fallback]);
    let taken = State::Accepted { by: id(1), at: at(), until: at() };
    assert_eq!(told(1, taken), None);
    // Where nobody can be told at a step, the next one comes at once.
    let mut alone = roster.clone();
    alone.fallback = Vec::new();
    let callback = Callback { position: 1, state: State::Paging, ..pretended(&policy, at()) };
    let next = next_told(&callback, &alone, &[], due_at).unwrap();
    assert_eq!((next.at, to(&next)), (due_at, vec![Recipient::Staff(id(2))]));
}
