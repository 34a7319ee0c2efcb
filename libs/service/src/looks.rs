//! What staff looked at of a company is in its audit: one row for whatever one of them looks at again within some minutes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Actor,
    audit::Deed,
    id::{StaffId, TenantId},
};
use rappel_store::Rights;

use crate::{Scope, Service, error::Result, retry::again};

/// Within this time it is one look.
pub const JOINED: Duration = Duration::minutes(15);

/// So many are remembered by a process; what is forgotten costs a question to the database.
const REMEMBERED: usize = 10_000;

/// Whose rows, who (the operator's fallback is nobody of staff), what, and which of them.
type Look = (TenantId, Option<StaffId>, &'static str, u128);

/// What this process has noted not long ago, so that most looks ask nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Looks(Arc<Mutex<HashMap<Look, DateTime<Utc>>>>);

impl Looks {
    fn is_noted(&self, look: &Look, now: DateTime<Utc>) -> bool {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.get(look).is_some_and(|at| now - *at < JOINED)
    }

    fn remember(&self, look: Look, now: DateTime<Utc>) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() >= REMEMBERED {
            noted.retain(|_, at| now - *at < JOINED);
        }
        if noted.len() >= REMEMBERED {
            noted.clear();
        }
        noted.insert(look, now);
    }
}

impl Service {
    /// Notes that somebody of staff looks at something, or whoever holds a link of the operator's fallback, before they see it.
    /// Whoever else reads leaves no trace here. No unit of work may be open: this is one of its own.
    pub(crate) async fn note_look(&self, scope: &Scope, deed: Deed) -> Result<()> {
        let staff = match (scope.actor(), scope.rights()) {
            (Actor::Staff(staff), _) => Some(staff),
            (_, Rights::Callback { .. }) => None,
            _ => return Ok(()),
        };
        let which = match deed {
            Deed::TicketSeen { number, .. }
            | Deed::FileFetched { number, .. }
            | Deed::ProofSeen { number, .. }
            | Deed::CallSeen { number, .. } => u128::from(number.unsigned_abs()),
            Deed::MessageSeen { delivery } => delivery.uuid().as_u128(),
            _ => 0,
        };
        let now = self.clock().now();
        let look = (scope.tenant(), staff, deed.kind(), which);
        if self.looks.is_noted(&look, now) {
            return Ok(());
        }
        again(|| async {
            let tx = self.store.write(scope).await?;
            tx.audit().note_once(&deed, now - JOINED).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.looks.remember(look, now);
        Ok(())
    }
}
