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
        let choices = Choices::alike(by_email, by_sms);
        let contact = Contact { person, choices, has_verified_number: by_sms };
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

#[test]
fn each_kind_of_news_goes_by_its_own_ways() {
    let person = PersonId::from_uuid(Uuid::from_u128(1));
    let ticket = TicketId::from_uuid(Uuid::from_u128(2));
    let callback = CallbackId::from_uuid(Uuid::from_u128(3));
    let message = crate::id::MessageId::from_uuid(Uuid::from_u128(4));
    let choices = Choices {
        answers: Ways { by_email: true, by_sms: true },
        closing: Ways { by_email: false, by_sms: true },
        calls: Ways::default(),
    };
    let contact = Contact { person, choices, has_verified_number: true };
    let answer = News::Answered { message };
    for (news, expected) in [
        (answer.clone(), &[Channel::Email, Channel::Sms][..]),
        (News::Closed, &[Channel::Sms]),
        (News::ClosingSoon, &[Channel::Sms]),
    ] {
        let told = channels(contact, |it, clock, decision| it.tell(clock, decision, &news, ticket));
        assert_eq!(told, expected, "{news:?}");
    }
    let reached = channels(contact, |it, clock, decision| {
        it.tell_of_call(clock, decision, &News::UrgentReached, (ticket, callback));
    });
    assert_eq!(reached, []);
    for urgent in
        [News::UrgentReceived, News::UrgentTaken, News::UrgentLate, News::CouldNotReach, News::UrgentReached]
    {
        assert!(!urgent.waits_for_the_end_of_quiet_hours(), "{urgent:?}");
    }
    assert!(answer.waits_for_the_end_of_quiet_hours() && News::Closed.waits_for_the_end_of_quiet_hours());
}
