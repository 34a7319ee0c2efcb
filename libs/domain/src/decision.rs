//! What a rule decided: the new state together with everything that announces it.

use chrono::{DateTime, Utc};

use crate::{
    Actor, Clock,
    callback::{Callback, Summons, SummonsState},
    contact::Contact,
    delivery::{Channel, NewDelivery, News, Recipient},
    event::{Event, Fact},
    id::{
        CallbackId, DeliveryId, EventId, JobId, OverrideId, RotaId, StaffId, SummonsId, TenantId, TicketId,
    },
    job::{Job, Lane, NewJob},
    message::Message,
    rota::{NamedRota, Override, ShiftNotice},
    swap::Swap,
    ticket::Ticket,
};

/// A row to insert, or a row to update where its version is still the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// Insert.
    New(T),
    /// Update; `version` of the value is the one that was read.
    Changed(T),
}

impl<T> Change<T> {
    /// The new value.
    pub const fn value(&self) -> &T {
        match self {
            Self::New(value) | Self::Changed(value) => value,
        }
    }
}

/// Everything that one decision writes, in one transaction. Made only in this crate.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a decision changes nothing until the store records it"]
pub struct Decision {
    parts: Parts,
}

/// A decision taken apart, for the store to write.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// Whose rows.
    pub tenant: TenantId,
    /// The ticket, if it changes.
    pub ticket: Option<Change<Ticket>>,
    /// A message that was written.
    pub message: Option<Message>,
    /// The callback, if it changes.
    pub callback: Option<Change<Callback>>,
    /// Attempts that begin.
    pub summons: Vec<Summons>,
    /// Attempts that were sent or failed.
    pub marks: Vec<(SummonsId, SummonsState)>,
    /// The callback whose pending summons all die with this decision.
    pub silence: Option<CallbackId>,
    /// The rota, if it changes.
    pub rota: Option<Change<NamedRota>>,
    /// Exceptions to a rota that begin to count, and who made them.
    pub exceptions: Vec<(RotaId, Override, Option<StaffId>)>,
    /// Exceptions that count no more.
    pub lifted: Vec<OverrideId>,
    /// The swap, if it changes.
    pub swap: Option<Change<Swap>>,
    /// Shifts of which somebody is told.
    pub notices: Vec<ShiftNotice>,
    /// Facts.
    pub events: Vec<Event>,
    /// Messages to send; each has its job.
    pub deliveries: Vec<NewDelivery>,
    /// Things to do later.
    pub jobs: Vec<NewJob>,
}

impl Decision {
    pub(crate) const fn new(tenant: TenantId) -> Self {
        Self {
            parts: Parts {
                tenant,
                ticket: None,
                message: None,
                callback: None,
                summons: Vec::new(),
                marks: Vec::new(),
                silence: None,
                rota: None,
                exceptions: Vec::new(),
                lifted: Vec::new(),
                swap: None,
                notices: Vec::new(),
                events: Vec::new(),
                deliveries: Vec::new(),
                jobs: Vec::new(),
            },
        }
    }

    /// One message whose identifier is given, and the job that sends it.
    pub(crate) fn carrying(tenant: TenantId, delivery: NewDelivery, job: NewJob) -> Self {
        let mut decision = Self::new(tenant);
        decision.parts.deliveries.push(delivery);
        decision.parts.jobs.push(job);
        decision
    }

    /// One thing to do later.
    pub(crate) fn doing(tenant: TenantId, job: NewJob) -> Self {
        let mut decision = Self::new(tenant);
        decision.parts.jobs.push(job);
        decision
    }

    /// Takes the decision apart. Only the store has a use for that.
    pub fn into_parts(self) -> Parts {
        self.parts
    }

    /// What the decision will write, to look at.
    pub const fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Both decisions, in one transaction. A ticket or callback is changed by one of the two at
    /// the most: the later one wins, having been made from the earlier one's state.
    pub fn and(mut self, other: Self) -> Self {
        let later = other.parts;
        self.parts.ticket = later.ticket.map_or(self.parts.ticket.take(), |change| {
            Some(match (self.parts.ticket.take(), change) {
                (Some(Change::New(_)), Change::Changed(value)) => Change::New(value),
                (_, change) => change,
            })
        });
        self.parts.callback = later.callback.or(self.parts.callback);
        self.parts.message = later.message.or(self.parts.message);
        self.parts.silence = later.silence.or(self.parts.silence);
        self.parts.rota = later.rota.or(self.parts.rota);
        self.parts.swap = later.swap.or(self.parts.swap);
        self.parts.exceptions.extend(later.exceptions);
        self.parts.lifted.extend(later.lifted);
        self.parts.notices.extend(later.notices);
        self.parts.summons.extend(later.summons);
        self.parts.marks.extend(later.marks);
        self.parts.events.extend(later.events);
        self.parts.deliveries.extend(later.deliveries);
        self.parts.jobs.extend(later.jobs);
        self
    }

    /// The tickets of which it has news for whoever follows them.
    pub fn tickets_with_news(&self) -> Vec<TicketId> {
        let mut tickets = Vec::new();
        for event in self.parts.events.iter().filter(|it| for_followers(&it.fact).is_some()) {
            if !tickets.contains(&event.ticket) {
                tickets.push(event.ticket);
            }
        }
        tickets
    }

