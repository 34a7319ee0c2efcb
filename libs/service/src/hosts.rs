//! Which host serves whom, and the addresses that links carry.

use rappel_domain::id::TenantId;

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
    /// Every portal host with its tenant: own domains, and `{slug}.{domain}`. The office and short hosts are not
    /// among them: see [`Origins`].
    pub async fn hosts(&self) -> Result<Vec<(ServedHost, Tenant)>> {
        let tenants = self.store.tenants().await?;
        let own = self.store.hosts().await?;
        let mut served = Vec::new();
        for tenant in tenants.into_iter().filter(|it| !it.is_operator && it.disabled_at.is_none()) {
            let mut primary = false;
            for host in own.iter().filter(|it| it.tenant == tenant.id) {
                primary |= host.is_primary;
                let host =
                    ServedHost { host: host.host.clone(), tenant: tenant.id, is_primary: host.is_primary };
                served.push((host, tenant.clone()));
            }
            let host = format!("{}.{}", tenant.slug, self.origins.domain);
            served.push((ServedHost { host, tenant: tenant.id, is_primary: !primary }, tenant));
        }
        Ok(served)
    }

    /// The address of a tenant's portal, as links carry it; of the back office for the operator.
    pub async fn portal_origin(&self, tenant: &Tenant) -> Result<String> {
        if tenant.is_operator {
            return Ok(self.origins.of(&self.origins.office));
        }
        let own = self.store.hosts().await?;
        let primary = own.into_iter().find(|it| it.tenant == tenant.id && it.is_primary);
        let host = primary.map_or_else(|| format!("{}.{}", tenant.slug, self.origins.domain), |it| it.host);
        Ok(self.origins.of(&host))
    }
}
