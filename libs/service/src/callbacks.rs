//! Callbacks: what client, staff and the person on call see of one, and what they do with it.

use rappel_domain::{
    Actor, Decision, Refusal,
    audit::Deed,
    callback::{self, Callback, LastCall, OpenCall, Paged, Summons, Via},
    contact::Contact,
    delivery::DeliveryState,
    event::{Audience, Fact},
    id::{CallbackId, StaffId, TicketId},
    phone::Phone,
    ticket::Ticket,
};
use rappel_store::Tx;

use crate::{
    Once, Scope, Service,
    error::{Error, Result},
    invalid::Checks,
    retry::again,
    settings::Effective,
    tickets::write_staff,
    timeline::{self, FactEntry},
};

pub(crate) mod evidence;
pub(crate) mod joining;
mod oncall_page;
mod paging;
mod proof;
pub(crate) mod resolve;

pub use oncall_page::{Next, OnCallPage, Stance};
pub use proof::{CALLBACKS_PAGE, Proof, ProvedFact, ProvedMessage};

/// A callback with its recorded facts.
#[derive(Debug, Clone)]
pub struct CallbackView {
    /// The obligation.
    pub callback: Callback,
    /// Who has it, or who reached the client.
    pub holder: Option<String>,
    /// Its facts in order, those that the reader may see.
    pub facts: Vec<FactEntry>,
}

impl CallbackView {
    pub(crate) async fn read(tx: &Tx, callback: Callback, audience: Audience) -> Result<Self> {
        Self::read_all(tx, vec![callback], audience).await?.pop().ok_or(Error::NotFound)
    }

    /// Several in the same order, in as many questions as for one.
    pub(crate) async fn read_all(tx: &Tx, callbacks: Vec<Callback>, audience: Audience) -> Result<Vec<Self>> {
        if callbacks.is_empty() {
            return Ok(Vec::new());
        }
        let tickets: Vec<TicketId> = callbacks.iter().map(|it| it.ticket).collect();
        let holders: Vec<StaffId> = callbacks.iter().filter_map(holder).collect();
        let (facts, names) = timeline::facts(tx, &tickets, audience, &holders).await?;
        let view = |callback: Callback| {
            let facts = facts.get(&callback.ticket).into_iter().flatten();
            Self {
                facts: facts.filter(|it| it.fact.is_of_callback()).cloned().collect(),
                holder: holder(&callback).map(|id| names.staff(id)),
                callback,
            }
        };
        Ok(callbacks.into_iter().map(view).collect())
    }
}

/// Who has a callback, or who reached the client.
pub(crate) const fn holder(callback: &Callback) -> Option<StaffId> {
    match callback.state {
        callback::State::Accepted { by, .. } | callback::State::Reached { by, .. } => Some(by),
        _ => None,
    }
}

/// What the one who has a callback says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The client was reached.
    Reached,
    /// No answer; the next try at a time within a day.
    NoAnswer {
        /// When.
        next_try: chrono::DateTime<chrono::Utc>,
    },
    /// The number is wrong.
    WrongNumber,
    /// Somebody else has to.
    Cannot,
}

/// Who was paged for a callback, and by what; those whom nothing has reached have nothing to hear either.
pub(crate) async fn paged(tx: &Tx, callback: &Callback) -> Result<Vec<Paged>> {
    let all = tx.deliveries().of_ticket(callback.ticket).await?;
    let summons = all.into_iter().filter(|it| it.callback == Some(callback.id) && it.summons.is_some());
    let told = summons.filter(|it| match it.state {
        DeliveryState::Sent | DeliveryState::Delivered => true,
        // Its request may be on its way at this moment.
        DeliveryState::Waiting => it.attempts > 0 || it.carried_by.is_some(),
        DeliveryState::Undelivered | DeliveryState::Failed | DeliveryState::Cancelled => false,
    });
    Ok(told.map(|it| Paged { to: it.to, channel: it.channel }).collect())
}

/// Whether a decision that silences a callback has told everybody: whoever had begun to page somebody has ended by now, and
/// nobody begins any more. Somebody who was paged since `told` was read makes it a conflict, so that it is decided again.
pub(crate) async fn has_told_all(tx: &Tx, callback: &Callback, told: &[Paged]) -> Result<()> {
    let now = paged(tx, callback).await?;
    if now.iter().all(|it| told.contains(it)) { Ok(()) } else { Err(Error::Conflict) }
}

/// The callback of a ticket that stands, with whom a decision about it must tell.
pub(crate) async fn open_call(tx: &Tx, ticket: TicketId) -> Result<Option<OpenCall>> {
    let Some(callback) = tx.callbacks().open_of_ticket(ticket).await? else {
        return Ok(None);
    };
    Ok(Some(OpenCall { paged: paged(tx, &callback).await?, callback }))
}

