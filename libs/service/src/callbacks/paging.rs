//! What the worker does with callbacks: the step that falls due, the promise that passes, being late.

use rappel_domain::{
    callback::{self, State},
    id::CallbackId,
};
use rappel_store::Tx;

use crate::{Service, callbacks::Case, error::Result};

impl Service {
    /// Pages whom the due position names. A stale job does nothing.
    pub async fn page(&self, tx: &mut Tx, id: CallbackId, generation: i32) -> Result<()> {
        let callback = tx.callbacks().by_id(id).await?;
        if !matches!(callback.state, State::Requested | State::Paging) || callback.generation != generation {
            return Ok(());
        }
        let before = tx.callbacks().summons(id).await?;
        let roster = self.roster(tx).await?;
        let who = roster.due(&callback, tx.clock().now(), &before);
        let decision = callback::page(tx.clock(), callback, generation, &who.reachable, who.mail, &before);
        if let Some(decision) = decision {
            tx.record(decision).await?;
        }
        Ok(())
    }

    /// Pages again when the one who took it gave no outcome in time. A stale job does nothing.
    pub async fn promise_passed(&self, tx: &mut Tx, id: CallbackId, generation: i32) -> Result<()> {
        let callback = tx.callbacks().by_id(id).await?;
        let decision = callback::promise_passed(tx.clock(), callback, generation);
        if let Some(decision) = decision {
            tx.record(decision).await?;
        }
        Ok(())
    }

    /// Tells the client that we are late, if we are.
    pub async fn late(&self, tx: &mut Tx, id: CallbackId) -> Result<()> {
        let Case { callback, client, .. } = Case::read(tx, id).await?;
        let decision = callback::late(tx.clock(), callback, &client);
        if let Some(decision) = decision {
            tx.record(decision).await?;
        }
        Ok(())
    }
}
