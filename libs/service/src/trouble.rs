//! Numbers, mailboxes and providers that refuse: what refused is not used again, and supervisors hear of it.

use chrono::Duration;
use rappel_domain::{
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::StaffId,
    phone::Phone,
    readiness::STOP,
};
use rappel_store::{Tx, deliveries::Delivery, persons::Person, refusals::Told};

use crate::{callbacks::resolve::supervisors_of, error::Result};

/// The word of a failure that is our own account's or settings' (`rappel_notify::Class::Configuration`).
pub(crate) const CONFIGURATION: &str = "configuration";
/// Supervisors hear of the same trouble once in this time.
const TOLD_FOR: Duration = Duration::hours(1);

/// A number or a mailbox is not used again by the way that was refused, and supervisors hear of it. The mark is that of the
/// address: a receipt that comes late says nothing of the one that somebody has by now, and what was never addressed says
/// nothing of any.
pub(crate) async fn stop_using(tx: &mut Tx, delivery: &Delivery, detail: &str) -> Result<()> {
    let by = delivery.channel;
    let Some(refused) = delivery.address.as_deref() else {
        return Ok(());
    };
    match &delivery.to {
        Recipient::Staff(id) => stop_using_of_staff(tx, delivery, (*id, refused), detail).await,
        Recipient::Person(id) if by == Channel::Sms => {
            let person = tx.persons().by_id(*id).await?;
            if Some(refused) != person.phone.as_ref().map(Phone::e164) {
                return Ok(());
            }
            Ok(tx.persons().update(&Person { phone_verified_at: None, ..person }).await?)
        }
        Recipient::Person(_) => Ok(()),
        // Nobody else is left to be told there, so that it is tried again all the same.
        Recipient::Address(address) => {
            if tx.refuse_address(by, address, detail).await? == Told::Lately {
                return Ok(());
            }
            write_to_supervisors(tx, &News::FallbackRefused { by, detail: detail.to_owned() }).await
        }
    }
}

async fn stop_using_of_staff(
    tx: &mut Tx,
    delivery: &Delivery,
    (id, refused): (StaffId, &str),
    detail: &str,
) -> Result<()> {
    let by = delivery.channel;
    let staff = tx.staff(id).await?;
    let own = match by {
        Channel::Sms | Channel::Voice => staff.phone.as_ref().map(Phone::e164),
        Channel::Email => Some(staff.email.as_str()),
    };
    let news = News::NumberRefused { staff: id, by, detail: detail.to_owned() };
    if by == Channel::Sms {
        let is_theirs = tx.refuse_texts(id, refused, detail).await?;
        return if is_theirs { tell_supervisors(tx, delivery, &news).await } else { Ok(()) };
    }
    let told = tx.refuse_address(by, refused, detail).await?;
    if told == Told::Lately || own != Some(refused) {
        return Ok(());
    }
    write_to_supervisors(tx, &news).await
}

/// Something reached a number or a mailbox of the operator: whatever was refused before is over.
pub(crate) async fn reached(tx: &Tx, delivery: &Delivery) -> Result<()> {
    match (&delivery.to, &delivery.address) {
        (Recipient::Staff(_) | Recipient::Address(_), Some(address)) => {
            Ok(tx.accept_address(delivery.channel, address).await?)
        }
        _ => Ok(()),
    }
}

/// Somebody of staff wants no more texts: their supervisors hear of it, and they themselves, in case they meant something
/// else by it. They can still be called and written to.
pub(crate) async fn tell_of_stop(tx: &mut Tx, staff: StaffId) -> Result<()> {
    let news = News::NumberRefused { staff, by: Channel::Sms, detail: STOP.to_owned() };
    let since = tx.clock().now() - TOLD_FOR;
    if tx.deliveries().was_told(&news, since).await? {
        return Ok(());
    }
    let supervisors = supervisors_of(tx).await?.into_iter().filter(|it| *it != staff);
    for to in supervisors.chain([staff]).map(Recipient::Staff) {
        let tenant = tx.scope().tenant();
        let decision = announce(tx.clock(), tenant, to, Channel::Email, news.clone());
        tx.record(decision).await?;
    }
    Ok(())
}

pub(crate) async fn tell_of_provider(tx: &mut Tx, delivery: &Delivery, detail: &str) -> Result<()> {
    let provider = delivery.provider.clone().unwrap_or_default();
    tell_supervisors(tx, delivery, &News::ProviderRefuses { provider, detail: detail.to_owned() }).await
}

/// By e-mail, and never about a message that was itself about trouble.
async fn tell_supervisors(tx: &mut Tx, about: &Delivery, news: &News) -> Result<()> {
    let since = tx.clock().now() - TOLD_FOR;
    let trouble = matches!(
        about.news,
        News::ProviderRefuses { .. } | News::NumberRefused { .. } | News::FallbackRefused { .. }
    );
    if trouble || tx.deliveries().was_told(news, since).await? {
        return Ok(());
    }
    write_to_supervisors(tx, news).await
}

/// To those whose mailboxes take it; where none does, to the operator's.
async fn write_to_supervisors(tx: &mut Tx, news: &News) -> Result<()> {
    let mut to = Vec::new();
    for id in supervisors_of(tx).await? {
        if tx.staff(id).await?.takes_mail() {
            to.push(Recipient::Staff(id));
        }
    }
    if to.is_empty()
        && let Some(mailbox) = tx.operator().await?.fallback_email
    {
        let refused = tx.refused_addresses(&[&mailbox]).await?;
        if !refused.iter().any(|it| it.channel == Channel::Email) {
            to.push(Recipient::Address(mailbox));
        }
    }
    if to.is_empty() {
        tracing::error!(news = news.kind(), "supervisors cannot be written to");
    }
    for to in to {
        let decision = announce(tx.clock(), tx.scope().tenant(), to, Channel::Email, news.clone());
        tx.record(decision).await?;
    }
    Ok(())
}
