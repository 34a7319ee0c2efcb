//! Calls in which nothing is taken: a test of somebody's own phone, and the last resort told to the operator's fallback number,
//! which is nobody's account. A digit shows that it was heard.

use rappel_domain::{
    Locale,
    callback::{Callback, State},
    delivery::{News, Recipient},
    id::{DeliveryId, StaffId},
};
use rappel_store::deliveries::Delivery;

use crate::{
    Service,
    callbacks::holder,
    error::{Error, Result},
    receipts::is_of,
    settings::Effective,
};

/// A call with everything that it may say.
#[derive(Debug)]
pub struct NoticeCall {
    delivery: DeliveryId,
    /// What it is about.
    pub subject: Subject,
    /// What the person on the phone speaks.
    pub locale: Locale,
    /// The tenant with what it inherits.
    pub settings: Effective,
}

/// What a call is about.
#[derive(Debug)]
pub enum Subject {
    /// Whoever is called asked for it.
    Test,
    /// Nobody on call could be reached.
    LastResort {
        /// The obligation.
        callback: Box<Callback>,
        /// Number of the ticket.
        number: i64,
        /// Who has it by now.
        holder: Option<String>,
    },
}

/// Whether nothing can be taken in a call with this message.
pub const fn is_notice(delivery: &Delivery) -> bool {
    matches!(delivery.to, Recipient::Address(_)) || matches!(delivery.news, News::PhoneTest)
}

impl NoticeCall {
    /// Whether the call that it asks for waits to be made by somebody; a test always does.
    pub fn waits(&self) -> bool {
        match &self.subject {
            Subject::Test => true,
            Subject::LastResort { callback, .. } => {
                matches!(callback.state, State::Requested | State::Paging)
            }
        }
    }
}

impl Service {
    /// The call that a provider speaks of by its own name for it. Its signature was checked before. [`Error::NotFound`] for
    /// one in which something can be taken, and when whoever is on the phone has left.
    pub async fn notice_under_way(
        &self,
        tenant_number: i64,
        id: DeliveryId,
        call: &str,
    ) -> Result<NoticeCall> {
        let scope = self.store.doors().receipt(tenant_number).await?;
        let tx = self.store.read(&scope).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        if !is_of(call, &tx.deliveries().attempts(id).await?) {
            return Err(Error::NotFound);
        }
        let settings = Effective::read(&tx).await?;
        let (subject, locale) = match (&delivery.to, &delivery.news, delivery.callback) {
            (Recipient::Staff(staff), News::PhoneTest, _) => {
                let staff = tx.staff(*staff).await?;
                if staff.disabled_at.is_some() {
                    return Err(Error::NotFound);
                }
                (Subject::Test, staff.locale)
            }
            (Recipient::Address(_), News::LastResort { .. }, Some(callback)) => {
                let callback = tx.callbacks().by_id(callback).await?;
                let number = tx.tickets().by_id(callback.ticket).await?.number;
                let who: Vec<StaffId> = holder(&callback).into_iter().collect();
                let holder = tx.staff_names(&who).await?.into_values().next();
                let subject = Subject::LastResort { callback: Box::new(callback), number, holder };
                (subject, tx.operator().await?.locale)
            }
            _ => return Err(Error::NotFound),
        };
        Ok(NoticeCall { delivery: id, subject, locale, settings })
    }

    /// A digit was pressed: somebody heard it.
    pub async fn notice_heard(&self, notice: &NoticeCall, call: &str, digit: &str) -> Result<()> {
        self.note_digit(notice.settings.tenant.number, notice.delivery, call, digit).await
    }
}
