//! E-mails to the managers of a company about what happens to all of it.

use rappel_domain::{
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::StaffId,
    role::PersonRole,
};
use rappel_store::Tx;

use crate::error::Result;

/// Mails the managers of a company.
pub(crate) async fn tell_managers(tx: &mut Tx, news: &News) -> Result<()> {
    let to = managers(tx).await?;
    tell(tx, to, news).await
}

/// Mails the managers, some of staff, and the operator's mailbox for what nobody else sees.
pub(crate) async fn tell_managers_and_staff(
    tx: &mut Tx,
    staff: impl IntoIterator<Item = StaffId> + Send,
    news: &News,
) -> Result<()> {
    let mut to = managers(tx).await?;
    to.extend(staff.into_iter().map(Recipient::Staff));
    to.extend(tx.operator().await?.fallback_email.map(Recipient::Address));
    tell(tx, to, news).await
}

async fn managers(tx: &Tx) -> Result<Vec<Recipient>> {
    let people = tx.persons().list().await?;
    let managers = people.iter().filter(|it| it.role == PersonRole::Manager && it.disabled_at.is_none());
    Ok(managers.map(|it| Recipient::Person(it.id)).collect())
}

async fn tell(tx: &mut Tx, to: Vec<Recipient>, news: &News) -> Result<()> {
    for recipient in to {
        let tenant = tx.scope().tenant();
        let decision = announce(tx.clock(), tenant, recipient, Channel::Email, news.clone());
        tx.record(decision).await?;
    }
    Ok(())
}
