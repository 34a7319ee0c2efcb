//! What the database's own files still hold of rows that are gone, or say something else now.
//!
//! SQLite writes zeros over what is deleted (`secure_delete`, in `connect.rs`). Two things are left: the log beside the file has pages as
//! they were, until it is cut off; and a page whose rows were moved may keep a copy of one of them in its free room, until something
//! else is written there. PostgreSQL keeps each version of a row until VACUUM.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{
    Store,
    error::{Result, StoreError},
    taking_away::TABLES,
};

/// A file of SQLite of so many bytes at most is written anew, for which whoever writes waits: about a second for 150 megabytes.
const WRITTEN_ANEW: i64 = 256 * 1024 * 1024;

/// Tables that are not of one company and may name people of one.
const OTHERS: [&str; 3] = ["tenants", "hosts", "refused_addresses"];

impl Store {
    /// Takes what was erased out of the database's files too, after the last transaction of whatever erased it. Whether nothing is left
    /// of it there: where somebody reads for a long time, or the file of SQLite is large, something may be.
    pub async fn clear_leftovers(&self) -> Result<bool> {
        if self.db.get_database_backend() == DbBackend::Postgres {
            // Nobody waits for it, and it waits for nobody. What the role does not own is left out with a warning.
            let tables: Vec<&str> = TABLES.iter().map(|(table, _)| *table).chain(OTHERS).collect();
            let vacuum = format!("VACUUM (SKIP_LOCKED, TRUNCATE false) {}", tables.join(", "));
            self.db.execute_unprepared(&vacuum).await?;
            return Ok(true);
        }
        let is_small = self.pragma("page_count").await? * self.pragma("page_size").await? <= WRITTEN_ANEW;
        if is_small {
            self.db.execute_unprepared("VACUUM").await?;
        }
        // 1 where somebody still reads what the log alone has.
        Ok(self.pragma("wal_checkpoint(TRUNCATE)").await? == 0 && is_small)
    }

    /// The first number that a statement about the file itself answers.
    async fn pragma(&self, pragma: &str) -> Result<i64> {
        let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let row = self.db.query_one_raw(statement).await?.ok_or(StoreError::NotFound)?;
        Ok(row.try_get_by_index(0)?)
    }
}
