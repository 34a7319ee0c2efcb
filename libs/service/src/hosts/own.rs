//! Hosts of companies' own: added and taken away by staff, proved by jobs.

use chrono::Duration;
use rappel_domain::{
    audit::Deed,
    delivery::News,
    host::{Happened, HostName, HostRefusal, OwnHost, Seen, Standing, look_again, record_value},
    id::TenantId,
};
use rappel_store::{StoreError, Tx};

use crate::{
    Scope, Service, StaffScope,
    callbacks::resolve::supervisors_of,
    error::{Error, Result},
    factors::forget_host,
    invalid::{Invalid, Reason},
    managers::tell_managers_and_staff,
    retry::again,
    secret::hex_token,
    tenants::client_to_change,
};

/// More own hosts than anybody has a use for: each is looked for every day.
const MOST: usize = 10;
/// A check that is so late has lost its job.
const LOST_AFTER: Duration = Duration::hours(2);
/// Between two looks that somebody asks for.
const PAUSE: Duration = Duration::seconds(5);
/// 32 digits of 64 are 128 bits.
const SECRET: usize = 32;

impl From<HostRefusal> for Reason {
    fn from(refusal: HostRefusal) -> Self {
        Self::Text(refusal.key())
    }
}

fn refused(reason: Reason) -> Error {
    Error::Invalid(vec![Invalid::new("host", reason)])
}

impl Service {
    /// The own hosts of a company, by name.
    pub async fn own_hosts(&self, staff: &StaffScope, tenant: TenantId) -> Result<Vec<OwnHost>> {
        let scope = client_to_change(staff, tenant)?;
        Ok(self.store.read(&scope).await?.hosts().own_hosts().await?)
    }

