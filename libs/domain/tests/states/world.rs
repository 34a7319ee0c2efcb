//! Carries out commands by the rules, keeps what the store would keep, and compares.

mod jobs;
mod rows;

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use rappel_domain::{
    Actor, Clock as _, Decision, Refusal,
    calendar::Closing,
    callback::{self, Callback, LastCall, OpenCall, Paged, Summons, SummonsState, Terms, Via},
    clock::FixedClock,
    contact::{Choices, Contact},
    decision::Change,
    delivery::{Channel, Recipient},
    id::{CategoryId, PersonId, RotaId, StaffId, TenantId},
    job::NewJob,
    phone::Phone,
    policy::{Policy, Step, Target},
    ticket::{self, Answer, Intake, Ticket, UrgentRequest},
};
use uuid::Uuid;

use crate::{
    commands::{Command, Seen, Who},
    reference::{Call, Place, Reference, Status, Verdict},
};
use jobs::Round;

const PROMISE: i64 = 15;
const DAYS: i64 = 15 * 1440;

/// What differs from life to life.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) urgent: bool,
    delays: Vec<u8>,
    repeat: u8,
    /// Who can be reached at each position, counted around: per person by SMS and by e-mail.
    reachable: Vec<Vec<(bool, bool)>>,
    verified: bool,
}

pub(crate) fn any_setting() -> impl Strategy<Value = Setting> {
    let people = prop::collection::vec((any::<bool>(), any::<bool>()), 0..3);
    (
        prop::bool::weighted(0.9),
        prop::collection::vec(1_u8..20, 1..4),
        0_u8..3,
        prop::collection::vec(people, 1..5),
        any::<bool>(),
    )
        .prop_map(|(urgent, delays, repeat, reachable, verified)| Setting {
            urgent,
            delays,
            repeat,
            reachable,
            verified,
        })
}

/// An ordinary ticket.
pub(crate) fn plain_setting() -> Setting {
    Setting { urgent: false, delays: vec![5], repeat: 0, reachable: vec![Vec::new()], verified: false }
}

pub(crate) struct World {
    setting: Setting,
    clock: FixedClock,
    start: DateTime<Utc>,
    tenant: TenantId,
    client: Contact,
    ticket: Ticket,
    callback: Option<Callback>,
    summons: Vec<Summons>,
    pending: Vec<NewJob>,
    done: Vec<NewJob>,
    deliveries: HashSet<String>,
    reference: Reference,
    number_changes: usize,
    /// How often a callback was asked for: once, and each time that it came back.
    requests: usize,
}

fn staff(number: u8) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(u128::from(number) + 100))
}

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn actor(who: Who) -> Actor {
    match who {
        Who::Requester => Actor::Person(person(1)),
        Who::Manager => Actor::Person(person(2)),
        Who::Staff(number) => Actor::Staff(staff(number)),
        Who::System => Actor::System,
    }
}

impl World {
    /// Opens the ticket.
    pub(crate) fn open(setting: Setting) -> Self {
        let clock = FixedClock::at("2026-11-22T13:00:00Z");
        let tenant = TenantId::from_uuid(Uuid::from_u128(7));
        let client = Contact {
            person: person(1),
            choices: Choices::alike(true, false),
            has_verified_number: setting.verified,
        };
        let rota = Target::OnCall(RotaId::from_uuid(Uuid::from_u128(9)));
        let step = |delay: &u8| Step::usual(*delay, vec![rota]);
        let policy = Policy { steps: setting.delays.iter().map(step).collect(), repeat: setting.repeat };
        let urgent = setting.urgent.then(|| UrgentRequest {
            phone: Phone::from_e164_trusted("+33612345678"),
            contact_name: "Claire Martin".to_owned(),
            terms: Terms { policy, promise_minutes: PROMISE as i32 },
            joins: None,
        });
        let intake = Intake {
            tenant,
            number: 1043,
            category: CategoryId::from_uuid(Uuid::from_u128(3)),
            requester: client,
            by: Actor::Person(person(1)),
            description: "Plus rien ne marche".to_owned(),
            answers: Vec::new(),
            files: Vec::new(),
            continues: None,
            urgent,
        };
        let round = setting.delays.iter().map(|delay| Place::Step { wait: i64::from(*delay) });
        let rounds = std::iter::repeat_n(round, usize::from(setting.repeat) + 1).flatten();
        let reference = Reference {
            now: 0,
            status: Status::Untreated,
            closed: None,
            holder: None,
            messages: 1,
            call: setting.urgent.then_some(Call::Paging { next: 0 }),
            cancelled_by_close: false,
            promised: PROMISE,
            rang: false,
            was_wrong: false,
            late: false,
            tries: 0,
            raised: false,
            places: rounds.chain([Place::LastResort]).collect(),
            position: 0,
            number_changes: 0,
            revivals: 0,
        };
        let decision = ticket::open(&clock, intake).unwrap();
        let Some(Change::New(ticket)) = decision.parts().ticket.clone() else { panic!("a new ticket") };
        assert_eq!(
            decision.parts().callback.is_some(),
            setting.urgent,
            "an urgent ticket comes with its callback"
        );
        let mut world = Self {
            setting,
            start: clock.now(),
            clock,
            tenant,
            client,
            ticket,
            callback: None,
            summons: Vec::new(),
            pending: Vec::new(),
            done: Vec::new(),
            deliveries: HashSet::new(),
            reference,
            number_changes: 0,
            requests: 0,
        };
        world.record(decision);
        world.agree();
        world
    }