/// The latest callback of a ticket, with what its coming back depends on.
pub(crate) async fn last_call(tx: &Tx, ticket: TicketId) -> Result<Option<LastCall>> {
    let Some(callback) = tx.callbacks().of_ticket(ticket).await? else {
        return Ok(None);
    };
    let events = tx.tickets().events(ticket, Audience::Client).await?;
    // It is asked for when the ticket is opened, and each time that it comes back.
    let requests = events
        .iter()
        .filter(|it| matches!(it.fact, Fact::CallbackRequested { .. }) && it.at >= callback.requested_at);
    let revivals = requests.count().saturating_sub(1);
    let summons = tx.callbacks().summons(callback.id).await?;
    Ok(Some(LastCall { callback, summons, revivals }))
}

/// How often the client changed the number of a callback.
async fn number_changes(tx: &Tx, callback: &Callback) -> Result<usize> {
    let events = tx.tickets().events(callback.ticket, Audience::Client).await?;
    let changes = events.iter().filter(|it| it.fact == Fact::NumberChanged && it.at >= callback.requested_at);
    Ok(changes.count())
}

/// Everything that a rule about a callback may need, read in one transaction.
pub(crate) struct Case {
    pub(crate) callback: Callback,
    pub(crate) ticket: Ticket,
    pub(crate) client: Contact,
    pub(crate) summons: Vec<Summons>,
    pub(crate) paged: Vec<Paged>,
    /// Tickets that joined the callback.
    pub(crate) joined: Vec<TicketId>,
}

impl Case {
    pub(crate) async fn read(tx: &Tx, id: CallbackId) -> Result<Self> {
        let callback = tx.callbacks().by_id(id).await?;
        let ticket = tx.tickets().by_id(callback.ticket).await?;
        let client = tx.persons().by_id(ticket.requester).await?.contact();
        let summons = tx.callbacks().summons(id).await?;
        let paged = paged(tx, &callback).await?;
        let joined = tx.tickets().joined_to(id).await?.into_iter().map(|it| it.id).collect();
        Ok(Self { callback, ticket, client, summons, paged, joined })
    }
}

impl Service {
    /// Somebody of staff takes a callback. Exactly one wins; the same person taking it again is no error.
    pub async fn accept(&self, scope: &Scope, id: CallbackId, via: Via) -> Result<()> {
        self.accept_once(scope, id, via, &Once::default()).await
    }

    /// The same for a request that may be sent twice.
    pub async fn accept_once(&self, scope: &Scope, id: CallbackId, via: Via, once: &Once) -> Result<()> {
        let staff = write_staff(scope)?;
        self.on_callback(scope, id, once, |tx, case| take(tx, case, staff, via)).await
    }

    pub(crate) async fn accept_as(
        &self,
        scope: &Scope,
        id: CallbackId,
        staff: StaffId,
        via: Via,
    ) -> Result<()> {
        self.on_callback(scope, id, &Once::default(), |tx, case| take(tx, case, staff, via)).await
    }

    /// The one who has a callback says what became of it.
    pub async fn outcome(&self, scope: &Scope, id: CallbackId, outcome: Outcome) -> Result<()> {
        self.outcome_once(scope, id, outcome, &Once::default()).await
    }

    /// The same for a request that may be sent twice.
    pub async fn outcome_once(
        &self,
        scope: &Scope,
        id: CallbackId,
        outcome: Outcome,
        once: &Once,
    ) -> Result<()> {
        let staff = write_staff(scope)?;
        self.on_callback(scope, id, once, |tx, case| say(tx, case, staff, outcome)).await
    }

    pub(crate) async fn outcome_as(
        &self,
        scope: &Scope,
        id: CallbackId,
        staff: StaffId,
        outcome: Outcome,
    ) -> Result<()> {
        self.on_callback(scope, id, &Once::default(), |tx, case| say(tx, case, staff, outcome)).await
    }

