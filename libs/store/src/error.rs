//! What can go wrong between a rule and its row.

use sea_orm::{DbErr, RuntimeErr};

/// What the triggers say of a row for a company whose deletion has begun.
const DELETED: &str = "the company is being deleted";

/// What can go wrong between a rule and its row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row for this scope; also what a foreign id answers.
    #[error("no such row")]
    NotFound,
    /// Somebody else changed the row since it was read: read again and decide again.
    #[error("the row was changed by somebody else")]
    Stale,
    /// A value that must be unique is taken.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// Something else names the row, so that it cannot be taken away.
    #[error("the row is in use")]
    Used,
    /// A row holds something that this version of the program cannot read.
    #[error("column {column} holds something unreadable")]
    Unreadable {
        /// Table and column.
        column: &'static str,
    },
    /// A statement failed earlier in this unit of work, so that it must not commit.
    #[error("a statement failed, so the unit of work was undone")]
    Poisoned,
    /// The scope does not allow this.
    #[error("the scope does not allow this")]
    Forbidden,
    /// The database answered with an error, or did not answer.
    #[error("the database failed: {0}")]
    Database(#[source] DbErr),
    /// Redis answered with an error, or did not answer.
    #[error("redis failed: {0}")]
    Redis(#[from] redis::RedisError),
}

impl StoreError {
    /// Whether trying the whole unit of work again may help.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Stale | Self::Database(_) | Self::Redis(_))
    }

    /// Whether PostgreSQL undid this unit of work for the sake of another: each waited for what the other held (`40P01`), or
    /// both saw rows that the other changed (`40001`). Done again from the start, it succeeds.
    pub fn lost_race(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = of_database(error).and_then(sea_orm::sqlx::error::DatabaseError::code);
        code.is_some_and(|code| matches!(code.as_ref(), "40P01" | "40001"))
    }

    /// Names the unique value that an insert ran into.
    pub(crate) fn taken(error: DbErr, what: &'static str) -> Self {
        match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Self::Taken(what),
            _ => Self::from(error),
        }
    }

    /// Says that a removal ran into a row that names what should go.
    pub(crate) fn used(error: DbErr) -> Self {
        match error.sql_err() {
            Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)) => Self::Used,
            _ => Self::from(error),
        }
    }
}

impl From<DbErr> for StoreError {
    /// What is refused because its company is going is as good as not there.
    fn from(error: DbErr) -> Self {
        if of_database(&error).is_some_and(|it| it.message() == DELETED) {
            return Self::NotFound;
        }
        Self::Database(error)
    }
}

fn of_database(error: &DbErr) -> Option<&dyn sea_orm::sqlx::error::DatabaseError> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            error.as_database_error()
        }
        _ => None,
    }
}

/// What the store answers.
pub type Result<T> = std::result::Result<T, StoreError>;
