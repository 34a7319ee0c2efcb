//! The proof of a callback: every decision, text, attempt, receipt, digit and reply, and whether their chain holds.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    audit::Deed,
    callback::{self, Callback, Why},
    chain::{Head, Link, Seal, State},
    delivery::Recipient,
    event::{Audience, Fact},
    id::{CallbackId, DeliveryId, PersonId, StaffId},
};
use rappel_store::{
    Tx,
    deliveries::{Attempt, Delivery},
    receipts::Receipt,
};

use super::{evidence::fingerprint_of, holder};
use crate::{
    Scope, Service, StaffScope,
    error::Result,
    timeline::{Author, Names, staff_of},
};

/// How many rows a page of the list has.
pub const CALLBACKS_PAGE: u64 = 50;

/// Everything that shows what became of a promise, as far as its reader may know it.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Number of the ticket.
    pub number: i64,
    /// The obligation.
    pub callback: Callback,
    /// Who has it, or who reached the client.
    pub holder: Option<String>,
    /// Facts in the order in which they were written.
    pub facts: Vec<ProvedFact>,
    /// Messages sent for it, in order.
    pub messages: Vec<ProvedMessage>,
    /// Whether the chain of the ticket's facts holds, at this moment.
    pub chain: State,
    /// Where that chain ends.
    pub head: Head,
}

/// A fact with its place in the chain.
#[derive(Debug, Clone)]
pub struct ProvedFact {
    /// Its place; `None` for facts from before there were chains.
    pub seal: Option<Seal>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: Author,
    /// The staff member whom it names.
    pub staff: Option<String>,
    /// What; `None` when the row holds nothing that this program can read.
    pub fact: Option<Fact>,
    /// Why a step fell due.
    pub why: Option<(Why, Option<String>)>,
    /// Position in [`Proof::messages`] of the message that it is about.
    pub message: Option<usize>,
}

/// A message with everything that is known of it.
#[derive(Debug, Clone)]
pub struct ProvedMessage {
    /// The message.
    pub delivery: Delivery,
    /// Name of the recipient.
    pub to: String,
    /// Every try.
    pub attempts: Vec<Attempt>,
    /// What providers told, and digits.
    pub receipts: Vec<Receipt>,
    /// Whether address, subject and text are the ones that were noted in the chain when it left; `None` for a message that
    /// has not left, or left before such notes were made.
    pub as_sent: Option<bool>,
}

impl Service {
    /// Callbacks of the reader's tenants with the number of their ticket, the newest first.
    pub async fn recent_callbacks(
        &self,
        scope: &StaffScope,
        before: Option<CallbackId>,
    ) -> Result<Vec<(Callback, i64)>> {
        Ok(self.store.office(scope).await?.recent_callbacks(before, CALLBACKS_PAGE).await?)
    }

    /// The proof of a callback. Whoever is not of staff reads the facts that clients may read, and the messages that went
    /// to their own people: neither numbers of staff nor how they were paged. The chain is verified whole for everybody.
    pub async fn callback_proof(&self, scope: &Scope, id: CallbackId) -> Result<Proof> {
        let audience = crate::tickets::audience(scope);
        let tx = self.store.snapshot(scope).await?;
        let callback = tx.callbacks().by_id(id).await?;
        let ticket = tx.tickets().by_id(callback.ticket).await?;
        let chain = tx.chains().of_ticket(ticket.id).await?;
        let read: Vec<Read<'_>> = chain.links.iter().map(Read::of).collect();
        let deliveries = deliveries(&tx, &callback, audience).await?;
        let names = names(&tx, &callback, &read, &deliveries, audience).await?;
        let may_be_gone = !tx.erasing().everybody_erased().await?.is_empty();
        let mut messages = Vec::with_capacity(deliveries.len());
        for delivery in deliveries {
            let mut message = message(&tx, delivery, &names, &read).await?;
            // A text that went with somebody is not compared: it says nothing any more. Where nobody was erased, it was taken away.
            if may_be_gone && message.delivery.body.is_none() {
                message.as_sent = None;
            }
            messages.push(message);
        }
        let facts = facts(&callback, &read, &names, &messages, audience);
        let proof = Proof {
            number: ticket.number,
            holder: holder(&callback).map(|staff| names.staff(staff)),
            chain: chain.verify(),
            head: chain.head,
            facts,
            messages,
            callback,
        };
        drop(tx);
        self.note_look(scope, Deed::ProofSeen { ticket: ticket.id, number: ticket.number }).await?;
        Ok(proof)
    }
}

/// A row of the chain, read as far as it can be.
struct Read<'a> {
    link: &'a Link,
    actor: Actor,
    fact: Option<Fact>,
}

