use rappel_domain::{
    Actor, Locale,
    callback::{Callback, Terms},
    clock::FixedClock,
    delivery::Channel,
    event::Fact as Recorded,
    id::{CallbackId, StaffId, SummonsId, TenantId, TicketId},
    phone::Phone,
    policy::Policy,
};
use rappel_pages::portal::Mark;
use rappel_service::timeline::Author;

use super::*;

fn at(minute: i64) -> DateTime<Utc> {
    "2026-11-22T13:17:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minute)
}

fn marie() -> StaffId {
    StaffId::new(&FixedClock::new(at(0)))
}

/// A callback asked for at minute 0 and promised by minute 15, with what happened at which minute.
fn view(state: State, happened: Vec<(i64, Recorded)>) -> CallbackView {
    let clock = FixedClock::new(at(0));
    let callback = Callback {
        tenant: TenantId::new(&clock),
        id: CallbackId::new(&clock),
        ticket: TicketId::new(&clock),
        phone: Phone::from_e164_trusted("+33612345678"),
        contact_name: "Claire Martin".to_owned(),
        terms: Terms { policy: Policy { steps: Vec::new(), repeat: 0 }, promise_minutes: 15 },
        requested_at: at(0),
        promised_by: at(15),
        position: 0,
        generation: 0,
        tries: 0,
        wrong_number_at: None,
        late_at: None,
        state,
        version: 1,
    };
    let requested = (0, Recorded::CallbackRequested { promised_by: at(15) });
    let facts = std::iter::once(requested).chain(happened).map(|(minute, fact)| FactEntry {
        by: Author { actor: Actor::System, name: String::new() },
        staff: Some("Marie Leroy".to_owned()),
        fact,
        at: at(minute),
    });
    CallbackView { callback, holder: Some("Marie Leroy".to_owned()), facts: facts.collect() }
}

fn sent(channel: Channel) -> Recorded {
    let summons = SummonsId::new(&FixedClock::new(at(0)));
    Recorded::SummonsSent { summons, staff: Some(marie()), channel }
}

fn accepted(until: i64) -> State {
    State::Accepted { by: marie(), at: at(2), until: at(until) }
}

/// The marks of the facts, oldest first.
fn marks(card: &CallbackCard) -> Vec<Mark> {
    card.facts.iter().map(|fact| fact.mark).collect()
}

#[test]
fn one_step_by_two_channels_is_told_once_and_the_next_step_again() {
    let happened = vec![(0, sent(Channel::Sms)), (0, sent(Channel::Email)), (5, sent(Channel::Sms))];
    let card = card_for(1043, &view(State::Paging, happened), at(6), None);
    assert_eq!(card.state, CallbackState::Requested);
    assert_eq!(marks(&card), [Mark::Done, Mark::Done, Mark::Wrong, Mark::Promised]);
    assert_eq!(card.by, Some(at(15)));
}

#[test]
fn who_took_it_has_until_their_own_promise() {
    let taken = (2, Recorded::CallbackTaken { staff: marie(), until: at(20) });
    let mut view = view(accepted(20), vec![taken]);
    let before = card_for(1043, &view, at(16), None);
    assert_eq!((before.state, before.by), (CallbackState::Taken, Some(at(20))));

    view.callback.late_at = Some(at(15));
    assert_eq!(card_for(1043, &view, at(16), None).state, CallbackState::Taken, "somebody calls");
    assert_eq!(card_for(1043, &view, at(21), None).state, CallbackState::Late, "nobody called");
}

#[test]
fn a_call_that_was_not_answered_says_when_the_next_one_comes() {
    let missed = (4, Recorded::NoAnswer { staff: marie(), tries: 1, next_try: at(14) });
    let mut view = view(accepted(24), vec![missed]);
    let card_then = card_for(1043, &view, at(5), None);
    assert_eq!((card_then.state, card_then.by), (CallbackState::NoAnswer, Some(at(14))));

    let before = view.facts[1].clone();
    view.facts.push(FactEntry { fact: Recorded::NumberChanged, at: at(6), ..before });
    assert_eq!(card_for(1043, &view, at(7), None).state, CallbackState::Taken, "a new number is called anew");
}

#[test]
fn a_wrong_number_asks_for_another_whoever_has_the_callback() {
    let mut view = view(accepted(34), vec![(4, Recorded::WrongNumber { staff: marie() })]);
    view.callback.wrong_number_at = Some(at(4));
    let card = card_for(1043, &view, at(5), None);
    assert_eq!(card.state, CallbackState::WrongNumber);
    assert!(card.open && card.by.is_none());
}

#[test]
fn what_is_over_promises_nothing() {
    let over = [
        (
            State::Reached { by: marie(), at: at(4) },
            Recorded::Reached { staff: marie() },
            CallbackState::Reached,
        ),
        (
            State::Cancelled { by: Actor::System, at: at(4) },
            Recorded::CallbackCancelled,
            CallbackState::Cancelled,
        ),
    ];
    for (state, fact, expected) in over {
        let card = card_for(1043, &view(state, vec![(4, fact)]), at(90), None);
        assert_eq!((card.state, card.open, card.by), (expected, false, None));
        assert_eq!(marks(&card), [Mark::Done, Mark::Done]);
    }
}

#[test]
fn a_step_of_a_minute_is_another_step_and_a_call_to_the_same_person_is_not() {
    // The e-mail of the first step leaves after its text, so that the steps seem to be less than a minute apart.
    let happened = vec![(0, sent(Channel::Sms)), (0, sent(Channel::Email)), (1, sent(Channel::Sms))];
    let card_then = card_for(1043, &view(State::Paging, happened), at(2), None);
    assert_eq!(marks(&card_then), [Mark::Done, Mark::Done, Mark::Wrong, Mark::Promised]);
    let texted = sent(Channel::Sms);
    let Recorded::SummonsSent { summons, staff, .. } = texted else { panic!("{texted:?}") };
    let called = Recorded::SummonsSent { summons, staff, channel: Channel::Voice };
    let happened = vec![(0, texted), (2, called)];
    let card_then = card_for(1043, &view(State::Paging, happened), at(3), None);
    assert_eq!(marks(&card_then), [Mark::Done, Mark::Done, Mark::Promised], "nobody new was told");
}

#[test]
fn a_colleague_reads_whom_we_call() {
    let view =
        view(State::Reached { by: marie(), at: at(4) }, vec![(4, Recorded::Reached { staff: marie() })]);
    let said = |reader| {
        let card = card_for(1043, &view, at(5), reader);
        let texts = [&card.headline, &card.facts.last().unwrap().text];
        texts.map(|text| text.say(Locale::En).unwrap())
    };
    assert_eq!(said(Some("Claire Martin")), ["We have reached you", "Marie Leroy reached you"]);
    let of_another = ["We have reached Claire Martin", "Marie Leroy reached Claire Martin"];
    assert_eq!(said(Some("Jean Durand")), of_another);
}
