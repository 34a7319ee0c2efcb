//! No receipt came: the provider is asked at 60 s; at 90 s silence is as good as undelivered.

use rappel_domain::{
    delivery::{Channel, DeliveryState},
    id::DeliveryId,
};
use rappel_notify::ReceiptState;
use rappel_queue::{Claimed, Failed};
pub(crate) use rappel_service::sending::Look;

use crate::{
    Worker,
    settle::{Effect, End, patiently, settle},
};

pub(crate) async fn run(worker: &Worker, job: &Claimed, id: DeliveryId, look: Look) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    let delivery = patiently(|| async {
        let tx = service.store().read(&scope).await?;
        Ok(tx.deliveries().by_id(id).await?)
    })
    .await?;
    let asked = match (&delivery.provider, &delivery.provider_message_id) {
        // Receipts that came have settled it already.
        (Some(provider), Some(message)) if delivery.state == DeliveryState::Sent => match delivery.channel {
            Channel::Voice => worker.carriers.ask_about_call(message).await,
            Channel::Sms | Channel::Email => worker.carriers.ask(provider, message).await,
        },
        _ => None,
    };
    let state = asked.and_then(|state| match state {
        // A call that nobody has answered: that is all there is to know of it.
        ReceiptState::Pending if delivery.channel == Channel::Voice => None,
        ReceiptState::Pending | ReceiptState::Sent => Some(DeliveryState::Sent),
        ReceiptState::Undelivered => Some(DeliveryState::Undelivered),
        ReceiptState::Delivered => Some(DeliveryState::Delivered),
    });
    settle(service, job, End::Done, Effect::Checked { delivery: id, state, look }).await
}
