//! No receipt came: the provider is asked at 60 s; at 90 s silence is as good as undelivered.

use rappel_domain::{
    delivery::{Channel, DeliveryState},
    id::DeliveryId,
};
use rappel_notify::{Class, Receipt, ReceiptState};
use rappel_queue::{Claimed, Failed};
pub(crate) use rappel_service::sending::Look;
use rappel_service::sending::{Asked, Fault};

use crate::{
    Worker,
    deliver::detail,
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
    let failure = asked.as_ref().and_then(|receipt| receipt.failure.as_ref());
    let why = failure.map(detail);
    let asked = Asked {
        state: asked.as_ref().and_then(|receipt| state(receipt, delivery.channel)),
        detail: why.as_deref(),
        fault: failure.map(|failure| fault(failure.class)),
    };
    settle(service, job, End::Done, Effect::Checked { delivery: id, asked, look }).await
}

const fn state(receipt: &Receipt, channel: Channel) -> Option<DeliveryState> {
    match (receipt.state, channel) {
        // A call that nobody has answered: that is all there is to know of it.
        (ReceiptState::Pending, Channel::Voice) => None,
        (ReceiptState::Pending | ReceiptState::Sent, _) => Some(DeliveryState::Sent),
        (ReceiptState::Undelivered, _) => Some(DeliveryState::Undelivered),
        (ReceiptState::Delivered, _) => Some(DeliveryState::Delivered),
    }
}

const fn fault(class: Class) -> Fault {
    match class {
        Class::Recipient => Fault::Number,
        Class::Configuration => Fault::Account,
        Class::NotProcessed | Class::Carrier | Class::Unknown => Fault::Road,
    }
}
