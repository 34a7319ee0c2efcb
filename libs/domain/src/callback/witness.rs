//! What is only noted: messages that left, receipts, digits and replies. It proves what became of a callback and
//! changes nothing in it.

use crate::{
    Actor, Clock,
    decision::Decision,
    delivery::Channel,
    event::Fact,
    id::{CallbackId, DeliveryId, StaffId, TenantId, TicketId},
};

/// So many letters of a reply are kept: as many as one text holds.
const MOST_WORDS: usize = 160;

/// What something was seen of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Whose.
    pub tenant: TenantId,
    /// The urgent ticket.
    pub ticket: TicketId,
    /// The obligation.
    pub callback: CallbackId,
}

/// A message that a provider took.
#[derive(Debug, Clone, Copy)]
pub struct SentMessage<'a> {
    /// Which.
    pub delivery: DeliveryId,
    /// By what.
    pub channel: Channel,
    /// The word for what it is about.
    pub news: &'a str,
    /// Who took it.
    pub provider: &'a str,
    /// What the provider calls it.
    pub provider_id: Option<&'a str>,
    /// Stands for address, subject and text.
    pub fingerprint: &'a str,
}

/// A provider took a message.
pub fn message_sent(clock: &dyn Clock, about: About, sent: &SentMessage<'_>) -> Decision {
    let fact = Fact::MessageSent {
        delivery: sent.delivery,
        channel: sent.channel,
        news: sent.news.to_owned(),
        provider: sent.provider.to_owned(),
        provider_id: sent.provider_id.map(str::to_owned),
        fingerprint: sent.fingerprint.to_owned(),
    };
    note(clock, about, Actor::System, fact)
}

/// A provider told what became of a message, in its word and with its reason.
pub fn receipt_came(
    clock: &dyn Clock,
    about: About,
    delivery: DeliveryId,
    provider_id: &str,
    status: &str,
    detail: Option<&str>,
) -> Decision {
    let fact = Fact::ReceiptCame {
        delivery,
        provider_id: provider_id.to_owned(),
        status: status.to_owned(),
        detail: detail.map(str::to_owned),
    };
    note(clock, about, Actor::System, fact)
}

/// Somebody pressed a digit during a call.
pub fn pressed(
    clock: &dyn Clock,
    about: About,
    staff: StaffId,
    delivery: DeliveryId,
    digit: &str,
) -> Decision {
    note(clock, about, Actor::Staff(staff), Fact::Pressed { staff, delivery, digit: digit.to_owned() })
}

/// Somebody answered by SMS.
pub fn replied(clock: &dyn Clock, about: About, staff: StaffId, words: &str) -> Decision {
    let words = words.trim().chars().filter(|letter| *letter != '\0').take(MOST_WORDS).collect();
    note(clock, about, Actor::Staff(staff), Fact::Replied { staff, words })
}

fn note(clock: &dyn Clock, about: About, by: Actor, fact: Fact) -> Decision {
    let mut decision = Decision::new(about.tenant);
    decision.fact(clock, about.ticket, Some(about.callback), by, fact);
    decision
}
