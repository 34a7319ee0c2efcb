//! Who is meant by a step of a policy, now.

use chrono::Duration;
use rappel_domain::{
    callback::{MailAlone, Reachable},
    delivery::Channel,
    id::StaffId,
    policy::{Policy, Step, Target},
    role::StaffRole,
};
use rappel_store::{Tx, staff::Staff};

use crate::error::Result;

/// Whom a position names now.
pub(crate) struct Named {
    /// Those who can be reached by some channel, each once.
    pub(crate) reachable: Vec<Reachable>,
    /// Whether an e-mail alone may be waited for.
    pub(crate) mail: MailAlone,
}

/// Everybody whom a step names now and who can be reached by some channel, each once.
pub(crate) async fn step(tx: &Tx, step: &Step, call_after: Option<Duration>) -> Result<Named> {
    let able = tx.staff_of_tenant().await?;
    let mail = if able.iter().any(Staff::takes_sms) { MailAlone::IsNoHope } else { MailAlone::Counts };
    let mut ids: Vec<StaffId> = Vec::new();
    for target in &step.targets {
        match target {
            Target::Staff(id) => ids.push(*id),
            Target::Supervisors => ids.extend(supervisors(&able).map(|it| it.id)),
            Target::OnCall(rota) => {
                let now = tx.clock().now();
                let rotas = tx.rotas().await?;
                if let Some(rota) = rotas.iter().find(|it| it.id == *rota) {
                    ids.extend(rota.rota.on_call_at(now));
                }
            }
        }
    }
    let mut found: Vec<Reachable> = Vec::new();
    for id in ids {
        let Some(reachable) = able.iter().find(|it| it.id == id).and_then(|it| reachable(it, call_after))
        else {
            continue;
        };
        if !found.contains(&reachable) {
            found.push(reachable);
        }
    }
    Ok(Named { reachable: found, mail })
}

/// Supervisors (administrators where there are none), and the operator's fallback number and mailbox.
pub(crate) async fn last_resort(tx: &Tx, call_after: Option<Duration>) -> Result<Named> {
    let able = tx.staff_of_tenant().await?;
    let mut found: Vec<Reachable> = supervisors(&able).filter_map(|it| reachable(it, call_after)).collect();
    found.extend(fallback(tx).await?);
    Ok(Named { reachable: found, mail: MailAlone::Counts })
}

/// Whether a step names somebody on call, or by name, who can be paged now. Supervisors are the way out when nobody is
/// on call, so they do not count.
pub(crate) async fn somebody_on_call(tx: &Tx, policy: &Policy, call_after: Option<Duration>) -> Result<bool> {
    for one in &policy.steps {
        let targets = one.targets.iter().copied().filter(|it| *it != Target::Supervisors).collect();
        let named = step(tx, &Step { targets, ..one.clone() }, call_after).await?;
        if named.reachable.iter().any(|it| it.is_worth_waiting_for(named.mail)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The operator's fallback number and mailbox.
pub(crate) async fn fallback(tx: &Tx) -> Result<Vec<Reachable>> {
    let mut found = Vec::new();
    let operator = tx.operator().await?;
    if let Some(phone) = operator.fallback_phone {
        found.push(Reachable::Address { channel: Channel::Sms, address: phone.e164().to_owned() });
    }
    if let Some(address) = operator.fallback_email {
        found.push(Reachable::Address { channel: Channel::Email, address });
    }
    Ok(found)
}

/// Supervisors of a tenant (administrators where there are none).
pub(crate) async fn supervisors_of(tx: &Tx) -> Result<Vec<StaffId>> {
    let able = tx.staff_of_tenant().await?;
    Ok(supervisors(&able).map(|it| it.id).collect())
}

fn supervisors(able: &[Staff]) -> impl Iterator<Item = &Staff> {
    let has_supervisor = able.iter().any(|it| it.role == StaffRole::Supervisor);
    let role = if has_supervisor { StaffRole::Supervisor } else { StaffRole::Admin };
    able.iter().filter(move |it| it.role == role)
}

/// A number that refuses text messages can still be called.
fn reachable(staff: &Staff, call_after: Option<Duration>) -> Option<Reachable> {
    let (sms, email) = (staff.takes_sms(), !staff.email.is_empty());
    let call_after = call_after.filter(|_| staff.phone.is_some());
    let found = Reachable::Staff { staff: staff.id, sms, email, call_after };
    (sms || email || call_after.is_some()).then_some(found)
}
