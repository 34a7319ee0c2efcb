//! What became of a message at the provider.

use rappel_domain::{
    Decision,
    callback::{self, Receipts},
    delivery::{Channel, DeliveryState},
    id::{AttemptId, DeliveryId},
};
use rappel_store::{Tx, deliveries::Outcome};

use super::{Address, carried, summons, turn};
use crate::{
    Service, budget,
    callbacks::evidence,
    error::Result,
    phone_test,
    trouble::{CONFIGURATION, reached, stop_using, tell_of_provider},
};

/// The word of an attempt after which nobody knows whether the message was taken (`rappel_notify::Class::Unknown`).
const UNKNOWN: &str = "unknown";

impl Service {
    /// Notes that a provider took the message.
    pub async fn sent(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        attempt: AttemptId,
        provider_message_id: Option<&str>,
        receipts: Receipts,
    ) -> Result<()> {
        let outcome = Outcome { word: "sent", detail: None, provider_message_id, state: DeliveryState::Sent };
        tx.deliveries().close_attempt(id, attempt, &outcome).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        let mut noted: Vec<Decision> = evidence::message_sent(tx.clock(), &delivery).into_iter().collect();
        if let Some((callback, summons)) = summons(tx, &delivery).await? {
            noted.push(callback::summons_sent(tx.clock(), &callback, &summons, id, receipts));
        }
        noted.extend(phone_test::await_receipt(tx, &delivery, receipts));
        noted.extend(Box::pin(carried::sent_with(tx, &delivery)).await?);
        // In one: it holds the facts of all of them in their order.
        if let Some(all) = noted.into_iter().reduce(Decision::and) {
            tx.record(all).await?;
        }
        budget::watch(tx, &delivery).await?;
        // Of an e-mail nothing more is told. Last, as in a receipt: the ticket's rows before the address's.
        if delivery.channel == Channel::Email {
            reached(tx, &delivery).await?;
        }
        Ok(())
    }

    /// Notes that an attempt failed and the message will be tried again.
    pub async fn not_yet(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        attempt: AttemptId,
        word: &str,
        detail: &str,
    ) -> Result<()> {
        let state = DeliveryState::Waiting;
        let outcome = Outcome { word, detail: Some(detail), provider_message_id: None, state };
        tx.deliveries().close_attempt(id, attempt, &outcome).await?;
        if word == CONFIGURATION {
            let delivery = tx.deliveries().by_id(id).await?;
            tell_of_provider(tx, &delivery, detail).await?;
        }
        Ok(())
    }

    /// Gives a message up: the next target is paged at once when it was a summons.
    pub async fn give_up(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        attempt: Option<AttemptId>,
        word: &str,
        detail: &str,
        address: Address,
    ) -> Result<()> {
        let state = DeliveryState::Failed;
        match attempt {
            Some(attempt) => {
                let outcome = Outcome { word, detail: Some(detail), provider_message_id: None, state };
                tx.deliveries().close_attempt(id, attempt, &outcome).await?;
            }
            None => {
                tx.deliveries().move_to(id, state).await?;
            }
        }
        let delivery = tx.deliveries().by_id(id).await?;
        if word != UNKNOWN {
            turn::release(tx, &delivery).await?;
        }
        for one in carried::lost_with(tx, &delivery, address).await? {
            if one.id != id {
                tx.deliveries().move_to(one.id, state).await?;
            }
            self.summons_lost(tx, &one, word, None).await?;
        }
        // Last, as in a receipt: whoever holds a ticket's rows may wait for an address's, never the other way round.
        if address == Address::Unusable {
            stop_using(tx, &delivery, detail).await?;
        }
        if word == CONFIGURATION {
            tell_of_provider(tx, &delivery, detail).await?;
        }
        Ok(())
    }

    /// Notes that nobody needs a message any more.
    pub async fn drop_message(&self, tx: &mut Tx, id: DeliveryId) -> Result<()> {
        let delivery = tx.deliveries().by_id(id).await?;
        tx.deliveries().move_to(id, DeliveryState::Cancelled).await?;
        if delivery.attempts > 0 && delivery.state == DeliveryState::Waiting {
            tx.pacing().let_go(id).await?;
            let last = tx.deliveries().attempts(id).await?.pop().and_then(|it| it.outcome);
            if last.is_some_and(|outcome| outcome != UNKNOWN) {
                turn::release(tx, &delivery).await?;
            }
        }
        Ok(())
    }
}
