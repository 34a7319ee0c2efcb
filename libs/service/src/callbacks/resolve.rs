//! Everybody who could be paged for a client, as they are now.

use chrono::Duration;
use rappel_domain::{
    callback::{Colleague, Reachable, Roster, Standing},
    delivery::Channel,
    id::StaffId,
};
use rappel_store::Tx;

use crate::error::Result;

/// Everybody who could be paged for the client of this unit of work, and everything that says who is.
pub(crate) async fn roster(tx: &Tx, call_after: Option<Duration>) -> Result<Roster> {
    let tenant = tx.scope().tenant();
    let colleague = |it: rappel_store::staff::Staff| Colleague {
        staff: it.id,
        role: it.role,
        standing: match it.disabled_at {
            Some(_) => Standing::Disabled,
            None if it.may_see(tenant) => Standing::Pageable,
            None => Standing::OtherClients,
        },
        number: it.phone.is_some(),
        sms: it.takes_sms(),
        email: !it.email.is_empty(),
    };
    Ok(Roster {
        colleagues: tx.colleagues().await?.into_iter().map(colleague).collect(),
        teams: tx.teams().await?,
        rotas: tx.rotas().await?,
        fallback: fallback(tx).await?,
        call_after,
    })
}

/// Supervisors of a tenant (administrators where there are none).
pub(crate) async fn supervisors_of(tx: &Tx) -> Result<Vec<StaffId>> {
    Ok(roster(tx, None).await?.supervisors().collect())
}

/// The operator's fallback number and mailbox.
async fn fallback(tx: &Tx) -> Result<Vec<Reachable>> {
    let operator = tx.operator().await?;
    let sms = operator.fallback_phone.map(|phone| (Channel::Sms, phone.e164().to_owned()));
    let mail = operator.fallback_email.map(|address| (Channel::Email, address));
    let way = |(channel, address)| Reachable::Address { channel, address };
    Ok(sms.into_iter().chain(mail).map(way).collect())
}