    /// The decision with its news of a ticket for those who follow it, by the channels that each of them chose. Nobody is told of
    /// what they did themselves.
    pub fn also_tell(mut self, clock: &dyn Clock, ticket: TicketId, followers: &[Contact]) -> Self {
        let about = |it: &&Event| it.ticket == ticket;
        let news: Vec<_> = self
            .parts
            .events
            .iter()
            .filter(about)
            .filter_map(|it| Some((it.by, for_followers(&it.fact)?)))
            .collect();
        for (by, news) in news {
            for follower in followers.iter().filter(|it| by != Actor::Person(it.person)) {
                follower.tell(clock, &mut self, &news, ticket);
            }
        }
        self
    }

    pub(crate) fn set_ticket(&mut self, change: Change<Ticket>) {
        self.parts.ticket = Some(change);
    }

    pub(crate) fn set_message(&mut self, message: Message) {
        self.parts.message = Some(message);
    }

    pub(crate) fn set_callback(&mut self, change: Change<Callback>) {
        self.parts.callback = Some(change);
    }

    pub(crate) fn silence(&mut self, callback: CallbackId) {
        self.parts.silence = Some(callback);
    }

    pub(crate) fn summon(&mut self, summons: Summons) {
        self.parts.summons.push(summons);
    }

    pub(crate) fn mark(&mut self, summons: SummonsId, state: SummonsState) {
        self.parts.marks.push((summons, state));
    }

    pub(crate) fn set_rota(&mut self, change: Change<NamedRota>) {
        self.parts.rota = Some(change);
    }

    pub(crate) fn set_swap(&mut self, change: Change<Swap>) {
        self.parts.swap = Some(change);
    }

    pub(crate) fn except(&mut self, rota: RotaId, new: Override, by: Option<StaffId>) {
        self.parts.exceptions.push((rota, new, by));
    }

    pub(crate) fn lift(&mut self, exception: OverrideId) {
        self.parts.lifted.push(exception);
    }

    pub(crate) fn note_shift(&mut self, notice: ShiftNotice) {
        self.parts.notices.push(notice);
    }

    pub(crate) fn fact(
        &mut self,
        clock: &dyn Clock,
        ticket: TicketId,
        callback: Option<CallbackId>,
        by: Actor,
        fact: Fact,
    ) {
        self.parts.events.push(Event {
            id: EventId::new(clock),
            ticket,
            callback,
            by,
            at: clock.now(),
            fact,
        });
    }

    pub(crate) fn later(&mut self, clock: &dyn Clock, lane: Lane, run_at: DateTime<Utc>, job: Job) {
        self.parts.jobs.push(NewJob { id: JobId::new(clock), lane, job, run_at });
    }

    /// A job whose identifier is given.
    pub(crate) fn queue(&mut self, job: NewJob) {
        self.parts.jobs.push(job);
    }

    /// A message and the job that sends it: one cannot be had without the other.
    pub(crate) fn tell(
        &mut self,
        clock: &dyn Clock,
        lane: Lane,
        to: Recipient,
        channel: Channel,
        news: News,
        about: (Option<TicketId>, Option<CallbackId>),
    ) -> DeliveryId {
        self.tell_at(clock, lane, clock.now(), to, channel, news, about)
    }

    /// The same, not before a time.
    #[expect(clippy::too_many_arguments, reason = "each is one fact about the message")]
    pub(crate) fn tell_at(
        &mut self,
        clock: &dyn Clock,
        lane: Lane,
        at: DateTime<Utc>,
        to: Recipient,
        channel: Channel,
        news: News,
        about: (Option<TicketId>, Option<CallbackId>),
    ) -> DeliveryId {
        let id = DeliveryId::new(clock);
        let lane = if channel == Channel::Email && lane == Lane::Urgent { Lane::Mail } else { lane };
        self.parts.deliveries.push(NewDelivery { id, to, channel, news, ticket: about.0, callback: about.1 });
        self.later(clock, lane, at, Job::Deliver { delivery: id });
        id
    }
}

/// What a fact is to those who follow its ticket: what its requester is told of too, but nothing of a call, which is theirs alone.
const fn for_followers(fact: &Fact) -> Option<News> {
    match fact {
        Fact::Answered { message, .. } => Some(News::Answered { message: *message }),
        Fact::ClosingAnnounced { .. } => Some(News::ClosingSoon),
        Fact::Closed => Some(News::Closed),
        _ => None,
    }
}

/// A message that belongs to no change of a ticket or callback (an invitation, a code, a test).
pub fn announce(
    clock: &dyn Clock,
    tenant: TenantId,
    to: Recipient,
    channel: Channel,
    news: News,
) -> Decision {
    let mut decision = Decision::new(tenant);
    let _ = decision.tell(clock, Lane::Normal, to, channel, news, (None, None));
    decision
}

/// A message that somebody asked to be sent again: a new delivery with the same news.
pub fn send_again(
    clock: &dyn Clock,
    tenant: TenantId,
    to: Recipient,
    channel: Channel,
    news: News,
    about: (Option<TicketId>, Option<CallbackId>),
) -> Decision {
    let mut decision = Decision::new(tenant);
    let _ = decision.tell(clock, Lane::Normal, to, channel, news, about);
    decision
}

/// A message about a callback that changes nothing in it (what came of a reply).
pub fn answer_reply(
    clock: &dyn Clock,
    tenant: TenantId,
    to: Recipient,
    news: News,
    callback: Option<&Callback>,
) -> Decision {
    let mut decision = Decision::new(tenant);
    let about = (callback.map(|it| it.ticket), callback.map(|it| it.id));
    let _ = decision.tell(clock, Lane::Urgent, to, Channel::Sms, news, about);
    decision
}

/// Which summons a delivery carries out.
pub const fn summons_of(delivery: &NewDelivery) -> Option<SummonsId> {
    delivery.news.summons()
}
