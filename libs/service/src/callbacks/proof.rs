//! Callbacks as the staff looks back on them: the list across tenants, and the proof of one.

use rappel_domain::{callback::Callback, delivery::Recipient, event::Audience, id::CallbackId};
use rappel_store::deliveries::Delivery;

use super::CallbackView;
use crate::{Scope, Service, StaffScope, error::Result, tickets::write_staff, timeline::Names};

/// How many rows a page of the list has.
pub const CALLBACKS_PAGE: u64 = 50;

/// Everything that shows what became of a promise.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Number of the ticket.
    pub number: i64,
    /// The callback with its facts.
    pub view: CallbackView,
    /// Messages sent for it, in order, with the recipient's name.
    pub deliveries: Vec<(Delivery, String)>,
}

impl Service {
    /// Callbacks of the reader's tenants with the number of their ticket, the newest first.
    pub async fn recent_callbacks(
        &self,
        scope: &StaffScope,
        before: Option<CallbackId>,
    ) -> Result<Vec<(Callback, i64)>> {
        Ok(self.store.office(scope).await?.recent_callbacks(before, CALLBACKS_PAGE).await?)
    }

    /// The proof of a callback, for staff.
    pub async fn callback_proof(&self, scope: &Scope, id: CallbackId) -> Result<Proof> {
        write_staff(scope)?;
        let tx = self.store.read(scope).await?;
        let callback = tx.callbacks().by_id(id).await?;
        let ticket = tx.tickets().by_id(callback.ticket).await?;
        let mut sent = tx.deliveries().of_ticket(ticket.id).await?;
        sent.retain(|it| it.callback == Some(id));
        let (mut persons, mut staff) = (Vec::new(), Vec::new());
        for delivery in &sent {
            match delivery.to {
                Recipient::Person(id) => persons.push(id),
                Recipient::Staff(id) => staff.push(id),
                Recipient::Address(_) => {}
            }
        }
        let names = Names::read(&tx, &persons, &staff).await?;
        let with_name = |delivery: Delivery| {
            let name = match &delivery.to {
                Recipient::Person(id) => names.person(*id),
                Recipient::Staff(id) => names.staff(*id),
                Recipient::Address(address) => address.clone(),
            };
            (delivery, name)
        };
        let deliveries = sent.into_iter().map(with_name).collect();
        let view = CallbackView::read(&tx, callback, Audience::Staff).await?;
        Ok(Proof { number: ticket.number, view, deliveries })
    }
}
