use uuid::Uuid;

use super::*;
use crate::{clock::FixedClock, id::TenantId};

fn channels(contact: Contact, tell: impl Fn(&Contact, &FixedClock, &mut Decision)) -> Vec<Channel> {
    let clock = FixedClock::at("2026-11-22T13:00:00Z");
    let mut decision = Decision::new(TenantId::from_uuid(Uuid::from_u128(7)));
    tell(&contact, &clock, &mut decision);
    let parts = decision.into_parts();
    assert_eq!(parts.deliveries.len(), parts.jobs.len(), "a message and its job");
    parts.deliveries.iter().map(|delivery| delivery.channel).collect()
}

#[test]
fn ordinary_news_go_by_what_was_chosen_and_urgent_ones_by_what_there_is() {
    let person = PersonId::from_uuid(Uuid::from_u128(1));
    let (ticket, callback) =
        (TicketId::from_uuid(Uuid::from_u128(2)), CallbackId::from_uuid(Uuid::from_u128(3)));
    for (by_email, by_sms, expected) in [
        (true, true, &[Channel::Email, Channel::Sms][..]),
        (true, false, &[Channel::Email]),
        (false, true, &[Channel::Sms]),
        (false, false, &[]),
    ] {
        let contact = Contact { person, by_email, by_sms, has_verified_number: by_sms };
        let news = channels(contact, |it, clock, decision| it.tell(clock, decision, &News::Closed, ticket));
        assert_eq!(news, expected, "{contact:?}");
        let record = channels(contact, |it, clock, decision| it.mail(clock, decision, News::Closed, ticket));
        assert_eq!(record, [Channel::Email], "{contact:?}");
        let urgent = channels(contact, |it, clock, decision| {
            it.tell_urgent(clock, decision, &News::UrgentReceived, (ticket, callback));
        });
        let both = [Channel::Email, Channel::Sms];
        assert_eq!(urgent, both[..=usize::from(by_sms)], "{contact:?}: nobody waits in the dark");
    }
}
