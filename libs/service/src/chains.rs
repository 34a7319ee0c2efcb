//! Verifying the chains of facts of all tickets, and the audits of all companies.

use rappel_domain::{
    audit::Broken,
    chain::State,
    id::{TenantId, TicketId},
};

use crate::{Service, error::Result};

/// Chains that are in memory at once.
const PAGE: u64 = 100;

/// What was found when all chains were verified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Chains that hold.
    pub whole: u64,
    /// Chains that do not.
    pub broken: u64,
    /// The first of those.
    pub first: Option<BrokenChain>,
}

/// A chain that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenChain {
    /// Name of the client.
    pub tenant: String,
    /// Number of the ticket.
    pub number: i64,
    /// Where and how it breaks.
    pub state: State,
}

impl Service {
    /// Verifies every chain of every tenant, some at a time; `looked_at` hears how many that were so far. For the
    /// command line.
    pub async fn verify_chains(&self, looked_at: impl Fn(u64) + Send) -> Result<Verified> {
        let line = self.store.doors().command_line().await?;
        let mut tenants: Vec<(TenantId, String)> =
            self.tenants(&line.office()).await?.into_iter().map(|it| (it.id, it.name)).collect();
        tenants.push((line.operator().id, line.operator().name.clone()));
        let mut found = Verified::default();
        for (tenant, name) in tenants {
            let scope = line.tenant(tenant);
            let mut after: Option<TicketId> = None;
            loop {
                let page = self.store.snapshot(&scope).await?.chains().page(after, PAGE).await?;
                for chain in &page {
                    match chain.verify() {
                        State::Whole => found.whole += 1,
                        state @ State::Broken { .. } => {
                            found.broken += 1;
                            found.first.get_or_insert_with(|| BrokenChain {
                                tenant: name.clone(),
                                number: chain.number,
                                state,
                            });
                        }
                    }
                }
                looked_at(found.whole + found.broken);
                after = page.last().map(|chain| chain.ticket);
                if (page.len() as u64) < PAGE {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Verifies the audit of every tenant: the names of those whose audit does not hold, with the first place. For the command
    /// line.
    pub async fn verify_audits(&self) -> Result<Vec<(String, Broken)>> {
        let line = self.store.doors().command_line().await?;
        let mut tenants: Vec<(TenantId, String)> =
            self.tenants(&line.office()).await?.into_iter().map(|it| (it.id, it.name)).collect();
        tenants.push((line.operator().id, line.operator().name.clone()));
        let mut found = Vec::new();
        for (tenant, name) in tenants {
            let snapshot = self.store.snapshot(&line.tenant(tenant)).await?;
            if let Err(broken) = snapshot.audit().verify().await? {
                found.push((name, broken));
            }
        }
        Ok(found)
    }
}
