//! What client and staff do with a ticket.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor, Decision, Refusal,
    calendar::{self, Closing},
    description::Description,
    id::{StaffId, TicketId},
    ticket::{self, Answer, Ticket},
};
use rappel_store::{Rights, Tx};

use crate::{
    Once, Received, Scope, Service,
    callbacks::{has_told_all, joining, last_call, open_call},
    error::{Error, Result},
    files::{Kept, said_of},
    invalid::Checks,
    retry::again,
    settings::Effective,
};

/// What somebody writes on a ticket.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// Plain text.
    pub body: String,
    /// How many messages the writer had seen; `None` where the writer saw no page (the API).
    pub seen: Option<i32>,
    /// Sent twice with one key, it is written once; empty for none.
    pub idempotency_key: String,
}

impl Service {
    /// The client replies.
    pub async fn reply(&self, scope: &Scope, number: i64, note: &Note, files: &[Received]) -> Result<()> {
        let actor = match scope.rights() {
            Rights::Person { .. } | Rights::ApiKey { .. } => scope.actor(),
            _ => return Err(Error::Forbidden),
        };
        self.write_on(scope, number, note, files, |tx, ticket, answer| {
            Ok(ticket::reply(tx.clock(), ticket, actor, answer)?)
        })
        .await
    }

