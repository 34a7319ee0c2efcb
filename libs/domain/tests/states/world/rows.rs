//! The rows of a random life: written as the store would, compared with the reference after every step.

use std::collections::HashSet;

use chrono::Duration;
use rappel_domain::{
    Clock as _, Decision,
    callback::{Phase, State as CallState, Summons, SummonsState},
    event::Fact,
    job::{Job, NewJob},
    ticket::{Open, Reminded, State},
};

use super::{World, actor, staff};
use crate::reference::{Call, Closed, Status};

impl World {
    /// Writes a decision as the store would, after looking it through.
    pub(super) fn record(&mut self, decision: Decision) {
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
    pub(super) fn agree(&self) {
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

    pub(super) fn callback_agrees(&self) {
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
    pub(super) fn on_time(&self) {
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
