use chrono::DateTime;

use super::*;
use crate::{
    clock::FixedClock,
    decision::Parts,
    id::{CallbackId, StaffId, SummonsId, TenantId, TicketId},
    phone::Phone,
    policy::{Policy, Step, Target},
};

struct Night {
    clock: FixedClock,
    callback: Callback,
    summons: Vec<Summons>,
}

impl Night {
    /// The first step was paged: each of these people by these channels.
    fn paged(people: &[(StaffId, &[Channel])]) -> Self {
        let clock = FixedClock::at("2026-11-22T02:00:00Z");
        let steps = vec![Step { delay_minutes: 5, targets: vec![Target::Supervisors] }; 2];
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
        Self { clock, callback, summons }
    }

    fn find(&self, staff: StaffId, channel: Channel) -> usize {
        self.summons.iter().rposition(|it| it.staff == Some(staff) && it.channel == channel).unwrap()
    }

    /// It fails; what is decided is done to the summons as the store does.
    fn fails(&mut self, staff: StaffId, channel: Channel, call: Option<DeliveryId>) -> Parts {
        let at = self.find(staff, channel);
        let summons = self.summons[at].clone();
        let decision =
            summons_failed(&self.clock, self.callback.clone(), &summons, "busy", &self.summons, call, None);
        self.summons[at].state = SummonsState::Failed;
        let parts = decision.into_parts();
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
    let parts = night.fails(marie, Channel::Voice, None);
    assert!(night.moves_on(&parts), "her text and her mail are no hope: she let it ring");
    assert_eq!(calls(&parts), [night.clock.now() + Duration::minutes(2)]);
    // The second time nobody is called again.
    let last = night.summons.len() - 1;
    night.summons[last].state = SummonsState::Sent;
    assert!(calls(&night.fails(marie, Channel::Voice, None)).is_empty());
}

#[test]
fn a_call_that_could_not_be_made_is_not_made_again() {
    let (marie, _) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let at = night.find(marie, Channel::Voice);
    night.summons[at].state = SummonsState::Pending;
    let parts = night.fails(marie, Channel::Voice, None);
    assert!(night.moves_on(&parts));
    assert!(calls(&parts).is_empty());
}

#[test]
fn somebody_else_of_the_step_is_hope_until_they_too_let_it_ring() {
    let (marie, paul) = two();
    let mut night = Night::paged(&[(marie, BOTH), (paul, BOTH)]);
    let parts = night.fails(marie, Channel::Voice, None);
    assert!(!night.moves_on(&parts), "Paul may take it");
    let parts = night.fails(paul, Channel::Voice, None);
    assert!(night.moves_on(&parts), "neither Marie's second call nor her text is hope any more");
}

#[test]
fn a_text_that_fails_brings_the_call_forward() {
    let (marie, _) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let at = night.find(marie, Channel::Voice);
    night.summons[at].state = SummonsState::Pending;
    let call = DeliveryId::new(&night.clock);
    let parts = night.fails(marie, Channel::Sms, Some(call));
    assert!(!night.moves_on(&parts), "the call is the next channel");
    let now: Vec<_> = parts.jobs.iter().map(|it| (it.job.clone(), it.run_at)).collect();
    assert_eq!(now, [(Job::Deliver { delivery: call }, night.clock.now())]);
}

#[test]
fn whoever_has_it_is_not_called_again() {
    let (marie, paul) = two();
    let mut night = Night::paged(&[(marie, BOTH)]);
    let now = night.clock.now();
    night.callback.state = State::Accepted { by: paul, at: now, until: now };
    let parts = night.fails(marie, Channel::Voice, None);
    assert!(!night.moves_on(&parts));
    assert!(parts.jobs.is_empty() && parts.summons.is_empty());
}
