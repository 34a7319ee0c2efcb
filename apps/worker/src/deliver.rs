//! Sends one message: an attempt row before the request leaves, and one transaction after.

mod by_email;
mod by_sms;
mod by_voice;
mod next;
mod probe;
mod text;

use std::time::Duration;

use chrono::{DateTime, Utc};
use metrics::{counter, histogram};
use rappel_domain::{
    callback::Receipts,
    delivery::{Channel, News},
    id::{AttemptId, DeliveryId},
};
use rappel_notify::{Accepted, Failure};
use rappel_queue::{Claimed, Failed};
use rappel_service::{
    Service,
    sending::{Address, Begun, Outgoing, Ready},
};

use self::next::After;
use crate::{
    Worker,
    settle::{Effect, End, patiently, settle},
};

/// One message on its way.
struct Dispatch<'a> {
    worker: &'a Worker,
    job: &'a Claimed,
    outgoing: &'a Outgoing,
}

pub(crate) async fn run(worker: &Worker, job: &Claimed, id: DeliveryId) -> Result<(), Failed> {
    let service = &worker.service;
    let scope = service.store().doors().job(job);
    let outgoing = match patiently(|| service.outgoing(&scope, id)).await? {
        Ready::Send(outgoing) => outgoing,
        Ready::Nobody => {
            return settle(service, job, End::Done, Effect::Drop { delivery: id }).await;
        }
        Ready::Wait { until } => return postpone(service, job, until).await,
    };
    let dispatch = Dispatch { worker, job, outgoing: &outgoing };
    match outgoing.delivery.channel {
        _ if outgoing.delivery.news == News::Probe => dispatch.probe().await,
        Channel::Sms => Box::pin(dispatch.by_sms()).await,
        Channel::Email => Box::pin(dispatch.by_email()).await,
        Channel::Voice => dispatch.by_voice().await,
    }
}

impl Dispatch<'_> {
    fn id(&self) -> DeliveryId {
        self.outgoing.delivery.id
    }

    async fn settle(&self, end: End<'_>, effect: Effect<'_>) -> Result<(), Failed> {
        settle(&self.worker.service, self.job, end, effect).await
    }

    /// Nobody needs it any more, or there is nothing to say by this channel.
    async fn drop_message(&self) -> Result<(), Failed> {
        self.settle(End::Done, Effect::Drop { delivery: self.id() }).await
    }

    /// What follows when a request may not leave now.
    async fn not_begun(&self, begun: Begun) -> Result<(), Failed> {
        let service = &self.worker.service;
        match begun {
            Begun::Wait { until } => postpone(service, self.job, until).await,
            // Its text is written again at once.
            Begun::Changed => postpone(service, self.job, service.clock().now()).await,
            Begun::Nobody | Begun::Now(_) => self.drop_message().await,
        }
    }

    async fn sent(&self, attempt: AttemptId, accepted: &Accepted, receipts: Receipts) -> Result<(), Failed> {
        let provider_id = accepted.provider_id.as_deref();
        self.settle(End::Done, Effect::Sent { delivery: self.id(), attempt, provider_id, receipts }).await
    }

    async fn not_sent(&self, attempt: AttemptId, failure: &Failure, after: After) -> Result<(), Failed> {
        let (word, detail) = (failure.class.as_str(), detail(failure));
        match after {
            After::Again(wait) => {
                let effect = Effect::NotYet { delivery: self.id(), attempt, word, detail: &detail };
                self.settle(End::Again { wait, why: &detail }, effect).await
            }
            After::GiveUp(address) => self.give_up_with(Some(attempt), word, &detail, address).await,
        }
    }

    async fn give_up(&self, attempt: Option<AttemptId>, word: &str, detail: &str) -> Result<(), Failed> {
        self.give_up_with(attempt, word, detail, Address::Usable).await
    }

    async fn give_up_with(
        &self,
        attempt: Option<AttemptId>,
        word: &str,
        detail: &str,
        address: Address,
    ) -> Result<(), Failed> {
        let delivery = self.id();
        tracing::warn!(tenant = %self.job.tenant, why = word, "delivery {delivery} is given up");
        self.settle(End::Done, Effect::GiveUp { delivery, attempt, word, detail, address }).await
    }

    /// Figures about a request that is about to leave.
    fn measure(&self, provider: &'static str) {
        let (delivery, callback) = (&self.outgoing.delivery, &self.outgoing.callback);
        counter!("rappel_provider_requests_total", "provider" => provider).increment(1);
        if let (News::Page { .. }, Channel::Sms, 0, Some(callback)) =
            (&delivery.news, delivery.channel, delivery.attempts, callback)
        {
            let since = self.worker.service.clock().now() - callback.requested_at;
            histogram!("rappel_urgent_to_provider_seconds").record(since.to_std().unwrap_or(Duration::ZERO));
        }
    }
}

/// Puts the job back until its turn comes: that was no try.
async fn postpone(service: &Service, job: &Claimed, until: DateTime<Utc>) -> Result<(), Failed> {
    settle(service, job, End::Later { until }, Effect::None).await
}

/// What the log of deliveries says: the provider's code first.
pub(crate) fn detail(failure: &Failure) -> String {
    match &failure.code {
        Some(code) => format!("{code}: {}", failure.detail),
        None => failure.detail.clone(),
    }
}
