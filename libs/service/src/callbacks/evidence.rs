//! What is only noted about a callback: messages that left, receipts, digits and replies.

use rappel_domain::{
    Clock, Decision,
    callback::{self, About, Callback, SentMessage},
    chain::fingerprint,
    delivery::Recipient,
};
use rappel_store::deliveries::Delivery;

use crate::{Scope, Service, error::Result, retry::again};

/// What the status of a digit begins with: it comes by the same way as receipts.
pub(crate) const DIGIT: &str = "digit ";

/// A provider took a message; `None` for one about no callback.
pub(crate) fn message_sent(clock: &dyn Clock, delivery: &Delivery) -> Option<Decision> {
    let sent = SentMessage {
        delivery: delivery.id,
        channel: delivery.channel,
        news: delivery.news.kind(),
        provider: delivery.provider.as_deref().unwrap_or_default(),
        provider_id: delivery.provider_message_id.as_deref(),
        fingerprint: &fingerprint_of(delivery),
    };
    Some(callback::message_sent(clock, about(delivery)?, &sent))
}

/// A provider told of a message, or of a digit that was pressed; `None` for one about no callback.
pub(crate) fn receipt(
    clock: &dyn Clock,
    delivery: &Delivery,
    provider_id: &str,
    status: &str,
    detail: Option<&str>,
) -> Option<Decision> {
    let about = about(delivery)?;
    Some(match (&delivery.to, status.strip_prefix(DIGIT)) {
        (Recipient::Staff(staff), Some(digit)) => callback::pressed(clock, about, *staff, delivery.id, digit),
        _ => callback::receipt_came(clock, about, delivery.id, provider_id, status, detail),
    })
}

/// What a message says now, to compare with what was noted when it left.
pub(crate) fn fingerprint_of(delivery: &Delivery) -> String {
    fingerprint(
        delivery.id,
        delivery.address.as_deref().unwrap_or_default(),
        delivery.subject.as_deref(),
        delivery.body.as_deref().unwrap_or_default(),
    )
}

fn about(delivery: &Delivery) -> Option<About> {
    Some(About { tenant: delivery.tenant, ticket: delivery.ticket?, callback: delivery.callback? })
}

impl Service {
    /// Notes what somebody on call wrote about a callback, before anything comes of it.
    pub(crate) async fn note_reply(
        &self,
        on: &Scope,
        callback: &Callback,
        staff: rappel_domain::id::StaffId,
        words: &str,
    ) -> Result<()> {
        let about = About { tenant: callback.tenant, ticket: callback.ticket, callback: callback.id };
        again(|| async {
            let mut tx = self.store.write(on).await?;
            let decision = callback::replied(tx.clock(), about, staff, words);
            tx.record(decision).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}