    /// Carries out one command on both sides and compares.
    pub(crate) fn obey(&mut self, command: &Command) {
        // No two requests are decided in the same microsecond: undoing a close tells by the time what the close cancelled.
        self.clock.advance(Duration::microseconds(1));
        let verdict = match *command {
            Command::Wait { minutes } => {
                self.wait(minutes);
                return;
            }
            Command::Repeat { job } => {
                if let Some(job) = self.done.get(job % self.done.len().max(1)).cloned() {
                    let before = (self.ticket.clone(), self.callback.clone(), self.summons.len());
                    // The same was asked for anew meanwhile, and is due: whichever runs first does it.
                    let anew =
                        self.pending.iter().any(|it| it.job == job.job && it.run_at <= self.clock.now());
                    self.run(&job, Round::Again);
                    let after = (self.ticket.clone(), self.callback.clone(), self.summons.len());
                    if !anew {
                        assert_eq!(before, after, "a job that was done does nothing a second time: {job:?}");
                    }
                    self.agree();
                }
                return;
            }
            Command::Sent { .. } | Command::Failed { .. } => {
                self.receipt(command);
                self.agree();
                return;
            }
            Command::Take { staff } => self.reference.take(staff),
            Command::Assign { to, .. } => self.reference.take(to),
            Command::Release { .. } => self.reference.release(),
            Command::Answer { empty: true, .. } => Verdict::Refused,
            Command::Answer { staff, seen, .. } => {
                self.reference.answer(staff, seen, self.reference.now + DAYS)
            }
            Command::Note { .. } => Verdict::Allowed,
            Command::Reply { seen, .. } => self.reference.reply(seen),
            Command::Close { by } => self.reference.close(by),
            Command::Undo { by } => self.reference.undo(by),
            Command::Accept { staff, .. } => self.reference.accept(staff),
            Command::Reached { staff } => self.reference.reached(staff),
            Command::NoAnswer { staff, next_minutes } => self.reference.no_answer(staff, next_minutes),
            Command::WrongNumber { staff } => self.reference.wrong_number(staff),
            Command::Decline { staff } => self.declined(staff),
            Command::ChangeNumber { .. } => self.reference.change_number(PROMISE),
            Command::Cancel { .. } => self.reference.cancel(),
        };
        match self.decide(command) {
            Some(Ok(decision)) => {
                assert_eq!(verdict, Verdict::Allowed, "{command:?} was allowed in {:?}", self.callback);
                self.record(decision);
            }
            Some(Err(refusal)) => assert_eq!(verdict, Verdict::Refused, "{command:?} was refused: {refusal}"),
            None => assert_eq!(verdict, Verdict::Refused, "no callback for {command:?}"),
        }
        self.agree();
    }

