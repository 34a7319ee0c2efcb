//! Opening the database, and bringing its schema up to date.

use std::{path::PathBuf, sync::Arc, time::Duration};

use rappel_domain::Clock;
use rappel_migrations::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use crate::{
    Store, Wake,
    clock::DatabaseClock,
    error::{Result, StoreError},
    sessions::Sessions,
    unit::Filter,
};

/// How to open the store.
#[derive(Clone)]
pub struct Options {
    /// `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
    pub url: String,
    /// Connections at the most. An in-memory SQLite always has one.
    pub connections: u32,
    /// How long to wait for a free connection.
    pub acquire: Duration,
    /// Where sessions live.
    pub sessions: Sessions,
    /// Told after each commit with new jobs.
    pub wake: Option<Wake>,
    /// The present trace context, kept with each job; `|| None` where there is none.
    pub trace: fn() -> Option<String>,
    /// A clock instead of the database's, for tests and demo data.
    pub clock: Option<Arc<dyn Clock>>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may carry a password.
        f.debug_struct("Options").field("connections", &self.connections).finish_non_exhaustive()
    }
}

impl Options {
    /// The database at `url`, everything else in process.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 8,
            acquire: Duration::from_secs(10),
            sessions: Sessions::Database,
            wake: None,
            trace: || None,
            clock: None,
        }
    }
}

impl Store {
    /// Opens the database and measures its time. The schema is left as it is: see [`migrate`].
    pub async fn open(options: Options) -> Result<Self> {
        let db = connect(&options).await?;
        let clock = Arc::new(DatabaseClock::measure(&db).await?);
        let can_plan_once = can_plan_once(&db).await?;
        Ok(Self {
            db,
            clock,
            given_clock: options.clock,
            sessions: options.sessions,
            operator: Arc::default(),
            wake: options.wake,
            trace: options.trace,
            filter: Filter::standing(),
            sent: Arc::default(),
            plans_once: false,
            can_plan_once,
        })
    }

    /// The same rows and the same clock through connections of their own, for those who run jobs: whoever waits for one of these
    /// is not kept waiting by whoever has taken all of those.
    pub async fn with_own_connections(&self, options: &Options) -> Result<Self> {
        Ok(Self { db: connect(options).await?, plans_once: true, ..self.clone() })
    }

    /// The same store for those who run jobs, in a process that does nothing else.
    #[must_use]
    pub fn for_jobs(self) -> Self {
        Self { plans_once: true, ..self }
    }

    /// Asks the database for its time again. Call about every minute.
    pub async fn adjust_clock(&self) -> Result<()> {
        self.clock.adjust(&self.db).await
    }

    /// One round trip, for `/health/ready`.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.db.ping().await?)
    }

    /// The same store with another wake-up, for the composition and for tests.
    #[must_use]
    pub fn with_wake(mut self, wake: Wake) -> Self {
        self.wake = Some(wake);
        self
    }

    /// The same database without the second wall. Only for the tests that show that the third one holds alone.
    #[cfg(test)]
    #[must_use]
    pub fn without_tenant_filter(mut self) -> Self {
        self.filter = Filter::Nothing;
        self
    }

    /// What a PostgreSQL role can do that would tear down the third wall; empty on SQLite and for a good role.
    pub async fn role_faults(&self) -> Result<Vec<RoleFault>> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(Vec::new());
        }
        let sql = "SELECT rolsuper, rolbypassrls, \
                   (SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' \
                    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace \
                    AND c.relname NOT IN ('hosts', 'staff_tenants') \
                    AND NOT (c.relrowsecurity AND c.relforcerowsecurity)) AS unforced \
                   FROM pg_roles WHERE rolname = current_user";
        let row = self
            .db
            .query_one_raw(Statement::from_string(DbBackend::Postgres, sql))
            .await?
            .ok_or(StoreError::NotFound)?;
        let mut faults = Vec::new();
        if row.try_get::<bool>("", "rolsuper")? {
            faults.push(RoleFault::Superuser);
        }
        if row.try_get::<bool>("", "rolbypassrls")? {
            faults.push(RoleFault::BypassesRowPolicies);
        }
        if row.try_get::<i64>("", "unforced")? > 0 {
            faults.push(RoleFault::TableWithoutForcedPolicies);
        }
        Ok(faults)
    }
}

