//! What was erased leaves the database's files too.

use crate::Service;

impl Service {
    /// Takes what was erased out of the database's files, when the last of it is committed. That it is not possible undoes nothing: the
    /// next erasure does it for both.
    pub async fn clear_leftovers(&self) {
        match self.store.clear_leftovers().await {
            Ok(true) => {}
            Ok(false) => tracing::warn!("the database's file may still hold parts of what was erased"),
            Err(error) => {
                tracing::warn!(%error, "the database's files may still hold parts of what was erased");
            }
        }
    }
}
