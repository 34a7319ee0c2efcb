//! One SQL text for both databases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The types in which the two databases differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL 15 or newer.
    Postgres,
    /// SQLite 3.35 or newer.
    Sqlite,
}

impl Dialect {
    pub(crate) fn of(manager: &SchemaManager<'_>) -> Self {
        match manager.get_database_backend() {
            DbBackend::Postgres => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// Replaces `{uuid}`, `{time}`, `{json}`, `{bool}`, `{bytes}`, `{bytewise}`, `{clustered}` and `{partitioned}`.
    pub fn sql(self, text: &str) -> String {
        let words = match self {
            Self::Postgres => [
                ("{uuid}", "uuid"),
                ("{time}", "timestamptz"),
                ("{json}", "jsonb"),
                ("{bool}", "boolean"),
                ("{bytes}", "bytea"),
                // As SQLite compares by itself: the beginning of a text is a range.
                ("{bytewise}", " COLLATE \"C\""),
                ("{clustered}", ""),
                ("{partitioned}", " PARTITION BY HASH (tenant_id)"),
            ],
            Self::Sqlite => [
                ("{uuid}", "BLOB"),
                ("{time}", "TEXT"),
                ("{json}", "TEXT"),
                ("{bool}", "BOOLEAN"),
                ("{bytes}", "BLOB"),
                ("{bytewise}", ""),
                // The key is the table: rows that are nothing but key lie once.
                ("{clustered}", " WITHOUT ROWID"),
                ("{partitioned}", ""),
            ],
        };
        words.iter().fold(text.to_owned(), |sql, (word, value)| sql.replace(word, value))
    }
}

/// Runs several statements.
pub(crate) async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let sql = Dialect::of(manager).sql(text);
    manager.get_connection().execute_unprepared(&sql).await.map(|_| ())
}