impl<'a> Read<'a> {
    fn of(link: &'a Link) -> Self {
        let actor = serde_json::from_value(link.entry.actor.clone()).unwrap_or(Actor::System);
        Self { link, actor, fact: serde_json::from_value(link.entry.fact.clone()).ok() }
    }
}

async fn deliveries(tx: &Tx, callback: &Callback, audience: Audience) -> Result<Vec<Delivery>> {
    let mut sent = tx.deliveries().of_ticket(callback.ticket).await?;
    sent.retain(|it| {
        let theirs = matches!(it.to, Recipient::Person(_));
        it.callback == Some(callback.id) && (audience == Audience::Staff || theirs)
    });
    Ok(sent)
}

async fn names(
    tx: &Tx,
    callback: &Callback,
    read: &[Read<'_>],
    deliveries: &[Delivery],
    audience: Audience,
) -> Result<Names> {
    let mut persons: Vec<PersonId> = Vec::new();
    let mut staff: Vec<StaffId> = holder(callback).into_iter().collect();
    for row in read {
        match row.actor {
            Actor::Person(id) => persons.push(id),
            Actor::Staff(id) => staff.push(id),
            Actor::ApiKey(_) | Actor::System => {}
        }
        staff.extend(row.fact.as_ref().and_then(staff_of));
    }
    for delivery in deliveries {
        match delivery.to {
            Recipient::Person(id) => persons.push(id),
            Recipient::Staff(id) => staff.push(id),
            Recipient::Address(_) => {}
        }
    }
    persons.sort_unstable();
    persons.dedup();
    staff.sort_unstable();
    staff.dedup();
    Names::read(tx, &persons, &staff, audience).await
}

async fn message(tx: &Tx, delivery: Delivery, names: &Names, read: &[Read<'_>]) -> Result<ProvedMessage> {
    let to = match &delivery.to {
        Recipient::Person(id) => names.person(*id),
        Recipient::Staff(id) => names.staff(*id),
        Recipient::Address(address) => address.clone(),
    };
    let noted = read.iter().rev().find_map(|row| match &row.fact {
        Some(Fact::MessageSent { delivery: of, fingerprint, .. }) if *of == delivery.id => Some(fingerprint),
        _ => None,
    });
    Ok(ProvedMessage {
        to,
        attempts: tx.deliveries().attempts(delivery.id).await?,
        receipts: tx.deliveries().receipts(delivery.id).await?,
        as_sent: noted.map(|noted| *noted == fingerprint_of(&delivery)),
        delivery,
    })
}

fn facts(
    callback: &Callback,
    read: &[Read<'_>],
    names: &Names,
    messages: &[ProvedMessage],
    audience: Audience,
) -> Vec<ProvedFact> {
    let place: HashMap<DeliveryId, usize> =
        messages.iter().enumerate().map(|(index, message)| (message.delivery.id, index)).collect();
    let mut before: Vec<(DateTime<Utc>, Fact)> = Vec::new();
    let mut facts = Vec::new();
    for row in read.iter().filter(|row| row.link.entry.callback == Some(callback.id)) {
        let at = row.link.entry.at;
        let why = row.fact.as_ref().filter(|fact| is_step(fact));
        let why = why.and_then(|_| callback::why(&callback.terms.policy, &before, at));
        before.extend(row.fact.clone().map(|fact| (at, fact)));
        // What is not readable is shown to staff as that, and to nobody else.
        let shown = match &row.fact {
            Some(fact) => {
                fact.is_of_callback() && (audience == Audience::Staff || fact.audience() == Audience::Client)
            }
            None => audience == Audience::Staff,
        };
        if !shown {
            continue;
        }
        facts.push(ProvedFact {
            seal: row.link.seal,
            at,
            by: names.author(row.actor),
            staff: row.fact.as_ref().and_then(staff_of).map(|staff| names.staff(staff)),
            why: why.map(|why| (why, named(why).map(|staff| names.staff(staff)))),
            message: row.fact.as_ref().and_then(delivery_of).and_then(|id| place.get(&id).copied()),
            fact: row.fact.clone(),
        });
    }
    facts
}

const fn is_step(fact: &Fact) -> bool {
    matches!(fact, Fact::StepDue { .. } | Fact::NobodyOnCall { .. } | Fact::LastResort)
}

const fn named(why: Why) -> Option<StaffId> {
    match why {
        Why::Declined { staff } | Why::PromisePassed { staff } => Some(staff),
        _ => None,
    }
}

const fn delivery_of(fact: &Fact) -> Option<DeliveryId> {
    match fact {
        Fact::MessageSent { delivery, .. }
        | Fact::ReceiptCame { delivery, .. }
        | Fact::Pressed { delivery, .. } => Some(*delivery),
        _ => None,
    }
}
