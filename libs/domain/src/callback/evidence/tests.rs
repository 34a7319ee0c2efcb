use chrono::DateTime;

use super::*;
use crate::{
    clock::FixedClock,
    decision::Parts,
    id::{CallbackId, StaffId, SummonsId, TenantId, TicketId},
    phone::Phone,
    policy::{Policy, Step, StepChannel, Target},
};

struct Night {
    clock: FixedClock,
    callback: Callback,
    summons: Vec<Summons>,
    /// Messages that the last failure made due now.
    hurried: Vec<Channel>,
}

impl Night {
    /// The first step was paged: each of these people by these channels.
    fn paged(people: &[(StaffId, &[Channel])]) -> Self {
        let clock = FixedClock::at("2026-11-22T02:00:00Z");
        let steps = vec![Step::usual(5, vec![Target::Supervisors]); 2];
        let callback = Callback {
            tenant: TenantId::new(&clock),
            id: CallbackId::new(&clock),
            ticket: TicketId::new(&clock),
            phone: Phone::from_e164_trusted("+33612345678"),
            contact_name: "Claire".to_owned(),
            terms: crate::callback::Terms { policy: Policy { steps, repeat: 0 }, promise_minutes: 15 },
            requested_at: clock.now(),
            promised_by: clock.now() + Duration::minutes(15),
            position: 1,
            generation: 1,
            tries: 0,
            wrong_number_at: None,
            late_at: None,
            state: State::Paging,
            version: 1,
        };
        let one = |staff, channel| Summons {
            id: SummonsId::new(&clock),
            callback: callback.id,
            staff: Some(staff),
            channel,
            position: 0,
            state: SummonsState::Sent,
            at: clock.now(),
        };
        let summons = people.iter().flat_map(|(staff, by)| by.iter().map(move |by| (*staff, *by)));
        let summons = summons.map(|(staff, by)| one(staff, by)).collect();
        Self { clock, callback, summons, hurried: Vec::new() }
    }

    fn find(&self, staff: StaffId, channel: Channel) -> usize {
        self.summons.iter().rposition(|it| it.staff == Some(staff) && it.channel == channel).unwrap()
    }

    /// The same by channels of the step's own, with minutes; those that wait are not sent yet.
    fn by(people: &[StaffId], channels: &[(Channel, u8)]) -> Self {
        let all: Vec<Channel> = channels.iter().map(|(by, _)| *by).collect();
        let people: Vec<(StaffId, &[Channel])> =
            people.iter().map(|staff| (*staff, all.as_slice())).collect();
        let mut night = Self::paged(&people);
        let channel = |(by, after): &(Channel, u8)| StepChannel { by: *by, after_minutes: *after };
        for step in &mut night.callback.terms.policy.steps {
            step.delay_minutes = 20;
            step.channels = channels.iter().map(channel).collect();
        }
        for summons in &mut night.summons {
            if channels.iter().any(|(by, after)| *by == summons.channel && *after > 0) {
                summons.state = SummonsState::Pending;
            }
        }
        night
    }

    /// It fails; what is decided is done to the summons as the store does.
    fn fails(&mut self, staff: StaffId, channel: Channel) -> Parts {
        let at = self.find(staff, channel);
        let summons = self.summons[at].clone();
        let pending = |it: &&Summons| it.staff == Some(staff) && it.state == SummonsState::Pending;
        let pending: Vec<(SummonsId, DeliveryId)> =
            self.summons.iter().filter(pending).map(|it| (it.id, DeliveryId::new(&self.clock))).collect();
        let decision = summons_failed(
            &self.clock,
            self.callback.clone(),
            &summons,
            "busy",
            &self.summons,
            &pending,
            None,
        );
        self.summons[at].state = SummonsState::Failed;
        let parts = decision.into_parts();
        let is_now = |id: DeliveryId| {
            let mut jobs = parts.jobs.iter().filter(|it| it.run_at == self.clock.now());
            jobs.any(|it| it.job == Job::Deliver { delivery: id })
        };
        let hurried = pending.iter().filter(|(_, message)| is_now(*message));
        let channel = |id: SummonsId| self.summons.iter().find(|it| it.id == id).unwrap().channel;
        self.hurried = hurried.map(|(id, _)| channel(*id)).collect();
        self.summons.extend(parts.summons.iter().cloned());
        parts
    }

    /// Whether the next position is due now.
    fn moves_on(&self, parts: &Parts) -> bool {
        parts.jobs.iter().any(|it| matches!(it.job, Job::Page { .. }) && it.run_at == self.clock.now())
    }
}

/// When each call that was decided is to be made.
fn calls(parts: &Parts) -> Vec<DateTime<chrono::Utc>> {
    let voice = parts.deliveries.iter().filter(|it| it.channel == Channel::Voice).map(|it| it.id);
    let run_at = |id| parts.jobs.iter().find(|it| it.job == Job::Deliver { delivery: id }).unwrap().run_at;
    voice.map(run_at).collect()
}

fn two() -> (StaffId, StaffId) {
    let clock = FixedClock::at("2026-11-22T01:00:00Z");
    (StaffId::new(&clock), StaffId::new(&clock))
}

const BOTH: &[Channel] = &[Channel::Sms, Channel::Email, Channel::Voice];

