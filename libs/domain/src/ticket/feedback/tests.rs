use super::*;
use crate::{
    Refusal,
    clock::FixedClock,
    contact::{Choices, Contact},
    id::{CategoryId, PersonId, TenantId, TicketId},
    ticket::{Open, close, undo_close},
};

fn ticket(clock: &FixedClock, requester: PersonId) -> Ticket {
    Ticket {
        tenant: TenantId::new(clock),
        id: TicketId::new(clock),
        number: 1,
        category: CategoryId::new(clock),
        urgent: false,
        requester,
        excerpt: "Une question".to_owned(),
        answers: Vec::new(),
        continues: None,
        joined: None,
        assignee: None,
        state: State::Open(Open::Untreated),
        opened_at: clock.now(),
        waiting_since: Some(clock.now()),
        raised: false,
        messages: 1,
        version: 1,
    }
}

fn after(decision: Decision) -> Ticket {
    decision.into_parts().ticket.unwrap().value().clone()
}

#[test]
fn it_is_said_once_of_a_close_and_gone_with_it() {
    let clock = FixedClock::at("2026-11-21T13:17:00Z");
    let person = PersonId::new(&clock);
    let client = Contact { person, choices: Choices::alike(true, false), has_verified_number: false };
    let by = Actor::Person(person);
    let open = ticket(&clock, person);
    assert!(!asks_for_feedback(&open.state, clock.now()));
    let early = give_feedback(&clock, open.clone(), by, Solved::Yes, None);
    assert_eq!(early.unwrap_err(), Refusal::TicketOpen);

    let closed = after(close(&clock, open, by, None, &client).unwrap());
    assert!(asks_for_feedback(&closed.state, clock.now()));
    let remark = Remark::parse(" merci\n").unwrap();
    let said = give_feedback(&clock, closed.clone(), by, Solved::No, remark.clone()).unwrap();
    let facts: Vec<&Fact> = said.parts().events.iter().map(|event| &event.fact).collect();
    assert_eq!(facts, [&Fact::FeedbackGiven { solved: Solved::No }]);
    let said = after(said);
    assert!(!asks_for_feedback(&said.state, clock.now()));
    let State::Closed { feedback: Some(feedback), .. } = &said.state else { panic!("{said:?}") };
    assert_eq!((feedback.solved, &feedback.remark, feedback.by), (Solved::No, &remark, by));
    let again = give_feedback(&clock, said.clone(), by, Solved::Yes, None);
    assert_eq!(again.unwrap_err(), Refusal::FeedbackGiven);

    // The close is undone, and the next one is asked about anew.
    let open = after(undo_close(&clock, said, by, None, 3).unwrap());
    let closed = after(close(&clock, open, by, None, &client).unwrap());
    assert!(asks_for_feedback(&closed.state, clock.now()));

    let late = clock.now() + FEEDBACK_WINDOW;
    assert!(!asks_for_feedback(&closed.state, late));
    let late = FixedClock::new(late);
    let refused = give_feedback(&late, closed, by, Solved::Yes, None);
    assert_eq!(refused.unwrap_err(), Refusal::FeedbackOver);
}

#[test]
fn a_remark_is_short_or_left_out() {
    assert_eq!(Remark::parse(" \u{200B}\n"), Ok(None));
    assert_eq!(Remark::parse("a\u{202E}b").unwrap().unwrap().as_str(), "ab");
    assert!(Remark::parse(&"é".repeat(500)).unwrap().is_some());
    assert_eq!(Remark::parse(&"é".repeat(501)), Err(RemarkTooLong));
    assert_eq!(Remark::parse(&"é".repeat(50_000)), Err(RemarkTooLong));
}
