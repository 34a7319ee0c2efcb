//! What providers tell of messages that they took, or when they are asked.

use rappel_domain::{
    Decision,
    callback::{self, Summons, SummonsState},
    delivery::{Channel, DeliveryState, News, Recipient, Tag},
    id::{DeliveryId, SummonsId},
    phone_test,
};
use rappel_store::{
    Tx,
    deliveries::{Attempt, Delivery, Moved},
};

use crate::{
    Service,
    callbacks::evidence,
    error::Result,
    sending::{Fault, summons, with_carried},
    trouble::{reached, stop_using, tell_of_provider},
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
    /// Whose fault it was, when it did not arrive and the provider says why.
    pub fault: Option<Fault>,
}

/// What a provider answered when it was asked; all nothing when it could not be asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Where the message is.
    pub state: Option<DeliveryState>,
    /// Why it did not arrive.
    pub detail: Option<&'a str>,
    /// Whose fault that was.
    pub fault: Option<Fault>,
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
        let Told { message_id, status, state, detail, .. } = told;
        let scope = self.store.doors().receipt(tenant_number).await?;
        crate::retry::again(|| async {
            let mut tx = self.store.write(&scope).await?;
            let delivery = tx.deliveries().by_id(id).await?;
            if !is_of(message_id, &tx.deliveries().attempts(id).await?) {
                return Ok(());
            }
            let noted = tx.deliveries().note_receipt(id, message_id, status, detail).await?;
            // What became of an earlier try says nothing bad about the one that counts.
            let latest = delivery.provider_message_id.as_deref().is_none_or(|it| it == message_id);
            let counts = state.filter(|state| latest || *state == DeliveryState::Delivered);
            let moved = match (noted, counts) {
                (Moved::Yes, Some(state)) => tx.deliveries().move_to(id, state).await?,
                _ => Moved::No,
            };
            // After the message's own row: whoever notes that it was sent locks in this order too.
            if noted == Moved::Yes {
                note(&mut tx, &delivery, counts, (message_id, status, detail)).await?;
            }
            if let (Moved::Yes, Some(state)) = (noted, counts) {
                self.lost(&mut tx, &delivery, moved, state, (detail.unwrap_or(status), told.fault)).await?;
                note_reached(&tx, &delivery, moved, state).await?;
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
    /// as good as undelivered; a call that goes on is looked at again.
    pub async fn checked(&self, tx: &mut Tx, id: DeliveryId, asked: Asked<'_>, look: Look) -> Result<()> {
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Sent {
            return Ok(());
        }
        // Somebody has answered, and listens or speaks: a digit may come at any moment.
        let speaks = delivery.channel == Channel::Voice && asked.state == Some(DeliveryState::Sent);
        let look = if speaks { Look::First } else { look };
        match (asked.state, look) {
            (Some(DeliveryState::Sent | DeliveryState::Waiting) | None, Look::First) => {
                if let Some((callback, _)) = summons(tx, &delivery).await? {
                    let decision = callback::ask_again(tx.clock(), &callback, id);
                    tx.record(decision).await?;
                } else if delivery.news == News::PhoneTest {
                    let decision = phone_test::look_at(tx.clock(), delivery.tenant, id, true);
                    tx.record(decision).await?;
                }
                Ok(())
            }
            (Some(DeliveryState::Sent | DeliveryState::Waiting) | None, Look::Last) => {
                let moved = tx.deliveries().move_to(id, DeliveryState::Undelivered).await?;
                let silence = ("no receipt", Some(Fault::Road));
                self.lost(tx, &delivery, moved, DeliveryState::Undelivered, silence).await
            }
            (Some(state), _) => {
                let moved = tx.deliveries().move_to(id, state).await?;
                let status = format!("asked: {}", state.as_str());
                let name = delivery.provider_message_id.as_deref().unwrap_or_default();
                let noted = tx.deliveries().note_receipt(id, name, &status, asked.detail).await?;
                if noted == Moved::Yes {
                    note(tx, &delivery, asked.state, (name, &status, asked.detail)).await?;
                }
                let why = (asked.detail.unwrap_or("asked"), asked.fault);
                self.lost(tx, &delivery, moved, state, why).await?;
                note_reached(tx, &delivery, moved, state).await
            }
        }
    }

    /// What follows when a message did not arrive, once.
    async fn lost(
        &self,
        tx: &mut Tx,
        delivery: &Delivery,
        moved: Moved,
        state: DeliveryState,
        (reason, fault): (&str, Option<Fault>),
    ) -> Result<()> {
        let lost = matches!(state, DeliveryState::Undelivered | DeliveryState::Failed);
        for one in with_carried(tx, delivery).await? {
            let moved =
                if one.id == delivery.id { moved } else { tx.deliveries().move_to(one.id, state).await? };
            if moved == Moved::Yes && lost {
                let again = matches!(fault, Some(Fault::Account | Fault::Road)) && self.sms_providers > 1;
                self.summons_lost(tx, &one, reason, again.then_some(&one.to)).await?;
            }
        }
        if moved == Moved::Yes && lost {
            match fault {
                Some(Fault::Number) => stop_using(tx, delivery, reason).await?,
                Some(Fault::Account) => tell_of_provider(tx, delivery, reason).await?,
                Some(Fault::Road) | None => {}
            }
        }
        Ok(())
    }

    /// `elsewhere` is to whom the text goes once more by another provider.
    pub(crate) async fn summons_lost(
        &self,
        tx: &mut Tx,
        delivery: &Delivery,
        reason: &str,
        elsewhere: Option<&Recipient>,
    ) -> Result<()> {
        let Some((callback, summons)) = summons(tx, delivery).await? else {
            return Ok(());
        };
        if matches!(summons.state, SummonsState::Failed | SummonsState::Dead) {
            return Ok(());
        }
        let others = tx.callbacks().summons(callback.id).await?;
        let pending = pending(tx, &summons, &others).await?;
        let decision =
            callback::summons_failed(tx.clock(), callback, &summons, reason, &others, &pending, elsewhere);
        Ok(tx.record(decision).await?)
    }
}

/// A text that arrived, or a call that was answered by a digit, shows that its number reaches its owner.
async fn note_reached(tx: &Tx, delivery: &Delivery, moved: Moved, state: DeliveryState) -> Result<()> {
    let by_phone = matches!(delivery.channel, Channel::Sms | Channel::Voice);
    match (&delivery.to, &delivery.address) {
        (Recipient::Staff(staff), Some(address))
            if by_phone && moved == Moved::Yes && state == DeliveryState::Delivered =>
        {
            reached(tx, delivery).await?;
            Ok(tx.note_reached(*staff, address).await?)
        }
        (Recipient::Address(_), _) if moved == Moved::Yes && state == DeliveryState::Delivered => {
            reached(tx, delivery).await
        }
        _ => Ok(()),
    }
}

/// Writes down what a provider told. What became of a text is a fact of every page that travelled in it.
async fn note(
    tx: &mut Tx,
    delivery: &Delivery,
    state: Option<DeliveryState>,
    (message_id, status, detail): (&str, &str, Option<&str>),
) -> Result<()> {
    let about = match state {
        Some(_) => with_carried(tx, delivery).await?,
        None => vec![delivery.clone()],
    };
    let about = about.iter().filter(|it| it.id == delivery.id || it.state != DeliveryState::Cancelled);
    let seen = about.filter_map(|it| evidence::receipt(tx.clock(), it, message_id, status, detail));
    match seen.reduce(Decision::and) {
        Some(seen) => Ok(tx.record(seen).await?),
        None => Ok(()),
    }
}

/// Whether a provider's name may be that of a message of ours. The signature of a receipt does not say which delivery it
/// is about, so one of another message would fit each; the name of ours is unknown while its answer is.
pub(crate) fn is_of(message_id: &str, attempts: &[Attempt]) -> bool {
    let may_have_been_taken = |it: &Attempt| {
        let outcome = it.outcome.as_deref();
        outcome.is_none_or(|word| matches!(word, "sent" | "unknown"))
    };
    attempts.iter().any(|it| match &it.provider_message_id {
        Some(known) => known == message_id,
        None => may_have_been_taken(it),
    })
}

/// Messages of the same person's summons of the same step that are not sent yet.
async fn pending(tx: &Tx, summons: &Summons, others: &[Summons]) -> Result<Vec<(SummonsId, DeliveryId)>> {
    let mut found = Vec::new();
    for other in others.iter().filter(|other| {
        (other.staff, other.position, other.state) == (summons.staff, summons.position, SummonsState::Pending)
            && other.id != summons.id
    }) {
        found.push((other.id, tx.deliveries().of_summons(other.id).await?.id));
    }
    Ok(found)
}
