//! Who could not be reached when it is their turn: the page, its count, and the e-mail of Monday.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    callback::{Colleague, Roster, Standing},
    delivery::Channel,
    readiness::{
        Fault, Known, Names, Report, Ways, begin_weekly, due_week, faults, next_weekly, unreachable, weekly,
        weekly_job, weekly_mail,
    },
    role::StaffRole,
};
use rappel_store::{StoreError, refusals::RefusedAddress};

use crate::{
    Scope, Service, Staff, StaffScope, Tx,
    error::{Error, Result},
};

/// So long the count beside a link is believed.
const COUNT_LASTS: Duration = Duration::seconds(15);

/// How many things are wrong, and when that was counted.
pub(crate) type Counted = Arc<Mutex<Option<(DateTime<Utc>, usize)>>>;

impl Service {
    /// Everything that keeps people from being reached.
    pub async fn readiness(&self, scope: &StaffScope) -> Result<Report> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let tx = self.store.read(&own).await?;
        let report = self.readiness_in(&tx).await?;
        self.keep_count(report.count());
        Ok(report)
    }

    /// How many things keep people from being reached, as of a few seconds ago at most: it stands beside a link on every page.
    pub async fn readiness_count(&self, scope: &StaffScope) -> Result<usize> {
        let now = self.clock().now();
        let kept = *self.readiness.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, count)) = kept
            && (now - at).abs() < COUNT_LASTS
        {
            return Ok(count);
        }
        Ok(self.readiness(scope).await?.count())
    }

    fn keep_count(&self, count: usize) {
        let kept = Some((self.clock().now(), count));
        *self.readiness.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    /// By what this installation can make a phone ring.
    pub(crate) const fn ways(&self) -> Ways {
        Ways { texts: self.texts_leave, calls: self.can_call() }
    }

    pub(crate) async fn readiness_in(&self, tx: &Tx) -> Result<Report> {
        let now = tx.clock().now();
        let ways = self.ways();
        let (staff, teams, rotas) = (tx.colleagues().await?, tx.teams().await?, tx.rotas().await?);
        let policies = tx.policies().await?;
        let names = Names {
            staff: staff.iter().map(|it| (it.id, it.name.clone())).collect(),
            rotas: rotas.iter().map(|it| (it.id, it.name.clone())).collect(),
            policies: policies.iter().map(|it| (it.id, it.name.clone())).collect(),
            teams: teams.iter().map(|it| (it.id, it.name.clone())).collect(),
        };
        let known: Vec<Known> = staff.iter().map(known).collect();
        let roster = Roster {
            colleagues: staff.iter().map(|it| colleague(it, ways)).collect(),
            teams,
            rotas,
            fallback: Vec::new(),
            call_after: self.call_after,
        };
        let rules: Vec<_> = policies.iter().map(|it| (it.id, &it.policy)).collect();
        let mut faults = faults(&roster, &rules, now);
        faults.extend(fallback(tx, ways).await?);
        Ok(Report { people: unreachable(&known, &roster, &rules, ways, now), faults, ways, names })
    }

    /// Sends the e-mail of this week, when its hour has come and something is wrong, and looks again in a week.
    pub async fn weekly_readiness(&self, tx: &mut Tx) -> Result<()> {
        let (operator, now) = (tx.operator().await?, tx.clock().now());
        let zone = operator.time_zone;
        if !tx.has_job(weekly_job(next_weekly(now, zone))).await? {
            let next = begin_weekly(tx.clock(), operator.id, zone);
            tx.record(next).await?;
        }
        let Some(week) = due_week(now, zone) else {
            return Ok(());
        };
        if self.readiness_in(tx).await?.count() == 0 {
            return Ok(());
        }
        let leads = |it: &Staff| {
            it.disabled_at.is_none() && matches!(it.role, StaffRole::Supervisor | StaffRole::Admin)
        };
        let mut to = Vec::new();
        for staff in tx.colleagues().await?.iter().filter(|it| leads(it)) {
            match tx.deliveries().by_id(weekly_mail(week, staff.id)).await {
                Err(StoreError::NotFound) => to.push(staff.id),
                told => drop(told?),
            }
        }
        let decision = weekly(tx.clock(), operator.id, week, &to);
        Ok(tx.record(decision).await?)
    }

    /// Begins to look every Monday, unless somebody has.
    pub async fn begin_weekly_readiness(&self) -> Result<()> {
        let line = match self.store.doors().command_line().await {
            Ok(line) => line,
            // Before the first run is over there is no operator.
            Err(StoreError::NotFound) => return Ok(()),
            Err(other) => return Err(other.into()),
        };
        let operator = line.operator().clone();
        let scope = line.tenant(operator.id);
        let written = self.write_weekly(&scope, operator.time_zone).await;
        let due = weekly_job(next_weekly(self.clock().now(), operator.time_zone));
        match written {
            // Another worker was faster.
            Err(_) if self.store.read(&scope).await?.has_job(due).await? => Ok(()),
            written => written,
        }
    }

    async fn write_weekly(&self, scope: &Scope, zone: chrono_tz::Tz) -> Result<()> {
        let mut tx = self.store.write(scope).await?;
        if tx.has_job(weekly_job(next_weekly(tx.clock().now(), zone))).await? {
            return Ok(());
        }
        let decision = begin_weekly(tx.clock(), scope.tenant(), zone);
        tx.record(decision).await?;
        Ok(tx.commit().await?)
    }
}

/// What of the operator's fallback number and mailbox is refused, as they are now.
async fn fallback(tx: &Tx, ways: Ways) -> Result<Vec<Fault>> {
    let operator = tx.operator().await?;
    let phone = operator.fallback_phone.as_ref().map(|phone| phone.e164().to_owned());
    let addresses: Vec<&str> =
        phone.as_deref().into_iter().chain(operator.fallback_email.as_deref()).collect();
    let refused = tx.refused_addresses(&addresses).await?;
    let is_used = |by: Channel| match by {
        Channel::Sms => phone.as_ref().filter(|_| ways.texts),
        Channel::Voice => phone.as_ref().filter(|_| ways.calls),
        Channel::Email => operator.fallback_email.as_ref(),
    };
    let own = refused.into_iter().filter(|it| is_used(it.channel) == Some(&it.address));
    let fault = |it: RefusedAddress| Fault::Fallback {
        by: it.channel,
        since: it.refused.at,
        detail: it.refused.detail,
    };
    Ok(own.map(fault).collect())
}

/// What is known of somebody's phone.
pub(crate) fn known(staff: &Staff) -> Known {
    Known {
        staff: staff.id,
        is_disabled: staff.disabled_at.is_some(),
        has_number: staff.phone.is_some(),
        verified_at: staff.phone_verified_at,
        reached_at: staff.reached_at,
        refused: staff.sms_refused_at.map(|since| (since, staff.sms_refused_why.clone())),
        calls_refused: staff.refusals.calls.clone().map(|it| (it.at, it.detail)),
        mail_refused: staff.refusals.mail.clone().map(|it| (it.at, it.detail)),
    }
}

/// Whoever sees some clients only counts here as everybody: what a step does for one client, its dry run says.
fn colleague(staff: &Staff, ways: Ways) -> Colleague {
    Colleague {
        staff: staff.id,
        role: staff.role,
        standing: if staff.disabled_at.is_some() { Standing::Disabled } else { Standing::Pageable },
        number: staff.phone.is_some(),
        sms: ways.texts && staff.takes_sms(),
        calls: staff.takes_calls(),
        email: staff.takes_mail(),
    }
}
