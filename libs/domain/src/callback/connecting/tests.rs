use super::*;
use crate::{
    callback::{State, Terms},
    clock::FixedClock,
    id::{CallbackId, TenantId, TicketId},
    phone::Phone,
    policy::Policy,
};

fn held(clock: &FixedClock) -> (Callback, StaffId) {
    let marie = StaffId::new(clock);
    let callback = Callback {
        tenant: TenantId::new(clock),
        id: CallbackId::new(clock),
        ticket: TicketId::new(clock),
        phone: Phone::from_e164_trusted("+33612345678"),
        contact_name: "Claire".to_owned(),
        terms: Terms { policy: Policy { steps: Vec::new(), repeat: 0 }, promise_minutes: 15 },
        requested_at: clock.now(),
        promised_by: clock.now(),
        position: 1,
        generation: 1,
        tries: 0,
        wrong_number_at: None,
        late_at: None,
        state: State::Accepted { by: marie, at: clock.now(), until: clock.now() },
        version: 1,
    };
    (callback, marie)
}

#[test]
fn one_call_at_a_time_one_a_minute_and_ten_in_all() {
    use DeliveryState::{Delivered, Failed, Sent, Undelivered, Waiting};
    let clock = FixedClock::at("2026-11-22T02:00:00Z");
    let (callback, marie) = held(&clock);
    let ago = |seconds: i64, state| Connection { at: clock.now() - Duration::seconds(seconds), state };
    let asked = |before: &[Connection]| {
        connect(&clock, &callback, marie, before).map(|made| made.map(|it| it.parts().deliveries.len()))
    };
    assert_eq!(asked(&[]), Ok(Some(1)));
    for on_its_way in [ago(0, Waiting), ago(600, Waiting), ago(59, Sent)] {
        assert_eq!(asked(&[on_its_way]), Ok(None), "{on_its_way:?}");
    }
    for over in [Delivered, Undelivered, Failed] {
        assert_eq!(asked(&[ago(59, over)]), Err(Refusal::ConnectedTooOften), "{over:?}");
        assert_eq!(asked(&[ago(60, over)]), Ok(Some(1)), "{over:?}");
    }
    assert_eq!(asked(&[ago(60, Sent)]), Ok(Some(1)), "nobody told how it ended");
    assert_eq!(asked(&[ago(3600, Delivered); 9]), Ok(Some(1)));
    assert_eq!(asked(&[ago(3600, Delivered); 10]), Err(Refusal::ConnectedTooOften));
    let other = connect(&clock, &callback, StaffId::new(&clock), &[]);
    assert_eq!(other.err(), Some(Refusal::NotYours));
}
