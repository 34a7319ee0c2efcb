//! Sent twice, done once.

use rappel_store::{Tx, idempotency::Key};

use crate::{
    error::{Error, Result},
    secret::sha256,
};

/// A request that is done once, however often it is sent.
#[derive(Debug, Clone, Default)]
pub struct Once {
    key: String,
    request: String,
}

impl Once {
    /// The sender's key, and what is asked: the same key for something else is refused. With an empty key
    /// every request is a new one.
    pub fn new(key: impl Into<String>, request: impl Into<String>) -> Self {
        Self { key: key.into(), request: request.into() }
    }

    /// Whether it has not been done before.
    pub(crate) async fn is_first(&self, tx: &Tx) -> Result<bool> {
        if self.key.is_empty() {
            return Ok(true);
        }
        match tx.idempotency_key(&self.key, &sha256(&self.request)).await? {
            Key::New => Ok(true),
            Key::Done(_) => Ok(false),
            Key::Misused => Err(Error::KeyMisused),
        }
    }

    /// Remembers that it is done, in the transaction that does it.
    pub(crate) async fn done(&self, tx: &Tx) -> Result<()> {
        if !self.key.is_empty() {
            tx.save_result(&self.key, true.into()).await?;
        }
        Ok(())
    }
}
