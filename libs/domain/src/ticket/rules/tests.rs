use super::*;
use crate::{
    clock::FixedClock,
    id::{CategoryId, PersonId, TenantId, TicketId},
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
    let contact = |by_email, by_sms| Contact { person, by_email, by_sms, has_verified_number: true };
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
