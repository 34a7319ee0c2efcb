//! Whether a message to somebody on call may go now, or waits until they were sent less.

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::SummonsState,
    delivery::{Channel, DeliveryState, News},
    id::{DeliveryId, SummonsId},
    pace::{self, SPAN, Turn},
};
use rappel_store::{
    Tx,
    deliveries::Delivery,
    pacing::{Held, Texted, Waiting},
};

use crate::error::Result;

/// Pages that one text carries at most; the rest waits for the next one.
pub(super) const MOST_ABOARD: u64 = 500;

/// A page that travels in the text of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aboard {
    /// The message.
    pub delivery: DeliveryId,
    /// What it carries out.
    pub summons: SummonsId,
    /// Number of its ticket.
    pub number: i64,
}

/// What of the pauses a message keeps.
enum Paced {
    /// A text that pages: waits, and carries what waits.
    Page,
    /// A call that pages: waits while the phone rings for another ticket.
    Call,
    /// A text that nothing hangs on: not sent at all when it would take the room of a page.
    News,
}

fn paced(delivery: &Delivery) -> Option<Paced> {
    match (&delivery.news, delivery.channel) {
        (news, Channel::Sms) if news.summons().is_some() => Some(Paced::Page),
        (news, Channel::Voice) if news.summons().is_some() => Some(Paced::Call),
        (News::TakenByOther | News::NotNeeded, Channel::Sms) => Some(Paced::News),
        _ => None,
    }
}

/// Whether a message may begin.
pub(super) enum Claim {
    /// It may.
    Yes,
    /// Not before this time.
    Wait(DateTime<Utc>),
    /// Not at all: the room is a page's, or a provider has told meanwhile what became of an earlier try.
    No,
    /// What it was to carry was taken meanwhile: its text is no longer true.
    Changed,
}

/// Until when a message has to wait, at a glance; what counts is [`claim`].
pub(super) async fn peek(tx: &Tx, delivery: &Delivery, address: &str) -> Result<Option<DateTime<Utc>>> {
    let channel = match paced(delivery) {
        Some(Paced::Page) => Channel::Sms,
        Some(Paced::Call) => Channel::Voice,
        Some(Paced::News) | None => return Ok(None),
    };
    let held = tx.pacing().window(address, channel).await?;
    let texts = tx.pacing().texts(address).await?;
    Ok(match turn(tx.clock().now(), delivery, &held, &texts) {
        Turn::Now(_) => None,
        Turn::Wait(until) => Some(until),
    })
}

/// Pages to the same person that wait, and that the text of `delivery` would carry.
pub(super) async fn aboard(tx: &Tx, delivery: &Delivery) -> Result<Vec<Aboard>> {
    if !matches!(paced(delivery), Some(Paced::Page)) {
        return Ok(Vec::new());
    }
    let waiting = tx.pacing().waiting_pages(&delivery.to, MOST_ABOARD).await?;
    let others = waiting.into_iter().filter(|it| it.delivery.id != delivery.id);
    let page = |it: Waiting| {
        Some(Aboard { delivery: it.delivery.id, summons: it.delivery.summons?, number: it.number })
    };
    Ok(others.filter_map(page).collect())
}

/// Takes the turn for a message, in the unit of work that begins it.
///
/// Always in this order, so that two of them never wait for each other: the windows of the phone, the message itself, the pages
/// that it carries. What they carry out comes last ([`hold`]), as it does when a provider tells of a message.
pub(super) async fn claim(tx: &Tx, delivery: &Delivery, address: &str, carried: &[Aboard]) -> Result<Claim> {
    let channel = match paced(delivery) {
        Some(Paced::Page) => Channel::Sms,
        Some(Paced::Call) => Channel::Voice,
        Some(Paced::News) => return claim_news(tx, delivery, address).await,
        None if waits_still(tx, delivery).await? => return Ok(Claim::Yes),
        None => return Ok(Claim::No),
    };
    let now = tx.clock().now();
    let held = tx.pacing().hold_window(address, channel).await?;
    let texts = match channel {
        Channel::Sms => tx.pacing().hold_texts(address).await?,
        Channel::Voice | Channel::Email => Vec::new(),
    };
    let window = match turn(now, delivery, &held, &texts) {
        Turn::Now(window) => window,
        Turn::Wait(until) => return Ok(Claim::Wait(until)),
    };
    if !waits_still(tx, delivery).await? {
        return Ok(Claim::No);
    }
    if channel == Channel::Sms {
        let ids: Vec<DeliveryId> = carried.iter().map(|it| it.delivery).collect();
        if !ids.is_empty() {
            let waiting = tx.pacing().waiting_pages(&delivery.to, MOST_ABOARD).await?;
            if ids.iter().any(|id| waiting.iter().all(|it| it.delivery.id != *id)) {
                return Ok(Claim::Changed);
            }
        }
        tx.pacing().carry(delivery.id, &ids).await?;
        note_text(tx, delivery.id, address, texts).await?;
    }
    let held = Held { window: Some(window), holder: Some(delivery.id) };
    tx.pacing().keep_window(address, channel, &held).await?;
    Ok(Claim::Yes)
}

