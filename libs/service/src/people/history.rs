//! The audit of a company, for its managers: what was changed, and what staff looked at.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    audit::Deed,
    chain::Hash,
    id::{PersonId, StaffId},
};
pub use rappel_store::audit::{Ending, Wanted, What, Who};

use super::may_manage;
use crate::{
    Scope, Service,
    error::Result,
    tickets::audience,
    timeline::{Author, Names},
};

/// A deed, with names.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its place in the log, counted from 1.
    pub position: i32,
    /// Who.
    pub by: Author,
    /// What.
    pub deed: Deed,
    /// About whom.
    pub person: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// What ties it to all deeds before.
    pub hash: Hash,
}

/// So many hashes are recomputed when somebody looks at the log: as many rows as are read in some hundredths of a second. All of them
/// are by `rappel doctor`.
const RECOMPUTED: i32 = 1_000;

impl Service {
    /// The last deeds that are wanted before a place in the log, the newest first, and the place before which there are more.
    pub async fn people_history(
        &self,
        scope: &Scope,
        wanted: &Wanted,
        before: Option<i32>,
        limit: u64,
    ) -> Result<(Vec<Change>, Option<i32>)> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let (noted, next) = tx.audit().latest(wanted, before, limit).await?;
        let mut persons: Vec<PersonId> = noted.iter().filter_map(|row| row.person).collect();
        let mut staff: Vec<StaffId> = Vec::new();
        for row in &noted {
            match row.by {
                Actor::Person(id) => persons.push(id),
                Actor::Staff(id) => staff.push(id),
                Actor::ApiKey(_) | Actor::System => {}
            }
        }
        let names = Names::read(&tx, &persons, &staff, audience(scope)).await?;
        let change = |row: rappel_store::audit::Noted| Change {
            position: row.position,
            by: names.author(row.by),
            deed: row.deed,
            person: row.person.map(|id| names.person(id)),
            at: row.at,
            hash: row.hash,
        };
        Ok((noted.into_iter().map(change).collect(), next))
    }

    /// Where the chain of the log ends, and whether its last links hold at this moment.
    pub async fn history_ending(&self, scope: &Scope) -> Result<Ending> {
        may_manage(scope)?;
        Ok(self.store.snapshot(scope).await?.audit().verify_end(RECOMPUTED).await?)
    }
}
