//! The log of every message sent, and sending one again.

use std::collections::HashMap;

use rappel_domain::{
    Refusal,
    audit::Deed,
    callback,
    delivery::{News, Recipient},
    id::{DeliveryId, PersonId, StaffId, TenantId},
    role::StaffRight,
};
pub use rappel_store::deliveries::{Attempt, Delivery, LogFilter};

use crate::{
    Service, StaffScope, Tenant,
    error::{Error, Result},
    sending::{destination, turn::give_turn},
    settings::Effective,
    tenants::tenant_of,
};

/// How many rows a page of the log has.
pub const PAGE: u64 = 50;

/// A page of the log.
#[derive(Debug, Clone)]
pub struct Log {
    /// The rows, newest first, with the recipient's name.
    pub rows: Vec<(Delivery, String)>,
    /// The reader's tenants by name, the operator last.
    pub tenants: Vec<Tenant>,
    /// Where the next page begins.
    pub next: Option<DeliveryId>,
}

impl Service {
    /// A page of the log across the reader's tenants. That of one company alone is a look at it.
    pub async fn delivery_log(
        &self,
        scope: &StaffScope,
        filter: &LogFilter,
        before: Option<DeliveryId>,
    ) -> Result<Log> {
        if !scope.may(StaffRight::SeeDeliveries) {
            return Err(Error::Forbidden);
        }
        let tx = self.store.office(&scope.with_operator()).await?;
        let mut rows = tx.deliveries(filter, before, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        let next = more.then(|| rows.last().map(|it| it.id)).flatten();
        let persons: Vec<(TenantId, PersonId)> = rows
            .iter()
            .filter_map(|it| match it.to {
                Recipient::Person(id) => Some((it.tenant, id)),
                _ => None,
            })
            .collect();
        let people = tx.person_names(&persons).await?;
        let staff: HashMap<StaffId, String> =
            tx.staff_list().await?.into_iter().map(|it| (it.id, it.name)).collect();
        let rows = rows
            .into_iter()
            .map(|delivery| {
                let name = match &delivery.to {
                    Recipient::Person(id) => people
                        .iter()
                        .find(|(tenant, person, _)| (tenant, person) == (&delivery.tenant, id))
                        .map(|(_, _, name)| name.clone()),
                    Recipient::Staff(id) => staff.get(id).cloned(),
                    Recipient::Address(address) => Some(address.clone()),
                };
                (delivery, name.unwrap_or_default())
            })
            .collect();
        let log = Log { rows, tenants: tx.tenants().await?, next };
        drop(tx);
        if let Some(tenant) = filter.tenant {
            self.note_look(&tenant_of(scope, tenant)?, Deed::MessagesSeen).await?;
        }
        Ok(log)
    }

    /// One message with every try. Those of the operator's own are no company's.
    pub async fn delivery(
        &self,
        scope: &StaffScope,
        tenant: TenantId,
        id: DeliveryId,
    ) -> Result<(Delivery, Vec<Attempt>)> {
        if !scope.may(StaffRight::SeeDeliveries) {
            return Err(Error::Forbidden);
        }
        let of_company = tenant != scope.operator();
        let scope = tenant_of(scope, tenant)?;
        let tx = self.store.read(&scope).await?;
        let found = (tx.deliveries().by_id(id).await?, tx.deliveries().attempts(id).await?);
        drop(tx);
        if of_company {
            self.note_look(&scope, Deed::MessageSeen { delivery: id }).await?;
        }
        Ok(found)
    }

    /// Sends a message again: a new delivery with the same news to the same recipient.
    pub async fn send_again(&self, scope: &StaffScope, tenant: TenantId, id: DeliveryId) -> Result<()> {
        if !scope.may(StaffRight::SeeDeliveries) {
            return Err(Error::Forbidden);
        }
        let scope = tenant_of(scope, tenant)?;
        let mut tx = self.store.write(&scope).await?;
        let old = tx.deliveries().by_id(id).await?;
        if let (News::Connect, Recipient::Staff(staff), Some(callback)) = (&old.news, &old.to, old.callback) {
            // Within the limits of such calls, and for whoever has the callback still.
            drop(tx);
            self.connect_as(&scope, callback, *staff).await?;
            let tx = self.store.write(&scope).await?;
            tx.audit().note(None, &Deed::MessageSentAgain { delivery: id }).await?;
            return Ok(tx.commit().await?);
        }
        // Within the limits of tests, and by nobody but its owner.
        if old.news == News::PhoneTest {
            return Err(Refusal::NotAllowed.into());
        }
        let again = if let (Some(callback), Some(summons)) = (old.callback, old.summons) {
            // A page is an attempt of its own, and only while nobody has taken the callback.
            let callback = tx.callbacks().by_id(callback).await?;
            let summons = tx.callbacks().summons_by_id(summons).await?;
            callback::summon_again(tx.clock(), &callback, &summons, old.to.clone())?
        } else {
            let about = (old.ticket, old.callback);
            let (to, news) = (old.to.clone(), old.news.clone());
            rappel_domain::decision::send_again(tx.clock(), tenant, to, old.channel, news, about)
        };
        let new = again.parts().deliveries.first().map(|it| it.id);
        tx.record(again).await?;
        if let (Some(new), Some(_)) = (new, old.summons) {
            let settings = Effective::read(&tx).await?;
            let to = Box::pin(destination(&tx, &old, &settings, self.texts_leave)).await?;
            if let Some(address) = to.address {
                give_turn(&tx, new, old.channel, &address).await?;
            }
        }
        tx.audit().note(None, &Deed::MessageSentAgain { delivery: id }).await?;
        Ok(tx.commit().await?)
    }
}
