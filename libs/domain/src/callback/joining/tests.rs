use super::*;
use crate::{
    callback::{Phase, Terms, Via, accept, cancel, reached},
    clock::FixedClock,
    contact::Choices,
    decision::Parts,
    id::{CategoryId, PersonId, StaffId, TenantId, TicketId},
    job::Job,
    policy::Policy,
    ticket::{Intake, State as TicketState, UrgentRequest, open},
};

struct Night {
    clock: FixedClock,
    tenant: TenantId,
    category: CategoryId,
    client: Contact,
}

impl Night {
    fn new() -> Self {
        let clock = FixedClock::at("2026-11-22T02:00:00Z");
        let person = PersonId::new(&clock);
        Self {
            tenant: TenantId::new(&clock),
            category: CategoryId::new(&clock),
            client: Contact { person, choices: Choices::alike(true, true), has_verified_number: true },
            clock,
        }
    }

    fn opens(&self, number: i64, joins: Option<Running>) -> Parts {
        let intake = Intake {
            tenant: self.tenant,
            number,
            category: self.category,
            requester: self.client,
            by: Actor::Person(self.client.person),
            description: "Les caisses sont en panne".to_owned(),
            answers: Vec::new(),
            files: Vec::new(),
            continues: None,
            urgent: Some(UrgentRequest {
                phone: Phone::from_e164_trusted("+33612345678"),
                contact_name: "Claire Martin".to_owned(),
                terms: Terms { policy: Policy { steps: Vec::new(), repeat: 0 }, promise_minutes: 15 },
                joins,
            }),
        };
        open(&self.clock, intake).unwrap().into_parts()
    }

    fn by(&self) -> Actor {
        Actor::Person(self.client.person)
    }
}

fn ticket(parts: &Parts) -> Ticket {
    parts.ticket.as_ref().unwrap().value().clone()
}

fn callback(parts: &Parts) -> Callback {
    parts.callback.as_ref().unwrap().value().clone()
}

fn facts(parts: &Parts) -> Vec<(TicketId, Fact)> {
    parts.events.iter().map(|it| (it.ticket, it.fact.clone())).collect()
}

#[test]
fn a_repeat_is_soon_after_about_the_same_and_to_the_same_number() {
    let night = Night::new();
    let first = night.opens(1043, None);
    let (ticket, callback) = (ticket(&first), callback(&first));
    let phone = callback.phone.clone();
    let repeat = |callback: &Callback, category, phone: &Phone| {
        is_repeat(night.clock.now(), callback, &ticket, category, phone)
    };
    assert!(repeat(&callback, night.category, &phone));
    assert!(!repeat(&callback, CategoryId::new(&night.clock), &phone), "another category");
    let other = Phone::from_e164_trusted("+33698765432");
    assert!(!repeat(&callback, night.category, &other), "the other number may be the right one");
    let over = cancel(&night.clock, callback.clone(), night.by(), &[]).unwrap();
    assert!(!repeat(&self::callback(over.parts()), night.category, &phone), "a call that is over");
    night.clock.advance(JOINING_TIME);
    assert!(repeat(&callback, night.category, &phone));
    night.clock.advance(Duration::seconds(1));
    assert!(!repeat(&callback, night.category, &phone), "too late");
}

#[test]
fn a_repeat_pages_nobody_and_says_so_on_both_timelines() {
    let night = Night::new();
    let first = night.opens(1043, None);
    let call = callback(&first);
    let second = night.opens(1044, Some(Running { callback: call.clone(), number: 1043 }));
    let joined = ticket(&second);
    assert_eq!(joined.joined, Some(call.id));
    assert!(joined.urgent && joined.waiting_since.is_some(), "it is in the queue like any other");
    assert!(second.jobs.iter().all(|it| matches!(it.job, Job::Deliver { .. })), "{:?}", second.jobs);
    assert!(second.deliveries.iter().all(|it| it.news == News::UrgentJoined { number: 1043 }));
    assert_eq!(second.deliveries.len(), 1, "one e-mail");
    let said = facts(&second);
    assert!(said.contains(&(joined.id, Fact::JoinedCall { number: 1043 })), "{said:?}");
    assert!(said.contains(&(call.ticket, Fact::AlsoAsked { number: 1044 })), "{said:?}");
    assert_eq!(
        second.callback,
        Some(Change::Changed(call)),
        "whoever ends the call must have seen the ticket"
    );
}

#[test]
fn a_ticket_whose_call_was_cancelled_gets_its_own_with_the_promise_it_had() {
    let night = Night::new();
    let first = night.opens(1043, None);
    let call = callback(&first);
    let second = ticket(&night.opens(1044, Some(Running { callback: call.clone(), number: 1043 })));
    let third = ticket(&night.opens(1045, Some(Running { callback: call.clone(), number: 1043 })));
    night.clock.advance(Duration::minutes(4));
    let own = take_over(&night.clock, &call, second.clone(), night.by(), &night.client).into_parts();
    let new = callback(&own);
    assert_eq!((new.phase(), new.ticket, new.promised_by), (Phase::Requested, second.id, call.promised_by));
    assert!(new.id != call.id && new.position == 0 && new.requested_at == night.clock.now());
    assert_eq!(ticket(&own).joined, None);
    let page = own.jobs.iter().find(|it| matches!(it.job, Job::Page { .. })).unwrap();
    assert_eq!(page.run_at, night.clock.now(), "at once");
    let late = own.jobs.iter().find(|it| matches!(it.job, Job::Late { .. })).unwrap();
    assert_eq!(late.run_at, call.promised_by);
    let also = rejoin(&night.clock, third, night.by(), new.id, 1044).into_parts();
    assert_eq!(ticket(&also).joined, Some(new.id));
    assert!(also.jobs.is_empty());
    // The client was told before that we are late: not twice.
    let late = Callback { late_at: Some(night.clock.now()), ..call };
    let own = take_over(&night.clock, &late, second, night.by(), &night.client).into_parts();
    assert!(!own.jobs.iter().any(|it| matches!(it.job, Job::Late { .. })));
}

#[test]
fn who_was_reached_hears_it_in_writing_and_so_do_the_tickets_that_joined() {
    let night = Night::new();
    let first = night.opens(1043, None);
    let staff = StaffId::new(&night.clock);
    let taken = accept(&night.clock, callback(&first), ticket(&first), staff, Via::Page, &[], &night.client);
    let taken = callback(taken.unwrap().parts());
    let joined = TicketId::new(&night.clock);
    let done = |client: &Contact| {
        let decision = reached(&night.clock, taken.clone(), staff, &[joined], client).unwrap();
        decision.into_parts()
    };
    let parts = done(&night.client);
    assert!(facts(&parts).contains(&(joined, Fact::Reached { staff })));
    let told: Vec<Channel> = parts.deliveries.iter().map(|it| it.channel).collect();
    assert_eq!(told, [Channel::Email, Channel::Sms]);
    assert!(parts.deliveries.iter().all(|it| it.news == News::UrgentReached));
    let silent = Contact { choices: Choices::alike(false, false), ..night.client };
    assert!(done(&silent).deliveries.is_empty(), "whoever chose no channel is told nothing");
    assert!(matches!(ticket(&first).state, TicketState::Open(_)));
}