    /// What the rules say; `None` when the command is about a callback that does not exist.
    fn decide(&self, command: &Command) -> Option<Result<Decision, Refusal>> {
        let (clock, ticket) = (&self.clock, self.ticket.clone());
        let callback = self.callback.clone();
        let paged = self.paged();
        Some(match *command {
            Command::Take { staff: who } => ticket::take(clock, ticket, staff(who)),
            Command::Assign { to, by } => ticket::assign(clock, ticket, staff(to), staff(by)),
            Command::Release { by } => ticket::release(clock, ticket, staff(by)),
            Command::Answer { staff: who, seen, empty } => {
                let text = self.text(seen, if empty { " \n" } else { "Redémarrez" });
                let close_at = clock.now() + Duration::minutes(DAYS);
                let closing = Closing { remind_at: Some(close_at - Duration::days(3)), close_at };
                ticket::answer(clock, ticket, staff(who), text, closing, &self.client)
            }
            Command::Note { staff: who } => {
                ticket::note(clock, ticket, staff(who), self.text(Seen::Unknown, "Vu"))
            }
            Command::Reply { by, seen } => {
                ticket::reply(clock, ticket, actor(by), self.text(seen, "Toujours pas"))
            }
            Command::Close { by } => {
                let call = callback.filter(Callback::is_open).map(|callback| OpenCall { callback, paged });
                ticket::close(clock, ticket, actor(by), call, &self.client)
            }
            Command::Undo { by } => {
                let revivals = self.requests.saturating_sub(1);
                let call =
                    callback.map(|callback| LastCall { callback, summons: self.summons.clone(), revivals });
                ticket::undo_close(clock, ticket, actor(by), call, 3)
            }
            Command::Accept { staff: who, by_sms } => {
                let via = if by_sms { Via::Sms } else { Via::Page };
                callback::accept(clock, callback?, ticket, staff(who), via, &paged, &self.client)
            }
            Command::Reached { staff: who } => {
                callback::reached(clock, callback?, staff(who), &[], &self.client)
            }
            Command::NoAnswer { staff: who, next_minutes } => {
                let next = clock.now() + Duration::minutes(next_minutes);
                callback::no_answer(clock, callback?, ticket, staff(who), next, &self.client)
            }
            Command::WrongNumber { staff: who } => {
                callback::wrong_number(clock, callback?, ticket, staff(who), &self.client)
            }
            Command::Decline { staff: who } => {
                callback::decline(clock, callback?, staff(who), &self.summons).transpose()?
            }
            Command::ChangeNumber { by } => {
                // Another one each time: the same is refused.
                let phone = Phone::from_e164_trusted(format!("+3369876{:04}", self.number_changes));
                callback::change_number(clock, callback?, actor(by), phone, &paged, self.number_changes)
            }
            Command::Cancel { by } => callback::cancel(clock, callback?, actor(by), &paged),
            Command::Sent { .. } | Command::Failed { .. } | Command::Wait { .. } | Command::Repeat { .. } => {
                unreachable!("carried out elsewhere")
            }
        })
    }

    fn paged(&self) -> Vec<Paged> {
        let staff = |it: &Summons| Some(Paged { to: Recipient::Staff(it.staff?), channel: it.channel });
        self.summons.iter().filter_map(staff).collect()
    }

    /// Who says "I cannot": only somebody who was paged, once; the next step is due unless another person of the same
    /// step has a phone that may still ring.
    fn declined(&mut self, who: u8) -> Verdict {
        if !matches!(self.reference.call, Some(Call::Paging { .. })) {
            return self.reference.decline(who);
        }
        let live = |it: &&Summons| matches!(it.state, SummonsState::Pending | SummonsState::Sent);
        let last = self.reference.position as i32 - 1;
        let own: Vec<i32> = self
            .summons
            .iter()
            .filter(live)
            .filter(|it| it.staff == Some(staff(who)))
            .map(|it| it.position)
            .collect();
        if own.is_empty() {
            return Verdict::Refused;
        }
        let another = self
            .summons
            .iter()
            .filter(live)
            .any(|it| it.staff != Some(staff(who)) && it.position == last && it.channel == Channel::Sms);
        if own.contains(&last) && !another {
            return self.reference.decline(who);
        }
        Verdict::Allowed
    }

    fn text(&self, seen: Seen, body: &str) -> Answer {
        let seen = match seen {
            Seen::All => Some(self.ticket.messages),
            Seen::NotTheLast => Some(self.ticket.messages - 1),
            Seen::Unknown => None,
        };
        Answer { body: body.to_owned(), files: Vec::new(), seen }
    }

    fn minutes(&self, time: DateTime<Utc>) -> i64 {
        (time - self.start).num_minutes()
    }
}
