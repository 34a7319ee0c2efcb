//! What a worker does in a random life: receipts of providers, and jobs when they are due, once and again.

use chrono::Duration;
use rappel_domain::{
    Clock as _,
    callback::{self, Callback, MailAlone, OpenCall, Reachable, Receipts, Summons, SummonsState},
    delivery::Channel,
    job::{Job, NewJob},
    ticket,
};

use super::{World, staff};
use crate::{
    commands::{Command, Who},
    reference::{Call, Hope, Place, Status, Verdict},
};

/// Whether a job is done for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    First,
    Again,
}

impl World {
    pub(super) fn receipt(&mut self, command: &Command) {
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
    pub(super) fn wait(&mut self, minutes: i64) {
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

    pub(super) fn run(&mut self, job: &NewJob, round: Round) {
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

    pub(super) fn reachable(&self) -> Vec<Reachable> {
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
}
