//! Carries out commands by the rules, keeps what the store would keep, and compares.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use rappel_domain::{
    Actor, Clock as _, Decision, Refusal,
    calendar::Closing,
    callback::{
        self, Callback, LastCall, MailAlone, OpenCall, Paged, Phase, Reachable, Receipts, State as CallState,
        Summons, SummonsState, Terms, Via,
    },
    clock::FixedClock,
    contact::{Choices, Contact},
    decision::Change,
    delivery::{Channel, Recipient},
    event::Fact,
    id::{CategoryId, PersonId, RotaId, StaffId, TenantId},
    job::{Job, NewJob},
    phone::Phone,
    policy::{Policy, Step, Target},
    ticket::{self, Answer, Intake, Open, Reminded, State, Ticket, UrgentRequest},
};
use uuid::Uuid;

use crate::{
    commands::{Command, Seen, Who},
    reference::{Call, Closed, Hope, Place, Reference, Status, Verdict},
};

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

    fn receipt(&mut self, command: &Command) {
        let (Command::Sent { summons: index } | Command::Failed { summons: index }) = *command else {
            return;
        };
        let Some(callback) = self.callback.clone() else { return };
        // Mostly one of the last: those are the ones whose failure matters.
        let among = if index % 4 == 0 { self.summons.len() } else { self.summons.len().min(3) };
        let Some(summons) = self.summons.iter().rev().nth(index % among.max(1)).cloned() else { return };
        if let Command::Sent { .. } = command {
            // A summons that died is not sent; one that failed or was sent is not sent again.
            if summons.state == SummonsState::Pending {
                let delivery = rappel_domain::id::DeliveryId::new(&self.clock);
                let decision =
                    callback::summons_sent(&self.clock, &callback, &summons, delivery, Receipts::Expected);
                self.record(decision);
            }
            return;
        }
        if !matches!(summons.state, SummonsState::Pending | SummonsState::Sent) {
            return;
        }
        let step: Vec<&Summons> = self.summons.iter().filter(|it| it.position == summons.position).collect();
        let alive = |it: &&&Summons| matches!(it.state, SummonsState::Pending | SummonsState::Sent);
        let hope = step.iter().filter(alive).any(|it| it.id != summons.id && it.channel == Channel::Sms);
        let places = &self.reference.places;
        let of_a_step = places[summons.position as usize % places.len()] != Place::LastResort;
        let current = self.reference.position == summons.position as usize + 1;
        if let Some(Call::Paging { .. }) = self.reference.call
            && summons.channel == Channel::Sms
            && of_a_step
            && current
            && !hope
        {
            self.reference.call = Some(Call::Paging { next: self.reference.now });
        }
        let decision =
            callback::summons_failed(&self.clock, callback, &summons, "30003", &self.summons, &[], None);
        self.record(decision);
    }

    /// Time passes; what falls due on the way is done then, by a runner that is on time.
    fn wait(&mut self, minutes: i64) {
        let end = self.clock.now() + Duration::minutes(minutes);
        for _ in 0..100_000 {
            let due = self.pending.iter().enumerate().filter(|(_, job)| job.run_at <= end);
            let Some((next, _)) = due.min_by_key(|(_, job)| job.run_at) else {
                self.clock.set(end);
                self.reference.now = (end - self.start).num_minutes();
                self.agree();
                self.on_time();
                return;
            };
            let job = self.pending.remove(next);
            self.clock.set(job.run_at.max(self.clock.now()));
            self.reference.now = (self.clock.now() - self.start).num_minutes();
            self.run(&job, Round::First);
            self.agree();
            self.done.push(job);
        }
        panic!("the jobs of {minutes} minutes never end");
    }

    fn run(&mut self, job: &NewJob, round: Round) {
        let (clock, callback) = (&self.clock, self.callback.clone());
        let decision = match job.job {
            Job::Page { generation, .. } => {
                let reachable = self.reachable();
                let by_phone = self.setting.reachable.iter().flatten().any(|(sms, _)| *sms);
                let mail = if by_phone { MailAlone::IsNoHope } else { MailAlone::Counts };
                let hope = reachable.iter().any(|it| match it {
                    Reachable::Staff { sms, email, .. } => *sms || (*email && !by_phone),
                    Reachable::Address { .. } => false,
                });
                let decision =
                    callback::page(clock, callback.unwrap(), generation, &reachable, mail, &self.summons);
                if decision.is_some() {
                    let Some(Call::Paging { next }) = self.reference.call else {
                        panic!("somebody was paged although it is {:?}", self.reference.call)
                    };
                    assert!(next <= self.reference.now, "paged early: {} before {next}", self.reference.now);
                    self.reference.page(if hope { Hope::Some } else { Hope::None });
                }
                decision
            }
            Job::Promise { generation, .. } => {
                let decision = callback::promise_passed(clock, callback.unwrap(), generation);
                if decision.is_some() {
                    let Some(Call::Accepted { until, .. }) = self.reference.call else {
                        panic!("a promise passed although it is {:?}", self.reference.call)
                    };
                    assert!(until <= self.reference.now, "paged again before the promise passed");
                    self.reference.call = Some(Call::Paging { next: self.reference.now });
                }
                decision
            }
            Job::Late { .. } => {
                let decision = callback::late(clock, callback.unwrap(), &self.client);
                let open = matches!(self.reference.call, Some(Call::Paging { .. } | Call::Accepted { .. }));
                if round == Round::First
                    && open
                    && !self.reference.rang
                    && !self.reference.late
                    && self.callback.as_ref().unwrap().wrong_number_at.is_none()
                {
                    assert!(decision.is_some(), "the client hears that we are late");
                }
                if decision.is_some() {
                    assert!(open && !self.reference.rang && !self.reference.late);
                    assert!(self.reference.now >= self.reference.promised);
                    self.reference.late = true;
                }
                decision
            }
            Job::RemindClosing { closes_at, .. } => {
                let decision = ticket::remind_closing(clock, self.ticket.clone(), closes_at, &self.client);
                if decision.is_some() {
                    let Status::Answered { closes, reminded: false } = self.reference.status else {
                        panic!("reminded in {:?}", self.reference.status)
                    };
                    assert!(self.reference.closed.is_none() && self.reference.now < closes);
                    assert_eq!(
                        self.minutes(closes_at),
                        closes,
                        "the date in the mail is the date of the ticket"
                    );
                    self.reference.status = Status::Answered { closes, reminded: true };
                }
                decision
            }
            Job::CloseAnswered { closes_at, .. } => {
                let paged = self.paged();
                let call = callback.filter(Callback::is_open).map(|callback| OpenCall { callback, paged });
                let decision =
                    ticket::close_answered(clock, self.ticket.clone(), closes_at, call, &self.client);
                if decision.is_some() {
                    let Status::Answered { closes, .. } = self.reference.status else {
                        panic!("closed by the system in {:?}", self.reference.status)
                    };
                    assert!(self.reference.now >= closes, "closed early");
                    assert_eq!(self.reference.close(Who::System), Verdict::Allowed);
                }
                decision
            }
            Job::Deliver { .. } | Job::CheckReceipt { .. } => None,
            Job::ShiftNotices { .. }
            | Job::Readiness
            | Job::Probe { .. }
            | Job::CheckHost { .. }
            | Job::Export { .. }
            | Job::DropExport { .. }
            | Job::CompanyExport { .. }
            | Job::DropCompanyExport { .. }
            | Job::Retain
            | Job::ErasePerson { .. }
            | Job::DeleteCompany { .. } => {
                panic!("a ticket changes no rota, no host and nobody")
            }
        };
        if let Some(decision) = decision {
            self.record(decision);
        }
    }

    fn reachable(&self) -> Vec<Reachable> {
        let all = &self.setting.reachable;
        let here = &all[self.reference.position % all.len()];
        let one = |(number, (sms, email)): (usize, &(bool, bool))| Reachable::Staff {
            staff: staff(number as u8),
            sms: *sms,
            email: *email,
            call_after: None,
        };
        here.iter().enumerate().map(one).collect()
    }

    fn minutes(&self, time: DateTime<Utc>) -> i64 {
        (time - self.start).num_minutes()
    }

    /// Writes a decision as the store would, after looking it through.
    fn record(&mut self, decision: Decision) {
        let parts = decision.into_parts();
        assert_eq!(parts.tenant, self.tenant);
        let told: HashSet<_> = parts.deliveries.iter().map(|delivery| delivery.id.to_string()).collect();
        let sent = parts.jobs.iter().filter_map(|job| match job.job {
            Job::Deliver { delivery } => Some(delivery.to_string()),
            _ => None,
        });
        let sent: Vec<_> = sent.collect();
        assert_eq!(sent.len(), told.len(), "one job for each message");
        assert_eq!(sent.into_iter().collect::<HashSet<_>>(), told, "each message has its job");
        assert!(self.deliveries.is_disjoint(&told));
        self.deliveries.extend(told);
        for summons in &parts.summons {
            let carried =
                parts.deliveries.iter().filter(|delivery| delivery.news.summons() == Some(summons.id));
            assert_eq!(carried.count(), 1, "each summons has its message");
        }
        for job in &parts.jobs {
            assert!(job.run_at >= self.clock.now(), "a job is never due in the past: {job:?}");
        }
        let changed =
            parts.ticket.as_ref().is_some_and(|change| change.value().status() != self.ticket.status())
                || parts.callback.as_ref().is_some_and(|change| {
                    self.callback.as_ref().is_none_or(|before| before.phase() != change.value().phase())
                });
        assert!(!changed || !parts.events.is_empty(), "a change of state is on the timeline");
        self.number_changes += parts.events.iter().filter(|it| it.fact == Fact::NumberChanged).count();
        self.requests +=
            parts.events.iter().filter(|it| matches!(it.fact, Fact::CallbackRequested { .. })).count();
        for event in &parts.events {
            assert_eq!((event.ticket, event.at), (self.ticket.id, self.clock.now()));
        }

        if let Some(change) = parts.ticket {
            let mut ticket = change.value().clone();
            assert_eq!(ticket.version, self.ticket.version, "made from the row that was read");
            assert_eq!((ticket.id, ticket.number), (self.ticket.id, self.ticket.number));
            ticket.version += 1;
            self.ticket = ticket;
        }
        if let Some(change) = parts.callback {
            let mut callback = change.value().clone();
            if let Some(before) = &self.callback {
                assert_eq!(callback.version, before.version, "made from the row that was read");
                let restored = before.phase() == Phase::Cancelled && self.reference.cancelled_by_close;
                let least = if restored { (before.position - 1).max(0) } else { before.position };
                assert!(callback.generation >= before.generation && callback.position >= least);
                assert_eq!(callback.terms, before.terms, "the copy of the policy stays");
                assert!(before.is_open() || restored, "what is over stays over");
            }
            callback.version += 1;
            self.callback = Some(callback);
        }
        self.summons.extend(parts.summons);
        for (id, state) in parts.marks {
            self.summons
                .iter_mut()
                .filter(|summons| summons.id == id)
                .for_each(|summons| summons.state = state);
        }
        if let Some(silenced) = parts.silence {
            let pending = |summons: &&mut Summons| {
                summons.callback == silenced && summons.state == SummonsState::Pending
            };
            self.summons.iter_mut().filter(pending).for_each(|summons| summons.state = SummonsState::Dead);
        }
        self.pending.extend(parts.jobs);
    }

    /// Compares the rows with the reference, and looks for the jobs without which a state would sleep.
    fn agree(&self) {
        let reference = &self.reference;
        let open = |open: Open| match open {
            Open::Untreated => Status::Untreated,
            Open::InProgress => Status::InProgress,
            Open::Answered { closes_at, reminded, .. } => {
                Status::Answered { closes: self.minutes(closes_at), reminded: reminded == Reminded::Yes }
            }
        };
        let (status, closed) = match self.ticket.state {
            State::Open(now) => (open(now), None),
            State::Closed { at, by, was, .. } => (open(was), Some((self.minutes(at), by))),
        };
        assert_eq!(status, reference.status);
        assert_eq!(closed, reference.closed.map(|Closed { at, by }| (at, actor(by))));
        assert_eq!(self.ticket.assignee, reference.holder.map(staff));
        assert_eq!(self.ticket.messages, reference.messages);
        assert_eq!(self.ticket.raised, reference.raised);
        let waits = closed.is_none() && !matches!(status, Status::Answered { .. });
        assert_eq!(self.ticket.waiting_since.is_some(), waits, "the client waits for us: {:?}", self.ticket);
        match status {
            Status::Untreated => {
                assert_eq!(self.ticket.assignee, None, "somebody holds it, so it is in progress");
            }
            Status::InProgress => assert_ne!(self.ticket.assignee, None, "in progress with somebody"),
            Status::Answered { .. } => {}
        }
        if let (State::Open(Open::Answered { closes_at, .. }), None) = (&self.ticket.state, closed) {
            let closes_at = *closes_at;
            let job = |job: &NewJob| matches!(job.job, Job::CloseAnswered { closes_at: due, .. } if due == closes_at);
            assert!(self.pending.iter().any(job) || closes_at <= self.clock.now(), "nothing will close it");
            let reminder = |job: &NewJob| matches!(job.job, Job::RemindClosing { closes_at: due, .. } if due == closes_at);
            let told = matches!(status, Status::Answered { reminded: true, .. });
            let soon = closes_at - Duration::days(3) + Duration::hours(2) <= self.clock.now();
            assert!(told || soon || self.pending.iter().any(reminder), "nothing will remind of it");
        }
        self.callback_agrees();
    }

    fn callback_agrees(&self) {
        let Some(callback) = &self.callback else {
            assert_eq!(self.reference.call, None);
            return;
        };
        let call = self.reference.call.unwrap();
        match (callback.state, call) {
            (CallState::Requested | CallState::Paging, Call::Paging { .. })
            | (CallState::Reached { .. }, Call::Reached)
            | (CallState::Cancelled { .. }, Call::Cancelled) => {}
            (CallState::Accepted { by, until, .. }, Call::Accepted { by: who, until: then }) => {
                assert_eq!((by, self.minutes(until)), (staff(who), then));
            }
            (state, call) => panic!("{state:?} is not {call:?}"),
        }
        assert_eq!(callback.tries, self.reference.tries);
        let told = self.reference.rang || self.reference.late || self.reference.was_wrong;
        let watched = self.pending.iter().any(|job| matches!(job.job, Job::Late { .. }));
        assert!(told || watched || !callback.is_open(), "the client would not hear that we are late");
        assert_eq!(callback.position as usize, self.reference.position);
        if self.reference.closed.is_some() {
            assert!(!callback.is_open(), "a closed ticket has no open callback");
        }
        // What keeps an open obligation going.
        let live = |job: &&NewJob| match job.job {
            Job::Page { generation, .. } => {
                generation == callback.generation
                    && matches!(callback.phase(), Phase::Requested | Phase::Paging)
            }
            Job::Promise { generation, .. } => {
                generation == callback.generation && callback.phase() == Phase::Accepted
            }
            _ => false,
        };
        let jobs: Vec<_> = self.pending.iter().filter(live).collect();
        let due = match call {
            Call::Paging { next } => Some(next),
            Call::Accepted { until, .. } => Some(until),
            Call::Reached | Call::Cancelled => None,
        };
        assert_eq!(jobs.len(), usize::from(due.is_some()), "one job keeps it going: {:?}", self.pending);
        if let (Some(job), Some(due)) = (jobs.first(), due) {
            assert_eq!(self.minutes(job.run_at), due, "at its time");
        }
        let waiting = self.summons.iter().any(|summons| summons.state == SummonsState::Pending);
        let may_wait = matches!(call, Call::Paging { .. });
        assert!(may_wait || !waiting, "every pending summons died with it");
    }

    /// After a runner that is on time nothing is overdue.
    fn on_time(&self) {
        if let Some(Call::Paging { next } | Call::Accepted { until: next, .. }) = self.reference.call {
            assert!(next >= self.reference.now, "{next} was missed");
        }
        if let (Status::Answered { closes, .. }, None) = (self.reference.status, self.reference.closed) {
            assert!(closes > self.reference.now, "not closed at {closes}");
        }
    }

    /// The client was told of the closing date.
    pub(crate) fn was_reminded(&self) {
        assert!(
            matches!(self.reference.status, Status::Answered { reminded: true, .. }),
            "{:?}",
            self.reference
        );
    }

    /// The client was told, once, that we are late.
    pub(crate) fn told_of_being_late(&self) {
        assert!(
            self.reference.late && self.callback.as_ref().unwrap().late_at.is_some(),
            "{:?}",
            self.reference
        );
    }

    /// The obligation of an urgent ticket that nobody touched still stands.
    pub(crate) fn still_pages(&self) {
        if self.setting.urgent {
            assert!(matches!(self.reference.call, Some(Call::Paging { .. })));
            assert!(self.reference.position > 0);
        }
    }
}

/// Whether a job is done for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    First,
    Again,
}