/// Why the database's role or tables do not keep the third wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleFault {
    /// A superuser passes every row policy.
    Superuser,
    /// BYPASSRLS passes every row policy.
    BypassesRowPolicies,
    /// A table with a tenant does not FORCE its policies.
    TableWithoutForcedPolicies,
}

/// Citus sends a statement to the machine that has its rows, which it must read from the values: it refuses the plan for any.
async fn can_plan_once(db: &DatabaseConnection) -> Result<bool> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') AS it";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    Ok(row.ok_or(StoreError::NotFound)?.try_get("", "it")?)
}

async fn connect(options: &Options) -> Result<DatabaseConnection> {
    let memory = options.url.contains(":memory:");
    let sqlite = options.url.starts_with("sqlite:");
    let url = if sqlite && !memory && !options.url.contains('?') {
        format!("{}?mode=rwc", options.url)
    } else {
        options.url.clone()
    };
    let mut connect = ConnectOptions::new(url);
    connect
        .max_connections(if memory { 1 } else { options.connections })
        .min_connections(1)
        .acquire_timeout(options.acquire)
        .connect_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false);
    if memory {
        connect.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    }
    if sqlite {
        connect.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                // What is erased is not left in free room of the file: see `leftovers.rs`.
                .pragma("secure_delete", "ON")
        });
    }
    // A process that was frozen in a unit of work keeps nobody waiting for its locks longer than that.
    connect.map_sqlx_postgres_opts(|postgres| {
        postgres.options([("idle_in_transaction_session_timeout", "60s")])
    });
    #[expect(clippy::disallowed_methods, reason = "the one place that opens a database")]
    Ok(Box::pin(Database::connect(connect)).await?)
}

/// Applies the migrations that are missing. Two processes that start together do it one after the other.
pub async fn migrate(url: &str) -> Result<()> {
    let mut options = Options::new(url);
    options.connections = 1;
    let _lock = LockFile::beside(url)?;
    let db = connect(&options).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        // Held by the one connection of this pool until it closes.
        db.execute_unprepared("SELECT pg_advisory_lock(5277450100)").await?;
    }
    let result = Migrator::up(&db, None).await;
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("SELECT pg_advisory_unlock(5277450100)").await?;
    }
    db.close().await?;
    Ok(result?)
}

/// How many migrations are missing.
pub async fn pending_migrations(url: &str) -> Result<usize> {
    let mut options = Options::new(url);
    options.connections = 1;
    let db = connect(&options).await?;
    let pending = Migrator::get_pending_migrations(&db).await?.len();
    db.close().await?;
    Ok(pending)
}

/// An exclusive lock on a file beside a SQLite database, for as long as it lives.
struct LockFile(Option<std::fs::File>);

impl LockFile {
    fn beside(url: &str) -> Result<Self> {
        let Some(path) = url.strip_prefix("sqlite:") else {
            return Ok(Self(None));
        };
        let path = path.trim_start_matches("//");
        if path.contains(":memory:") {
            return Ok(Self(None));
        }
        let path = path.split('?').next().unwrap_or(path);
        let lock = PathBuf::from(format!("{path}.migrate.lock"));
        let file = std::fs::File::create(&lock).and_then(|file| file.lock().map(|()| file));
        file.map(|file| Self(Some(file))).map_err(|error| {
            StoreError::Database(sea_orm::DbErr::Custom(format!("cannot lock {}: {error}", lock.display())))
        })
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            let _ = file.unlock();
        }
    }
}
