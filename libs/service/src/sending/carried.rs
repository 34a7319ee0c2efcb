//! What happens to a page happens to those that travelled in its text.

use rappel_domain::{
    Decision,
    callback::{self, Receipts},
    delivery::{Channel, DeliveryState, News},
};
use rappel_store::{Tx, deliveries::Delivery};

use super::{Address, turn::MOST_ABOARD};
use crate::{callbacks::evidence, error::Result};

/// A message with those that travel in its text, always in one order of their callbacks: of two texts whose receipts come at
/// the same moment neither waits for what the other holds.
pub(crate) async fn with_carried(tx: &Tx, delivery: &Delivery) -> Result<Vec<Delivery>> {
    let mut all = vec![delivery.clone()];
    if is_page_text(delivery) {
        all.extend(tx.pacing().carried_by(delivery.id).await?);
    }
    all.sort_by_key(|it| it.callback);
    Ok(all)
}

/// Those that are lost with a message that is given up: what it was to carry, and where the number is never to be used
/// again, everything that waits for that number.
pub(super) async fn lost_with(tx: &Tx, delivery: &Delivery, address: Address) -> Result<Vec<Delivery>> {
    let mut all = with_carried(tx, delivery).await?;
    if address == Address::Unusable && is_page_text(delivery) {
        let waiting = tx.pacing().waiting_pages(&delivery.to, MOST_ABOARD).await?;
        let others = waiting.into_iter().map(|it| it.delivery);
        let new: Vec<_> = others.filter(|it| all.iter().all(|known| known.id != it.id)).collect();
        all.extend(new);
        all.sort_by_key(|it| it.callback);
    }
    all.retain(|it| it.id == delivery.id || it.state == DeliveryState::Waiting);
    Ok(all)
}

/// A provider took a text: the pages that it carried were sent with it, and the facts of each say so. Only the text itself
/// is looked for at the provider.
pub(super) async fn sent_with(tx: &Tx, carrier: &Delivery) -> Result<Vec<Decision>> {
    if !is_page_text(carrier) {
        return Ok(Vec::new());
    }
    let pages = tx.pacing().carried_sent(carrier).await?;
    let ids: Vec<_> = pages.iter().filter_map(|it| it.callback).collect();
    let callbacks = tx.callbacks().by_ids(&ids).await?;
    let ids: Vec<_> = pages.iter().filter_map(|it| it.summons).collect();
    let summons = tx.callbacks().summons_by_ids(&ids).await?;
    let mut noted = Vec::new();
    for one in &pages {
        let callback = callbacks.iter().find(|it| Some(it.id) == one.callback);
        let summons = summons.iter().find(|it| Some(it.id) == one.summons);
        if let (Some(callback), Some(summons)) = (callback, summons) {
            noted.extend(evidence::message_sent(tx.clock(), one));
            noted.push(callback::summons_sent(tx.clock(), callback, summons, one.id, Receipts::None));
        }
    }
    Ok(noted)
}

fn is_page_text(delivery: &Delivery) -> bool {
    delivery.channel == Channel::Sms && delivery.summons.is_some()
}

/// Which providers took a text about the same callback for the same recipient and did not bring it.
pub(super) async fn lost_by(tx: &Tx, delivery: &Delivery) -> Result<Vec<String>> {
    let (Channel::Sms, News::PageAgain { .. } | News::LastResort { .. }, Some(ticket)) =
        (delivery.channel, &delivery.news, delivery.ticket)
    else {
        return Ok(Vec::new());
    };
    let all = tx.deliveries().of_ticket(ticket).await?;
    let is_lost = |it: &&Delivery| {
        it.state == DeliveryState::Undelivered
            && (it.channel, &it.to, it.callback) == (delivery.channel, &delivery.to, delivery.callback)
    };
    Ok(all.iter().filter(is_lost).filter_map(|it| it.provider.clone()).collect())
}