/// Holds a message, and looks again: a receipt of an earlier try may have been faster.
async fn waits_still(tx: &Tx, delivery: &Delivery) -> Result<bool> {
    Ok(tx.deliveries().hold(delivery.id).await?.state == DeliveryState::Waiting)
}

/// Whether what a message carries out is wanted still.
pub(super) enum Hold {
    /// It is, until this unit of work ends: whoever takes the callback meanwhile waits, and sees that it has begun.
    Yes,
    /// Nobody needs it any more.
    NotWanted,
    /// What it was to carry was taken.
    Changed,
}

/// Holds what a message carries out as it is. Last, after the windows and the messages: whoever gives a message up, or notes
/// what became of it, takes these first too.
pub(super) async fn hold(tx: &Tx, delivery: &Delivery, carried: &[Aboard]) -> Result<Hold> {
    let Some(own) = delivery.summons else {
        return Ok(Hold::Yes);
    };
    let ids: Vec<SummonsId> = std::iter::once(own).chain(carried.iter().map(|it| it.summons)).collect();
    let held = tx.callbacks().hold_summons(&ids).await?;
    let waits = |id| held.iter().any(|it| it.id == id && it.state == SummonsState::Pending);
    Ok(if !waits(own) {
        Hold::NotWanted
    } else if ids.iter().all(|id| waits(*id)) {
        Hold::Yes
    } else {
        Hold::Changed
    })
}

async fn claim_news(tx: &Tx, delivery: &Delivery, address: &str) -> Result<Claim> {
    let texts = tx.pacing().hold_texts(address).await?;
    let known = texts.iter().any(|(id, _)| *id == delivery.id);
    if !known && !pace::has_room_for_news(tx.clock().now(), &times(&texts)) {
        return Ok(Claim::No);
    }
    if !waits_still(tx, delivery).await? {
        return Ok(Claim::No);
    }
    note_text(tx, delivery.id, address, texts).await?;
    Ok(Claim::Yes)
}

/// The one that has the turn goes on: trying again after a fault is no new text.
fn turn(now: DateTime<Utc>, delivery: &Delivery, held: &Held, texts: &[Texted]) -> Turn {
    match held.window {
        Some(window) if held.holder == Some(delivery.id) => Turn::Now(window.renewed(now)),
        window if delivery.channel == Channel::Sms => pace::text(now, window, &times(texts)),
        window => pace::call(now, window),
    }
}

fn times(texts: &[Texted]) -> Vec<DateTime<Utc>> {
    texts.iter().map(|(_, at)| *at).collect()
}

async fn note_text(tx: &Tx, id: DeliveryId, address: &str, texts: Vec<Texted>) -> Result<()> {
    let now = tx.clock().now();
    let mut texts = texts;
    texts.retain(|(other, at)| *other != id && now - *at < SPAN);
    texts.push((id, now));
    Ok(tx.pacing().keep_texts(address, &texts).await?)
}

/// Nothing was sent after all: whoever waits behind this message may go at once, and what it was to carry is free.
pub(crate) async fn release(tx: &Tx, delivery: &Delivery) -> Result<()> {
    let (Some(address), Some(paced)) = (&delivery.address, paced(delivery)) else {
        return Ok(());
    };
    let channel = match paced {
        Paced::Page => Channel::Sms,
        Paced::Call => Channel::Voice,
        Paced::News => return Ok(()),
    };
    let held = tx.pacing().hold_window(address, channel).await?;
    if held.holder == Some(delivery.id) {
        let window = held.window.map(|it| it.released(tx.clock().now()));
        tx.pacing().keep_window(address, channel, &Held { window, holder: None }).await?;
    }
    if channel == Channel::Sms {
        let mut texts = tx.pacing().hold_texts(address).await?;
        texts.retain(|(id, _)| *id != delivery.id);
        tx.pacing().keep_texts(address, &texts).await?;
    }
    Ok(())
}

/// Somebody of staff asked for this page now: it has the turn, whatever was sent before.
pub(crate) async fn give_turn(tx: &Tx, delivery: DeliveryId, channel: Channel, address: &str) -> Result<()> {
    if channel == Channel::Email {
        return Ok(());
    }
    let held = tx.pacing().hold_window(address, channel).await?;
    if held.window.is_some() {
        tx.pacing().keep_window(address, channel, &Held { holder: Some(delivery), ..held }).await?;
    }
    Ok(())
}
