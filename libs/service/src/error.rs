//! Why a command or a page read did not do it.

use rappel_domain::Refusal;
use rappel_store::StoreError;

use crate::invalid::Invalid;

/// Why a command or a page read did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such thing for this reader; also what a foreign id answers.
    #[error("not found")]
    NotFound,
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fields that must be corrected.
    #[error("{} fields must be corrected", .0.len())]
    Invalid(Vec<Invalid>),
    /// The reader's role does not allow it.
    #[error("not allowed")]
    Forbidden,
    /// Somebody else changed it at the same time, again and again.
    #[error("somebody else changed it at the same time")]
    Conflict,
    /// An idempotency key was used for something else.
    #[error("the idempotency key was used for something else")]
    KeyMisused,
    /// Too much of this at once; try again later.
    #[error("too busy")]
    Busy,
    /// Name or password is wrong. Says no more.
    #[error("name or password is wrong")]
    SignInFailed,
    /// The database failed.
    #[error("the store failed: {0}")]
    Store(StoreError),
    /// The file store failed.
    #[error("the file store failed: {0}")]
    Files(#[from] std::io::Error),
}

/// What commands and page reads answer.
pub type Result<T> = std::result::Result<T, Error>;

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Stale => Self::Conflict,
            // As good as a row that changed: decided again from what the other one left.
            lost if lost.lost_race() => Self::Conflict,
            StoreError::Forbidden => Self::Forbidden,
            StoreError::Taken(field) => Self::Invalid(vec![Invalid::taken(field)]),
            other => Self::Store(other),
        }
    }
}
