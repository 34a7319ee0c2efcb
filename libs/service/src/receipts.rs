//! What providers tell of messages that they took, or when they are asked.

use rappel_domain::{
    callback::{self, Summons, SummonsState},
    delivery::{Channel, DeliveryState, Tag},
    id::DeliveryId,
};
use rappel_store::{
    Tx,
    deliveries::{Delivery, Moved},
};

use crate::{
    Service,
    error::Result,
    sending::{Address, summons, with_carried},
    trouble::stop_using,
};

/// What a provider says became of a message.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The provider's name for the message.
    pub message_id: &'a str,
    /// Its word for where the message is.
    pub status: &'a str,
    /// What that means; `None` while it is on its way.
    pub state: Option<DeliveryState>,
    /// Why it did not arrive.
    pub detail: Option<&'a str>,
    /// Whether the number may be used again.
    pub address: Address,
}

/// Which look at a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// At 60 s.
    First,
    /// At 90 s.
    Last,
}

impl Service {
    /// Notes a provider's receipt; late, twice and out of order do no harm.
    pub async fn receipt(&self, tenant_number: i64, id: DeliveryId, told: Told<'_>) -> Result<()> {
        let Told { message_id, status, state, detail, address } = told;
        let scope = self.store.doors().receipt(tenant_number).await?;
        crate::retry::again(|| async {
            let mut tx = self.store.write(&scope).await?;
            let delivery = tx.deliveries().by_id(id).await?;
            let noted = tx.deliveries().note_receipt(id, message_id, status, detail).await?;
            // What became of an earlier try says nothing bad about the one that counts.
            let latest = delivery.provider_message_id.as_deref().is_none_or(|it| it == message_id);
            if let (Moved::Yes, Some(state)) = (noted, state)
                && (latest || state == DeliveryState::Delivered)
            {
                self.settle(&mut tx, &delivery, state, detail.unwrap_or(status)).await?;
                if address == Address::Unusable {
                    stop_using(&mut tx, &delivery, detail.unwrap_or(status)).await?;
                }
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The same, for a provider that knows the message by its tag.
    pub async fn receipt_by_tag(&self, tag: &Tag, told: Told<'_>) -> Result<()> {
        let scope = self.store.doors().receipt(tag.tenant()).await?;
        let id = self.store.read(&scope).await?.deliveries().by_tag(tag).await?.id;
        self.receipt(tag.tenant(), id, told).await
    }

    /// Notes what the provider said when it was asked, at 60 s and at 90 s. Still nothing at the last look is
    /// as good as undelivered.
    pub async fn checked(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        state: Option<DeliveryState>,
        look: Look,
    ) -> Result<()> {
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Sent {
            return Ok(());
        }
        match (state, look) {
            (Some(DeliveryState::Sent | DeliveryState::Waiting) | None, Look::First) => {
                if let Some((callback, _)) = summons(tx, &delivery).await? {
                    let decision = callback::ask_again(tx.clock(), &callback, id);
                    tx.record(decision).await?;
                }
                Ok(())
            }
            (Some(DeliveryState::Sent | DeliveryState::Waiting) | None, Look::Last) => {
                self.settle(tx, &delivery, DeliveryState::Undelivered, "no receipt").await
            }
            (Some(state), _) => self.settle(tx, &delivery, state, "asked").await,
        }
    }

    async fn settle(
        &self,
        tx: &mut Tx,
        delivery: &Delivery,
        state: DeliveryState,
        reason: &str,
    ) -> Result<()> {
        let lost = matches!(state, DeliveryState::Undelivered | DeliveryState::Failed);
        for one in with_carried(tx, delivery).await? {
            let moved = tx.deliveries().move_to(one.id, state).await?;
            if moved == Moved::Yes && lost {
                self.summons_lost(tx, &one, reason).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn summons_lost(&self, tx: &mut Tx, delivery: &Delivery, reason: &str) -> Result<()> {
        let Some((callback, summons)) = summons(tx, delivery).await? else {
            return Ok(());
        };
        if matches!(summons.state, SummonsState::Failed | SummonsState::Dead) {
            return Ok(());
        }
        let others = tx.callbacks().summons(callback.id).await?;
        let call = waiting_call(tx, &summons, &others).await?;
        let decision = callback::summons_failed(tx.clock(), callback, &summons, reason, &others, call);
        Ok(tx.record(decision).await?)
    }
}

/// The call to the same person that waits for its time.
async fn waiting_call(tx: &Tx, summons: &Summons, others: &[Summons]) -> Result<Option<DeliveryId>> {
    let waits = others.iter().find(|other| {
        other.channel == Channel::Voice
            && (other.staff, other.position, other.state)
                == (summons.staff, summons.position, SummonsState::Pending)
    });
    Ok(match waits {
        Some(call) => Some(tx.deliveries().of_summons(call.id).await?.id),
        None => None,
    })
}