    /// Staff answers; the ticket is theirs if it was nobody's.
    pub async fn answer(&self, scope: &Scope, number: i64, note: &Note, files: &[Received]) -> Result<()> {
        let staff = staff(scope)?;
        let kept = self.files.keep(&*self.clock(), scope.tenant(), files).await?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            if self.done_before(&tx, number, note, files).await? {
                return Ok(());
            }
            let ticket = tx.tickets().by_number(number).await?;
            let closing = closing(&tx).await?;
            let client = tx.persons().by_id(ticket.requester).await?.contact();
            let answer = answer_of(note, kept.files())?;
            let decision = ticket::answer(tx.clock(), ticket, staff, answer, closing, &client)?;
            self.finish(tx.record(decision).await, tx, note, &kept).await
        })
        .await
    }

    /// Staff writes a note that only staff sees.
    pub async fn note(&self, scope: &Scope, number: i64, note: &Note, files: &[Received]) -> Result<()> {
        let staff = staff(scope)?;
        self.write_on(scope, number, note, files, |tx, ticket, answer| {
            Ok(ticket::note(tx.clock(), ticket, staff, answer)?)
        })
        .await
    }

    async fn write_on(
        &self,
        scope: &Scope,
        number: i64,
        note: &Note,
        files: &[Received],
        rule: impl Fn(&Tx, Ticket, Answer) -> Result<Decision> + Send + Sync,
    ) -> Result<()> {
        let kept = self.files.keep(&*self.clock(), scope.tenant(), files).await?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            if self.done_before(&tx, number, note, files).await? {
                return Ok(());
            }
            let ticket = tx.tickets().by_number(number).await?;
            let decision = rule(&tx, ticket, answer_of(note, kept.files())?)?;
            self.finish(tx.record(decision).await, tx, note, &kept).await
        })
        .await
    }

    /// Whether an earlier send of the same form did it.
    async fn done_before(&self, tx: &Tx, number: i64, note: &Note, files: &[Received]) -> Result<bool> {
        use rappel_store::idempotency::Key;
        if note.idempotency_key.is_empty() {
            return Ok(false);
        }
        let hash = crate::sha256(&format!("{number}\n{}\n{}", said_of(files), note.body));
        match tx.idempotency_key(&note.idempotency_key, &hash).await? {
            Key::New => Ok(false),
            Key::Done(_) => Ok(true),
            Key::Misused => Err(Error::KeyMisused),
        }
    }

    async fn finish(
        &self,
        recorded: rappel_store::Result<()>,
        tx: Tx,
        note: &Note,
        kept: &Kept,
    ) -> Result<()> {
        recorded?;
        if !note.idempotency_key.is_empty() {
            tx.save_result(&note.idempotency_key, true.into()).await?;
        }
        kept.named();
        Ok(tx.commit().await?)
    }

    /// Staff takes a ticket.
    pub async fn take(&self, scope: &Scope, number: i64) -> Result<()> {
        let staff = staff(scope)?;
        self.decide(scope, number, |tx, ticket| Ok(ticket::take(tx.clock(), ticket, staff)?)).await
    }

    /// Staff puts a ticket back.
    pub async fn release(&self, scope: &Scope, number: i64) -> Result<()> {
        let staff = staff(scope)?;
        self.decide(scope, number, |tx, ticket| Ok(ticket::release(tx.clock(), ticket, staff)?)).await
    }

    /// Staff gives a ticket to somebody who may see the tenant.
    pub async fn assign(&self, scope: &Scope, number: i64, to: StaffId) -> Result<()> {
        let by = staff(scope)?;
        let able = self.store.read(scope).await?.staff_of_tenant().await?;
        if !able.iter().any(|it| it.id == to) {
            return Err(Error::Refused(Refusal::NotAllowed));
        }
        self.decide(scope, number, |tx, ticket| Ok(ticket::assign(tx.clock(), ticket, to, by)?)).await
    }

    /// The one who closed a ticket undoes it within ten minutes; a callback that was cancelled with it stands again.
    pub async fn undo_close(&self, scope: &Scope, number: i64) -> Result<()> {
        let actor = scope.actor();
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let ticket = tx.tickets().by_number(number).await?;
            // Whoever is being erased has no number that could be rung.
            if tx.erasing().state_of(ticket.requester).await?.0.is_some() {
                return Err(Error::Refused(Refusal::UndoOver));
            }
            let call = last_call(&tx, ticket.id).await?;
            let reminder = Effective::read(&tx).await?.company.reminder_days();
            let decision = ticket::undo_close(tx.clock(), ticket, actor, call, reminder)?;
            tx.record(decision).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Client or staff closes a ticket; an open callback is cancelled with it.
    pub async fn close(&self, scope: &Scope, number: i64) -> Result<()> {
        self.close_once(scope, number, &Once::default()).await
    }

    /// The same for a request that may be sent twice.
    pub async fn close_once(&self, scope: &Scope, number: i64, once: &Once) -> Result<()> {
        let actor = match scope.rights() {
            Rights::Guest | Rights::Callback { .. } | Rights::Feedback { .. } | Rights::System => {
                return Err(Error::Forbidden);
            }
            _ => scope.actor(),
        };
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            if !once.is_first(&tx).await? {
                return Ok(());
            }
            let ticket = tx.tickets().by_number(number).await?;
            let call = open_call(&tx, ticket.id).await?;
            let client = tx.persons().by_id(ticket.requester).await?.contact();
            let decision = ticket::close(tx.clock(), ticket, actor, call.clone(), &client)?;
            Box::pin(joining::record(&mut tx, decision)).await?;
            if let Some(call) = call {
                has_told_all(&tx, &call.callback, &call.paged).await?;
            }
            once.done(&tx).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The system reminds of the closing date; a stale reminder does nothing.
    pub async fn remind_closing(&self, tx: &mut Tx, id: TicketId, closes_at: DateTime<Utc>) -> Result<()> {
        let ticket = tx.tickets().by_id(id).await?;
        let client = tx.persons().by_id(ticket.requester).await?.contact();
        let decision = ticket::remind_closing(tx.clock(), ticket, closes_at, &client);
        if let Some(decision) = decision {
            tx.record(decision).await?;
        }
        Ok(())
    }

    /// The system closes an answered ticket whose time is over; a stale job does nothing.
    pub async fn close_answered(&self, tx: &mut Tx, id: TicketId, closes_at: DateTime<Utc>) -> Result<()> {
        let ticket = tx.tickets().by_id(id).await?;
        let call = open_call(tx, ticket.id).await?;
        let client = tx.persons().by_id(ticket.requester).await?.contact();
        let decision = ticket::close_answered(tx.clock(), ticket, closes_at, call, &client);
        if let Some(decision) = decision {
            Box::pin(joining::record(tx, decision)).await?;
        }
        Ok(())
    }

    async fn decide(
        &self,
        scope: &Scope,
        number: i64,
        rule: impl Fn(&Tx, Ticket) -> Result<Decision> + Send + Sync,
    ) -> Result<()> {
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let ticket = tx.tickets().by_number(number).await?;
            let decision = rule(&tx, ticket)?;
            tx.record(decision).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

pub(crate) const fn staff(scope: &Scope) -> Result<StaffId> {
    match (scope.rights(), scope.actor()) {
        (Rights::Staff { staff, .. }, Actor::Staff(_)) => Ok(*staff),
        _ => Err(Error::Forbidden),
    }
}

fn answer_of(note: &Note, files: Vec<rappel_domain::message::StoredFile>) -> Result<Answer> {
    let mut checks = Checks::default();
    let body = checks.take("body", Description::parse(&note.body));
    let body = checks.done(body)?;
    Ok(Answer { body: body.to_string(), files, seen: note.seen })
}

async fn closing(tx: &Tx) -> Result<Closing> {
    let settings = Effective::read(tx).await?;
    let days = u16::try_from(settings.close_after_days).unwrap_or(15);
    let reminder = settings.company.reminder_days();
    Ok(calendar::closing(tx.clock().now(), days, reminder, settings.tenant.time_zone))
}