    /// The client gives another number.
    pub async fn change_number(&self, scope: &Scope, number: i64, phone: &str) -> Result<()> {
        let (id, settings) = self.open_callback(scope, number).await?;
        let mut checks = Checks::default();
        let phone = checks.take("phone", Phone::parse(phone, settings.tenant.country));
        let phone = checks.done(phone)?;
        let by = scope.actor();
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let Case { callback, paged, .. } = Case::read(&tx, id).await?;
            let so_far = number_changes(&tx, &callback).await?;
            let changed = callback::change_number(tx.clock(), callback, by, phone.clone(), &paged, so_far)?;
            tx.record(changed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The client, or staff, does not need the call any more. The ticket stays open.
    pub async fn cancel_callback(&self, scope: &Scope, number: i64) -> Result<()> {
        let (id, _) = self.open_callback(scope, number).await?;
        let by = scope.actor();
        if by == Actor::System {
            return Err(Error::Forbidden);
        }
        self.on_callback(scope, id, &Once::default(), |tx, case| {
            Ok(Some(callback::cancel(tx.clock(), case.callback, by, &case.paged)?))
        })
        .await
    }

    async fn open_callback(&self, scope: &Scope, number: i64) -> Result<(CallbackId, Effective)> {
        let tx = self.store.read(scope).await?;
        let ticket = tx.tickets().by_number(number).await?;
        let callback = tx.callbacks().of_ticket(ticket.id).await?.ok_or(Error::NotFound)?;
        if !callback.is_open() {
            return Err(Refusal::CallbackOver.into());
        }
        Ok((callback.id, Effective::read(&tx).await?))
    }

    /// A callback with its ticket's number and everything that the reader may see of it.
    pub async fn callback(&self, scope: &Scope, id: CallbackId) -> Result<(i64, CallbackView)> {
        let (number, view) = self.callback_unnoted(scope, id).await?;
        self.note_look(scope, Deed::TicketSeen { ticket: view.callback.ticket, number }).await?;
        Ok((number, view))
    }

    /// The same for answers that name no more than the number.
    pub(crate) async fn callback_unnoted(
        &self,
        scope: &Scope,
        id: CallbackId,
    ) -> Result<(i64, CallbackView)> {
        let tx = self.store.read(scope).await?;
        let callback = tx.callbacks().by_id(id).await?;
        let ticket = tx.tickets().by_id(callback.ticket).await?;
        Ok((ticket.number, CallbackView::read(&tx, callback, crate::tickets::audience(scope)).await?))
    }

    /// Callbacks from the newest on, for the API, with the number of their ticket.
    pub async fn callbacks(
        &self,
        scope: &Scope,
        before: Option<CallbackId>,
        limit: u64,
    ) -> Result<Vec<(i64, CallbackView)>> {
        self.note_look(scope, Deed::TicketsSeen).await?;
        let tx = self.store.read(scope).await?;
        let callbacks = tx.callbacks().list(before, limit).await?;
        let tickets: Vec<TicketId> = callbacks.iter().map(|it| it.ticket).collect();
        let numbers = tx.tickets().numbers(&tickets).await?;
        let views = CallbackView::read_all(&tx, callbacks, crate::tickets::audience(scope)).await?;
        let numbered = views.into_iter().map(|view| {
            let number = numbers.get(&view.callback.ticket).copied().ok_or(Error::NotFound)?;
            Ok((number, view))
        });
        numbered.collect()
    }

    /// Reads, asks a rule, records and commits; reads and asks again when somebody was faster.
    pub(crate) async fn on_callback(
        &self,
        scope: &Scope,
        id: CallbackId,
        once: &Once,
        rule: impl Fn(&Tx, Case) -> Result<Option<Decision>> + Send + Sync,
    ) -> Result<()> {
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            if !once.is_first(&tx).await? {
                return Ok(());
            }
            let case = Case::read(&tx, id).await?;
            let (callback, told) = (case.callback.clone(), case.paged.clone());
            if let Some(decision) = rule(&tx, case)? {
                let silences = decision.parts().silence.is_some();
                Box::pin(joining::record(&mut tx, decision)).await?;
                if silences {
                    has_told_all(&tx, &callback, &told).await?;
                }
                once.done(&tx).await?;
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }
}

fn take(tx: &Tx, case: Case, staff: StaffId, via: Via) -> Result<Option<Decision>> {
    let Case { callback, ticket, client, paged, .. } = case;
    Ok(match callback::accept(tx.clock(), callback, ticket, staff, via, &paged, &client) {
        Err(Refusal::AlreadyTaken { by }) if by == staff => None,
        decision => Some(decision?),
    })
}

fn say(tx: &Tx, case: Case, staff: StaffId, outcome: Outcome) -> Result<Option<Decision>> {
    let Case { callback, ticket, client, summons, joined, .. } = case;
    let clock = tx.clock();
    Ok(Some(match outcome {
        Outcome::Reached => callback::reached(clock, callback, staff, &joined, &client)?,
        Outcome::NoAnswer { next_try } => {
            callback::no_answer(clock, callback, ticket, staff, next_try, &client)?
        }
        Outcome::WrongNumber => callback::wrong_number(clock, callback, ticket, staff, &client)?,
        Outcome::Cannot => return Ok(callback::decline(clock, callback, staff, &summons)?),
    }))
}
