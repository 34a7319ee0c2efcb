//! The database's time, so that workers with wrong clocks decide the same.

use std::{
    fmt,
    sync::atomic::{AtomicI64, Ordering},
    time::Instant,
};

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{Clock, clock::to_microseconds};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::error::{Result, StoreError};

/// Counts on from the database's time by the machine's monotonic clock, which nobody sets.
pub(crate) struct DatabaseClock {
    started: Instant,
    /// Microseconds since the epoch, in the database's time, at `started`.
    epoch: AtomicI64,
}

impl fmt::Debug for DatabaseClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseClock({})", self.now())
    }
}

impl DatabaseClock {
    pub(crate) async fn measure(db: &DatabaseConnection) -> Result<Self> {
        let clock = Self { started: Instant::now(), epoch: AtomicI64::new(0) };
        clock.adjust(db).await?;
        Ok(clock)
    }

    /// Asks the database for its time again. Call about every minute.
    pub(crate) async fn adjust(&self, db: &DatabaseConnection) -> Result<()> {
        let asked = Instant::now();
        let time = database_time(db).await?;
        let middle = asked + asked.elapsed() / 2;
        let since = middle.duration_since(self.started).as_micros() as i64;
        self.epoch.store(time.timestamp_micros() - since, Ordering::Relaxed);
        Ok(())
    }
}

impl Clock for DatabaseClock {
    fn now(&self) -> DateTime<Utc> {
        let micros = self.epoch.load(Ordering::Relaxed) + self.started.elapsed().as_micros() as i64;
        DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

async fn database_time(db: &DatabaseConnection) -> Result<DateTime<Utc>> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now",
        _ => "SELECT CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) * 1000 AS now",
    };
    let row = db.query_one_raw(Statement::from_string(backend, sql)).await?.ok_or(StoreError::NotFound)?;
    let micros: i64 = row.try_get("", "now")?;
    let time = DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH);
    Ok(to_microseconds(time + Duration::zero()))
}
