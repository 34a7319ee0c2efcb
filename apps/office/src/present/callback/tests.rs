use rappel_domain::{
    Actor, Clock as _,
    callback::Terms,
    clock::FixedClock,
    id::{CallbackId, TenantId, TicketId},
    phone::Phone,
    policy::Policy,
};

use super::*;

fn callback(clock: &FixedClock) -> Callback {
    let now = clock.now();
    Callback {
        tenant: TenantId::new(clock),
        id: CallbackId::new(clock),
        ticket: TicketId::new(clock),
        phone: Phone::from_e164_trusted("+33612345678"),
        contact_name: "Claire Martin".to_owned(),
        terms: Terms { policy: Policy { steps: Vec::new(), repeat: 0 }, promise_minutes: 15 },
        requested_at: now,
        promised_by: now + chrono::Duration::minutes(15),
        position: 0,
        generation: 0,
        tries: 0,
        wrong_number_at: None,
        late_at: None,
        state: State::Paging,
        version: 1,
    }
}

fn shown(callback: Callback, reader: StaffId, now: DateTime<Utc>) -> CallbackPanel {
    let view = CallbackView { callback, holder: Some("Marie".to_owned()), facts: Vec::new() };
    panel(&view, Address { tenant: "durand", number: 1, query: "" }, reader, now)
}

#[test]
fn only_the_one_who_has_it_may_say_how_it_went() {
    let clock = FixedClock::at("2026-11-22T13:17:00Z");
    let (marie, karim, now) = (StaffId::new(&clock), StaffId::new(&clock), clock.now());
    let taken = Callback { state: State::Accepted { by: marie, at: now, until: now }, ..callback(&clock) };
    assert!(shown(taken.clone(), marie, now).outcomes.is_some());
    let others = shown(taken, karim, now);
    assert!(others.outcomes.is_none() && others.take_action.is_none() && others.cancel_action.is_some());
}

#[test]
fn what_is_over_offers_nothing() {
    let clock = FixedClock::at("2026-11-22T13:17:00Z");
    let (marie, now) = (StaffId::new(&clock), clock.now());
    for state in [State::Reached { by: marie, at: now }, State::Cancelled { by: Actor::System, at: now }] {
        let panel = shown(Callback { state, ..callback(&clock) }, marie, now);
        assert!(panel.take_action.is_none() && panel.outcomes.is_none() && panel.cancel_action.is_none());
    }
}

#[test]
fn nobody_after_the_promise_is_late() {
    let clock = FixedClock::at("2026-11-22T13:17:00Z");
    let waiting = callback(&clock);
    assert_eq!(call_state(&waiting, clock.now()), CallbackState::Requested);
    clock.advance(chrono::Duration::minutes(16));
    assert_eq!(call_state(&waiting, clock.now()), CallbackState::Late);
}
