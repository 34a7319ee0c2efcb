//! Numbers and providers that refuse: the number is not used again, and supervisors hear of it.

use chrono::Duration;
use rappel_domain::{
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::StaffId,
};
use rappel_store::{Tx, deliveries::Delivery, persons::Person};

use crate::{callbacks::resolve::supervisors_of, error::Result};

/// The word of a failure that is our own account's or settings' (`rappel_notify::Class::Configuration`).
pub(crate) const CONFIGURATION: &str = "configuration";
/// Supervisors hear of the same trouble once in this time.
const TOLD_FOR: Duration = Duration::hours(1);

/// A number is not used again: its owner's proof of it is gone, and supervisors hear when it was somebody of staff.
pub(crate) async fn stop_using(tx: &mut Tx, delivery: &Delivery, detail: &str) -> Result<()> {
    match (&delivery.to, delivery.channel) {
        (Recipient::Staff(staff), Channel::Sms) => {
            let now = tx.clock().now();
            tx.set_sms_refused(*staff, Some(now)).await?;
            let news = News::NumberRefused { staff: *staff, detail: detail.to_owned() };
            tell_supervisors(tx, delivery, &news).await
        }
        (Recipient::Person(id), Channel::Sms) => {
            let person = tx.persons().by_id(*id).await?;
            Ok(tx.persons().update(&Person { phone_verified_at: None, ..person }).await?)
        }
        _ => Ok(()),
    }
}

/// Somebody of staff wants no more texts: their supervisors hear of it, and they themselves, in case they meant something
/// else by it. They can still be called and written to.
pub(crate) async fn tell_of_stop(tx: &mut Tx, staff: StaffId) -> Result<()> {
    let news = News::NumberRefused { staff, detail: "STOP".to_owned() };
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
    let trouble = matches!(about.news, News::ProviderRefuses { .. } | News::NumberRefused { .. });
    if trouble || tx.deliveries().was_told(news, since).await? {
        return Ok(());
    }
    for staff in supervisors_of(tx).await? {
        let to = Recipient::Staff(staff);
        let decision = announce(tx.clock(), about.tenant, to, Channel::Email, news.clone());
        tx.record(decision).await?;
    }
    Ok(())
}