#[test]
fn a_call_in_vain_moves_on_at_once_and_is_tried_once_more_after_two_minutes() {
    let (marie, _) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let parts = night.fails(marie, Channel::Voice);
    assert!(night.moves_on(&parts), "her text and her mail are no hope: she let it ring");
    assert_eq!(calls(&parts), [night.clock.now() + Duration::minutes(2)]);
    // The second time nobody is called again.
    let last = night.summons.len() - 1;
    night.summons[last].state = SummonsState::Sent;
    assert!(calls(&night.fails(marie, Channel::Voice)).is_empty());
}

#[test]
fn a_call_that_could_not_be_made_is_not_made_again() {
    let (marie, _) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let at = night.find(marie, Channel::Voice);
    night.summons[at].state = SummonsState::Pending;
    let parts = night.fails(marie, Channel::Voice);
    assert!(night.moves_on(&parts));
    assert!(calls(&parts).is_empty());
}

#[test]
fn somebody_else_of_the_step_is_hope_until_they_too_let_it_ring() {
    let (marie, paul) = two();
    let mut night = Night::paged(&[(marie, BOTH), (paul, BOTH)]);
    let parts = night.fails(marie, Channel::Voice);
    assert!(!night.moves_on(&parts), "Paul may take it");
    let parts = night.fails(paul, Channel::Voice);
    assert!(night.moves_on(&parts), "neither Marie's second call nor her text is hope any more");
}

#[test]
fn a_text_that_fails_brings_the_call_forward() {
    let (marie, _) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let at = night.find(marie, Channel::Voice);
    night.summons[at].state = SummonsState::Pending;
    let parts = night.fails(marie, Channel::Sms);
    assert!(!night.moves_on(&parts), "the call is the next channel");
    assert_eq!(night.hurried, [Channel::Voice]);
    assert_eq!(parts.jobs.len(), 1);
}

#[test]
fn whoever_has_it_is_not_called_again() {
    let (marie, paul) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let now = night.clock.now();
    night.callback.state = State::Accepted { by: paul, at: now, until: now };
    let parts = night.fails(marie, Channel::Voice);
    assert!(!night.moves_on(&parts));
    assert!(parts.jobs.is_empty() && parts.summons.is_empty());
}

#[test]
fn what_fails_brings_forward_the_channel_that_comes_next() {
    let (marie, _) = two();
    let order = [(Channel::Sms, 0), (Channel::Email, 2), (Channel::Voice, 4)];
    let mut night = Night::by(&[marie], &order);
    let parts = night.fails(marie, Channel::Sms);
    assert!(!night.moves_on(&parts), "the call is hope");
    assert_eq!(night.hurried, [Channel::Email, Channel::Voice], "an e-mail alone brings nobody");
    let parts = night.fails(marie, Channel::Email);
    assert!(night.hurried.is_empty() && !night.moves_on(&parts), "what was hurried is not hurried twice");
}

#[test]
fn a_mail_that_fails_brings_the_text_forward_but_not_a_call_beside_it() {
    let (marie, _) = two();
    let mut night = Night::by(&[marie], &[(Channel::Email, 0), (Channel::Sms, 5)]);
    night.fails(marie, Channel::Email);
    assert_eq!(night.hurried, [Channel::Sms]);
    let mut night = Night::by(&[marie], &[(Channel::Email, 0), (Channel::Sms, 0), (Channel::Voice, 5)]);
    let parts = night.fails(marie, Channel::Email);
    assert!(night.hurried.is_empty() && !night.moves_on(&parts), "her text is on its way");
}

#[test]
fn a_text_after_a_call_goes_out_now_and_is_hope_only_when_the_phone_did_not_ring() {
    let (marie, _) = two();
    let mut night = Night::by(&[marie], &[(Channel::Voice, 0), (Channel::Sms, 3)]);
    let parts = night.fails(marie, Channel::Voice);
    assert_eq!(night.hurried, [Channel::Sms]);
    assert!(night.moves_on(&parts), "she let it ring");

    let mut night = Night::by(&[marie], &[(Channel::Voice, 0), (Channel::Sms, 3)]);
    let at = night.find(marie, Channel::Voice);
    night.summons[at].state = SummonsState::Pending;
    let parts = night.fails(marie, Channel::Voice);
    assert_eq!(night.hurried, [Channel::Sms]);
    assert!(!night.moves_on(&parts), "the call could not be made: the text is the next channel");
    let at = night.find(marie, Channel::Sms);
    night.summons[at].state = SummonsState::Sent;
    let parts = night.fails(marie, Channel::Sms);
    assert!(night.moves_on(&parts), "nothing is left");
}

#[test]
fn a_channel_whose_time_has_come_is_not_used_twice() {
    let (marie, _) = two();
    let mut night = Night::by(&[marie], &[(Channel::Sms, 0), (Channel::Voice, 3)]);
    night.clock.advance(Duration::minutes(3));
    let parts = night.fails(marie, Channel::Sms);
    assert!(night.hurried.is_empty(), "it is being made");
    assert!(!night.moves_on(&parts));
}

#[test]
fn others_are_hurried_for_nobody_but_the_one_it_failed_for() {
    let (marie, paul) = two();
    let mut night = Night::by(&[marie, paul], &[(Channel::Sms, 0), (Channel::Voice, 3)]);
    let parts = night.fails(marie, Channel::Sms);
    assert_eq!(night.hurried, [Channel::Voice]);
    let delivered = parts.jobs.iter().filter(|it| matches!(it.job, Job::Deliver { .. })).count();
    assert_eq!(delivered, 1);
}
