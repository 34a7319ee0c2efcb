//! Everybody who could be paged for a client, as they are now.

use rappel_domain::{
    callback::{Colleague, Reachable, Roster, Standing},
    delivery::Channel,
    id::StaffId,
    phone::Phone,
};
use rappel_store::{Tx, staff::Staff};

use crate::{Service, error::Result};

impl Service {
    /// Everybody who could be paged for the client of this unit of work, and everything that says who is.
    pub(crate) async fn roster(&self, tx: &Tx) -> Result<Roster> {
        let tenant = tx.scope().tenant();
        let colleague = |it: Staff| Colleague {
            staff: it.id,
            role: it.role,
            standing: match it.disabled_at {
                Some(_) => Standing::Disabled,
                None if it.may_see(tenant) => Standing::Pageable,
                None => Standing::OtherClients,
            },
            number: it.phone.is_some(),
            sms: self.texts_leave && it.takes_sms(),
            calls: it.takes_calls(),
            email: it.takes_mail(),
        };
        Ok(Roster {
            colleagues: tx.colleagues().await?.into_iter().map(colleague).collect(),
            teams: tx.teams().await?,
            rotas: tx.rotas().await?,
            fallback: self.fallback(tx).await?,
            call_after: self.call_after,
        })
    }

    /// Whether the operator's fallback number is called as well: it is no account of the staff, so that it is called in the
    /// countries that clients are called in.
    pub fn calls_fallback(&self, phone: &Phone) -> bool {
        self.can_connect(phone)
    }

    /// The operator's fallback number, by text and by call, and their mailbox.
    async fn fallback(&self, tx: &Tx) -> Result<Vec<Reachable>> {
        let operator = tx.operator().await?;
        let call_after = self.call_after.unwrap_or_default();
        let way = |(channel, address)| Reachable::Address { channel, address, call_after };
        let number = operator.fallback_phone;
        let called = number.as_ref().filter(|phone| self.calls_fallback(phone));
        let call = called.map(|phone| (Channel::Voice, phone.e164().to_owned()));
        let sms =
            number.as_ref().filter(|_| self.texts_leave).map(|phone| (Channel::Sms, phone.e164().to_owned()));
        let mail = operator.fallback_email.map(|address| (Channel::Email, address));
        Ok(sms.into_iter().chain(mail).chain(call).map(way).collect())
    }
}

/// Supervisors of a tenant (administrators where there are none).
pub(crate) async fn supervisors_of(tx: &Tx) -> Result<Vec<StaffId>> {
    let tenant = tx.scope().tenant();
    let able = |it: &Staff| it.disabled_at.is_none() && it.may_see(tenant);
    let staff: Vec<Staff> = tx.colleagues().await?.into_iter().filter(able).collect();
    Ok(rappel_domain::callback::supervisors(staff.iter().map(|it| (it.id, it.role))).collect())
}
