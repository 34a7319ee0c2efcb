//! What a tenant plans to send in a month. It warns and never holds back: an urgent page costs what it costs.

use chrono::{DateTime, Datelike as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::TenantId,
    role::StaffRight,
};
use rappel_store::{Tx, deliveries::Delivery};

use crate::{
    Service, StaffScope, Tenant,
    callbacks::resolve::supervisors_of,
    error::{Error, Result},
    tenants::tenant_of,
};

/// At which part of the budget somebody is told, in percent.
const TOLD_AT: [i32; 2] = [100, 80];

/// What a tenant has sent this month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Texts.
    pub sms: u64,
    /// Calls.
    pub calls: u64,
}

impl Service {
    /// What a tenant has sent this month, by the operator's clocks.
    pub async fn usage(&self, scope: &StaffScope, tenant: TenantId) -> Result<Usage> {
        if !scope.may(StaffRight::EditTenants) {
            return Err(Error::Forbidden);
        }
        let tx = self.store.read(&tenant_of(scope, tenant)?).await?;
        let (since, _) = month(tx.clock().now(), tx.operator().await?.time_zone);
        Ok(Usage {
            sms: tx.pacing().used(Channel::Sms, since).await?,
            calls: tx.pacing().used(Channel::Voice, since).await?,
        })
    }
}

/// Tells supervisors and the operator's mailbox when a message that was sent reaches a part of the budget, once for each
/// month and part.
pub(crate) async fn watch(tx: &mut Tx, sent: &Delivery) -> Result<()> {
    let tenant = match sent.channel {
        Channel::Sms | Channel::Voice => tx.tenant().await?,
        Channel::Email => return Ok(()),
    };
    let Some(budget) = budget_of(&tenant, sent.channel) else {
        return Ok(());
    };
    let operator = tx.operator().await?;
    let (since, month) = month(tx.clock().now(), operator.time_zone);
    let used = tx.pacing().used(sent.channel, since).await?;
    let reached = |percent: &i32| used >= part(budget, *percent);
    let Some(percent) = TOLD_AT.into_iter().find(reached) else {
        return Ok(());
    };
    let about = format!("budget {} {month} {budget} {percent}", sent.channel.as_str());
    if !tx.pacing().is_first(&about).await? {
        return Ok(());
    }
    let mut to: Vec<Recipient> = supervisors_of(tx).await?.into_iter().map(Recipient::Staff).collect();
    to.extend(operator.fallback_email.map(Recipient::Address));
    for recipient in to {
        let news = News::BudgetUsed { channel: sent.channel, month: month.clone(), budget, percent };
        let decision = announce(tx.clock(), sent.tenant, recipient, Channel::Email, news);
        tx.record(decision).await?;
    }
    Ok(())
}

/// How many messages a part of a budget is, rounded up.
pub fn part(budget: i32, percent: i32) -> u64 {
    let whole = u64::try_from(budget).unwrap_or_default() * u64::try_from(percent).unwrap_or_default();
    whole.div_ceil(100)
}

const fn budget_of(tenant: &Tenant, channel: Channel) -> Option<i32> {
    match channel {
        Channel::Sms => tenant.sms_budget,
        Channel::Voice => tenant.call_budget,
        Channel::Email => None,
    }
}

/// When the month of a moment began on the clocks of a zone, and what it is called.
fn month(now: DateTime<Utc>, zone: Tz) -> (DateTime<Utc>, String) {
    let today = now.with_timezone(&zone);
    // A clock that is put forward at midnight has no midnight; the month began then.
    let began =
        (0..3).find_map(|hour| zone.with_ymd_and_hms(today.year(), today.month(), 1, hour, 0, 0).earliest());
    (began.map_or(now, |it| it.with_timezone(&Utc)), today.format("%Y-%m").to_string())
}

#[cfg(test)]
mod tests;
