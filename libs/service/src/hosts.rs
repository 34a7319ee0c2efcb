//! Which host serves whom, and the addresses that links carry.
//!
//! A portal is served at `{slug}.{domain}` always, and at each own host of its company that is proved. Neither redirects to the
//! other: whoever cannot reach one (a record that is not there yet, a certificate) still has the other. Links carry the stored
//! host that was chosen for them while it is proved, else `{slug}.{domain}`; what a request says of its host never counts.

mod own;

use rappel_domain::{
    host::{HostName, OwnHost, Standing},
    id::TenantId,
};
use rappel_store::Tx;

use crate::{Service, Tenant, error::Result};

/// Where pages are served.
#[derive(Debug, Clone)]
pub struct Origins {
    /// `https`, or `http` on a machine of one's own.
    pub scheme: String,
    /// The port in addresses, when it is not the scheme's own.
    pub port: Option<u16>,
    /// Portals without a domain of their own are `{slug}.{domain}`.
    pub domain: String,
    /// The back office's host, without a port.
    pub office: String,
    /// The host in on-call links, without a port; often shorter.
    pub short: String,
}

impl Origins {
    /// The address of a host, without a path: `https://support.durand.fr`.
    pub fn of(&self, host: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }

    /// The host that a company has whatever happens to its own ones.
    pub fn slug_host(&self, slug: &str) -> String {
        format!("{slug}.{}", self.domain).to_lowercase()
    }

    /// The hosts that serve somebody of the scope's company now, and whether links carry each: not while its record is missing, as
    /// the name may be somebody else's by then. Of the operator, whose rows are those of staff, the back office.
    pub(crate) async fn serving(&self, tx: &Tx) -> Result<Vec<(String, bool)>> {
        let tenant = tx.tenant().await?;
        if tenant.is_operator {
            return Ok(vec![(self.office.to_lowercase(), true)]);
        }
        let own = tx.hosts().own_hosts().await?.into_iter().filter(OwnHost::is_served);
        let own = own.map(|it| (it.host.as_str().to_owned(), matches!(it.standing, Standing::Proved { .. })));
        Ok(own.chain([(self.slug_host(&tenant.slug), true)]).collect())
    }

    /// Whether a name is the operator's, so that no company can have it.
    fn owns(&self, host: &HostName) -> bool {
        let is_named = [&self.office, &self.short].iter().any(|own| own.eq_ignore_ascii_case(host.as_str()));
        is_named || host.is_within(&self.domain)
    }
}

/// A host that is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedHost {
    /// Lower case, without a port.
    pub host: String,
    /// Whose portal.
    pub tenant: TenantId,
    /// The address that links carry for this tenant.
    pub is_primary: bool,
}

impl Service {
    /// Every portal host with its tenant: own domains that are proved, and `{slug}.{domain}` after them. The office and short
    /// hosts are not among them: see [`Origins`].
    pub async fn hosts(&self) -> Result<Vec<(ServedHost, Tenant)>> {
        let tenants = self.store.tenants().await?;
        let own = self.store.hosts().await?;
        let (mut served, mut by_slug) = (Vec::new(), Vec::new());
        for tenant in tenants.into_iter().filter(|it| !it.is_operator && it.disabled_at.is_none()) {
            let mut primary = false;
            for host in own.iter().filter(|it| it.tenant == tenant.id) {
                primary |= host.carries_links;
                let host =
                    ServedHost { host: host.host.clone(), tenant: tenant.id, is_primary: host.carries_links };
                served.push((host, tenant.clone()));
            }
            let host = self.origins.slug_host(&tenant.slug);
            by_slug.push((ServedHost { host, tenant: tenant.id, is_primary: !primary }, tenant));
        }
        served.extend(by_slug);
        Ok(served)
    }

    /// The address of a tenant's portal, as links carry it; of the back office for the operator.
    pub async fn portal_origin(&self, tenant: &Tenant) -> Result<String> {
        if tenant.is_operator {
            return Ok(self.origins.of(&self.origins.office));
        }
        let own = self.store.hosts().await?;
        let primary = own.into_iter().find(|it| it.tenant == tenant.id && it.carries_links);
        let host = primary.map_or_else(|| self.origins.slug_host(&tenant.slug), |it| it.host);
        Ok(self.origins.of(&host))
    }
}
