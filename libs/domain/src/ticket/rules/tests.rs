use super::*;
use crate::{
    callback::{Callback, MOST_REVIVALS, Paged, State as Calling, Summons, SummonsState, Terms},
    clock::FixedClock,
    contact::Choices,
    id::{CallbackId, CategoryId, PersonId, SummonsId, TenantId, TicketId},
    phone::Phone,
    policy::Policy,
};

fn answered(clock: &FixedClock, client: &Contact) -> (Ticket, DateTime<Utc>) {
    let closes_at = clock.now() + Duration::days(15);
    let open = Open::Answered { at: clock.now(), closes_at, reminded: Reminded::No };
    let ticket = Ticket {
        tenant: TenantId::new(clock),
        id: TicketId::new(clock),
        number: 1,
        category: CategoryId::new(clock),
        urgent: false,
        requester: client.person,
        excerpt: "Une question".to_owned(),
        answers: Vec::new(),
        continues: None,
        joined: None,
        assignee: None,
        state: State::Open(open),
        opened_at: clock.now(),
        waiting_since: None,
        raised: false,
        messages: 2,
        version: 1,
    };
    (ticket, closes_at)
}

fn told(decision: &Decision) -> Vec<(Channel, News)> {
    decision.parts().deliveries.iter().map(|it| (it.channel, it.news.clone())).collect()
}

/// Whoever wants no news of answers still learns that a ticket closes by itself, before and after.
#[test]
fn nothing_closes_by_itself_in_silence() {
    let clock = FixedClock::at("2026-11-21T13:17:00Z");
    let person = PersonId::new(&clock);
    let contact = |by_email, by_sms| Contact {
        person,
        choices: Choices::alike(by_email, by_sms),
        has_verified_number: true,
    };
    for (client, expected) in [
        (contact(false, false), vec![Channel::Email]),
        (contact(true, false), vec![Channel::Email]),
        (contact(false, true), vec![Channel::Sms]),
        (contact(true, true), vec![Channel::Email, Channel::Sms]),
    ] {
        let news = |news: News| expected.iter().map(|channel| (*channel, news.clone())).collect::<Vec<_>>();
        let (ticket, closes_at) = answered(&clock, &client);
        let reminder = remind_closing(&clock, ticket.clone(), closes_at, &client).unwrap();
        assert_eq!(told(&reminder), news(News::ClosingSoon));
        let then = FixedClock::new(closes_at);
        let closed = close_answered(&then, ticket.clone(), closes_at, None, &client).unwrap();
        assert_eq!(told(&closed), news(News::Closed));
    }
    // Staff who closes follows what they chose.
    let silent = contact(false, false);
    let (ticket, _) = answered(&clock, &silent);
    let closed = close(&clock, ticket, Actor::Staff(StaffId::new(&clock)), None, &silent).unwrap();
    assert_eq!(told(&closed), []);
}

/// A callback of the ticket whose third position is due next, and the summons of the second.
fn paging(clock: &FixedClock, ticket: &Ticket) -> (Callback, Summons) {
    let callback = Callback {
        tenant: ticket.tenant,
        id: CallbackId::new(clock),
        ticket: ticket.id,
        phone: Phone::from_e164_trusted("+33612345678"),
        contact_name: "Claire".to_owned(),
        terms: Terms { policy: Policy { steps: Vec::new(), repeat: 0 }, promise_minutes: 15 },
        requested_at: clock.now(),
        promised_by: clock.now(),
        position: 2,
        generation: 4,
        tries: 0,
        wrong_number_at: None,
        late_at: None,
        state: Calling::Paging,
        version: 1,
    };
    let summons = Summons {
        id: SummonsId::new(clock),
        callback: callback.id,
        staff: Some(StaffId::new(clock)),
        channel: Channel::Sms,
        position: 1,
        state: SummonsState::Sent,
        at: clock.now(),
    };
    (callback, summons)
}

/// Each round of close and undo tells and pages people: it has an end, and goes through nothing of the policy.
#[test]
fn a_close_that_stops_a_callback_is_undone_twice_and_pages_who_was_waited_for() {
    let clock = FixedClock::at("2026-11-21T13:17:00Z");
    let person = PersonId::new(&clock);
    let client = Contact { person, choices: Choices::alike(false, false), has_verified_number: false };
    let by = Actor::Person(person);
    let (ticket, _) = answered(&clock, &client);
    let (callback, summons) = paging(&clock, &ticket);
    let paged = vec![Paged { to: Recipient::Staff(summons.staff.unwrap()), channel: Channel::Sms }];
    let open = OpenCall { callback, paged };
    let closed = close(&clock, ticket, by, Some(open), &client).unwrap();
    let ticket = closed.parts().ticket.as_ref().unwrap().value().clone();
    let callback = closed.parts().callback.as_ref().unwrap().value().clone();
    let undo = |callback: &Callback, revivals| {
        let call = LastCall { callback: callback.clone(), summons: vec![summons.clone()], revivals };
        undo_close(&clock, ticket.clone(), by, Some(call), 3)
    };
    for revivals in 0..MOST_REVIVALS {
        let undone = undo(&callback, revivals).unwrap();
        let again = undone.parts().callback.as_ref().unwrap().value();
        assert_eq!((again.state, again.position), (Calling::Paging, 1), "not the next position");
        assert_eq!(undone.parts().marks, [(summons.id, SummonsState::Dead)]);
    }
    for revivals in [MOST_REVIVALS, 20] {
        assert_eq!(undo(&callback, revivals).err(), Some(Refusal::UndoneTooOften));
    }
    // One that was over before does not come back, so that it stops nothing.
    let before = Calling::Cancelled { by, at: clock.now() - Duration::seconds(1) };
    let over = Callback { state: before, ..callback.clone() };
    assert!(undo(&over, 20).unwrap().parts().callback.is_none());
    // The first position is paged again when it was not paged yet.
    let early = undo(&Callback { position: 0, ..callback }, 0).unwrap();
    assert_eq!(early.parts().callback.as_ref().unwrap().value().position, 0);
}