    /// Adds a host: nothing is served there before its record was seen.
    pub async fn add_host(&self, staff: &StaffScope, tenant: TenantId, typed: &str) -> Result<HostName> {
        let scope = client_to_change(staff, tenant)?;
        let host = HostName::parse(typed).map_err(|refusal| refused(refusal.into()))?;
        if self.origins.owns(&host) {
            return Err(refused(Reason::Text("host-operator")));
        }
        let token = hex_token()?.split_off(SECRET);
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            if tx.hosts().hold_hosts().await?.len() >= MOST {
                return Err(refused(Reason::Text("host-too-many")));
            }
            let own = OwnHost::new(host.clone(), token.clone(), tx.clock().now());
            match tx.hosts().insert_host(&own).await {
                Err(StoreError::Taken(_)) => return Err(refused(Reason::Text("host-taken"))),
                done => done?,
            }
            // At once: the record may have been put there before.
            let decision = look_again(tx.clock(), tenant, &own);
            tx.record(decision).await?;
            tx.audit().note(None, &Deed::HostAdded { host: host.clone() }).await?;
            tx.commit().await?;
            Ok(host.clone())
        })
        .await
    }

    /// Has the record of a host looked for now. Whether it was not just looked for.
    pub async fn check_host(&self, staff: &StaffScope, tenant: TenantId, host: &HostName) -> Result<bool> {
        let scope = client_to_change(staff, tenant)?;
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            let own = held(&tx, host).await?;
            let now = tx.clock().now();
            // Under way. Later than that its job is lost, or dead.
            let is_under_way = own.is_due(now) && now - own.next_check_at < Duration::minutes(1);
            if own.asked_at.is_some_and(|asked| now - asked < PAUSE) || is_under_way {
                return Ok(false);
            }
            let own = OwnHost { next_check_at: now, ..own };
            tx.hosts().update_host(&own).await?;
            let decision = look_again(tx.clock(), tenant, &own);
            tx.record(decision).await?;
            tx.commit().await?;
            Ok(true)
        })
        .await
    }

    /// Has links carry a host from now on. Refused for one that is not proved now.
    pub async fn link_by_host(&self, staff: &StaffScope, tenant: TenantId, host: &HostName) -> Result<()> {
        self.change_host(staff, tenant, host, |own| {
            if !matches!(own.standing, Standing::Proved { .. }) {
                return Err(refused(Reason::Text("host-not-proved")));
            }
            Ok((true, Deed::HostLinked { host: own.host.clone() }))
        })
        .await
    }

    /// Has links carry `{slug}.{domain}` again.
    pub async fn unlink_host(&self, staff: &StaffScope, tenant: TenantId, host: &HostName) -> Result<()> {
        self.change_host(staff, tenant, host, |own| {
            Ok((false, Deed::HostUnlinked { host: own.host.clone() }))
        })
        .await
    }

    /// Takes a host away: it is served no more, and nobody stays signed in, as whoever gets the name next gets the cookies too. The
    /// passkeys for it go with it.
    pub async fn remove_host(&self, staff: &StaffScope, tenant: TenantId, host: &HostName) -> Result<()> {
        let scope = client_to_change(staff, tenant)?;
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            tx.hosts().delete_host(host).await?;
            tx.persons().end_all_sessions().await?;
            forget_host(&mut tx, host).await?;
            tx.audit().note(None, &Deed::HostRemoved { host: host.clone() }).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn change_host(
        &self,
        staff: &StaffScope,
        tenant: TenantId,
        host: &HostName,
        change: impl Fn(&OwnHost) -> Result<(bool, Deed)> + Send + Sync,
    ) -> Result<()> {
        let scope = client_to_change(staff, tenant)?;
        again(|| async {
            let tx = self.store.write(&scope).await?;
            let all = tx.hosts().hold_hosts().await?;
            let own = all.iter().find(|it| it.host == *host).ok_or(Error::NotFound)?;
            let (is_primary, deed) = change(own)?;
            if own.is_primary == is_primary {
                return Ok(());
            }
            // One at the most: the other one first.
            for other in all.iter().filter(|it| it.is_primary && it.host != *host) {
                tx.hosts().update_host(&OwnHost { is_primary: false, ..other.clone() }).await?;
            }
            tx.hosts().update_host(&OwnHost { is_primary, ..own.clone() }).await?;
            tx.audit().note(None, &deed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The host whose record is to be looked for, when it is still to be.
    pub async fn host_to_check(&self, scope: &Scope, host: &HostName) -> Result<Option<OwnHost>> {
        let tx = self.store.read(scope).await?;
        let now = tx.clock().now();
        let found = tx.hosts().own_hosts().await?.into_iter().find(|it| it.host == *host);
        Ok(found.filter(|it| it.is_due(now)))
    }

    /// Notes what was seen of the record of a host, tells of what that changes, and looks again later. Does nothing for a host
    /// that was taken away meanwhile, or looked for by another.
    pub async fn host_looked(&self, tx: &mut Tx, host: &HostName, token: &str, seen: Seen) -> Result<()> {
        let now = tx.clock().now();
        let own = match held(tx, host).await {
            Err(Error::NotFound) => return Ok(()),
            own => own?,
        };
        // Taken away and added again, it has another record.
        if !own.is_due(now) || own.token != token {
            return Ok(());
        }
        let (mut own, happened) = own.looked(seen, now);
        if happened == Some(Happened::Off) {
            // The name may be somebody else's by now. The old record was read by everybody, and proves nothing any more; the
            // browsers of those who are signed in take their cookies there.
            own.token = hex_token()?.split_off(SECRET);
            tx.persons().end_all_sessions().await?;
            forget_host(tx, &own.host).await?;
        }
        tx.hosts().update_host(&own).await?;
        let decision = look_again(tx.clock(), tx.scope().tenant(), &own);
        tx.record(decision).await?;
        let (host, value) = (host.clone(), record_value(&own.token));
        match happened {
            None | Some(Happened::Back) => Ok(()),
            Some(Happened::Proved) => Ok(tx.audit().note(None, &Deed::HostProved { host }).await?),
            Some(Happened::Missing { until }) => tell(tx, &News::HostMissing { host, value, until }).await,
            Some(Happened::Off) => {
                tell(tx, &News::HostOff { host: host.clone(), value }).await?;
                Ok(tx.audit().note(None, &Deed::HostOff { host }).await?)
            }
        }
    }

    /// Looks for the records of hosts whose job was lost, and of those from before there were jobs.
    pub async fn begin_host_checks(&self) -> Result<()> {
        let line = match self.store.doors().command_line().await {
            Ok(line) => line,
            // Before the first run is over there is nobody.
            Err(StoreError::NotFound) => return Ok(()),
            Err(other) => return Err(other.into()),
        };
        for (tenant, own) in self.store.overdue_hosts(self.clock().now() - LOST_AFTER).await? {
            let mut tx = self.store.write(&line.tenant(tenant)).await?;
            // Not before now: the time in the row is that of the job that was lost.
            let decision = look_again(tx.clock(), tenant, &own);
            tx.record(decision).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

async fn held(tx: &Tx, host: &HostName) -> Result<OwnHost> {
    let all = tx.hosts().hold_hosts().await?;
    all.into_iter().find(|it| it.host == *host).ok_or(Error::NotFound)
}

/// Those who can put the record back: the company's managers, and of the operator whoever can talk to them.
async fn tell(tx: &mut Tx, news: &News) -> Result<()> {
    let supervisors = supervisors_of(tx).await?;
    tell_managers_and_staff(tx, supervisors, news).await
}
