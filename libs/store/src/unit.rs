//! Units of work: one transaction, one scope.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use rappel_domain::{Clock, id::TenantId, job::Lane};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, DeleteMany, EntityTrait,
    ExecResult, FromQueryResult, QueryFilter, QueryResult, Select, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, UpdateMany, sea_query::SelectStatement,
};

use crate::{
    Store, Wake,
    error::{Result, StoreError},
    scope::{Scope, StaffScope},
};

/// What changes rows of a tenant, what runs jobs, and what looks at an open page asks for few rows by their keys, in partitioned
/// tables. There the server would make a plan for each value, which takes longer than to run it (under load that was more than half
/// of all its work), and is no better than the one for any value. Pages look for many rows in many ways, and keep the choice. What
/// a partial index is to serve must be written out then, not bound: see [`crate::jobs::in_state`].
const PLAN_ONCE: &str = "SET LOCAL plan_cache_mode = force_generic_plan";

/// A transaction that refuses to commit after a statement failed: PostgreSQL would answer `Ok` to
/// such a commit and save nothing.
#[derive(Debug)]
pub(crate) struct Guarded {
    inner: DatabaseTransaction,
    failed: AtomicBool,
    sent: Arc<AtomicU64>,
}

impl Guarded {
    async fn begin(store: &Store, mode: Mode, setting: Option<String>) -> Result<Self> {
        let db = &store.db;
        let options = match (db.get_database_backend(), mode) {
            (DbBackend::Sqlite, Mode::Write) => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        let inner = db.begin_with_options(options).await?;
        if db.get_database_backend() == DbBackend::Postgres {
            // One round trip for both.
            let begin = match mode {
                Mode::Read | Mode::Keyed => Some("SET TRANSACTION READ ONLY"),
                // All statements see the rows as they were at one moment; on SQLite they always do.
                Mode::Snapshot => Some("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                Mode::Write => None,
            };
            let once = store.can_plan_once && (store.plans_once || matches!(mode, Mode::Write | Mode::Keyed));
            let plan = once.then(|| PLAN_ONCE.to_owned());
            let settings: Vec<String> =
                begin.map(str::to_owned).into_iter().chain(setting).chain(plan).collect();
            if !settings.is_empty() {
                inner.execute_unprepared(&settings.join("; ")).await?;
            }
        }
        Ok(Self { inner, failed: AtomicBool::new(false), sent: Arc::clone(&store.sent) })
    }

    fn note<T>(&self, result: std::result::Result<T, DbErr>) -> std::result::Result<T, DbErr> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        if result.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        result
    }

    async fn commit(self) -> Result<()> {
        if self.failed.load(Ordering::Relaxed) {
            self.inner.rollback().await?;
            return Err(StoreError::Poisoned);
        }
        self.inner.commit().await?;
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Guarded {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        self.note(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        self.note(self.inner.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
        self.note(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
        self.note(self.inner.query_all_raw(statement).await)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Read,
    /// A row by its keys, see [`PLAN_ONCE`].
    Keyed,
    Snapshot,
    Write,
}

/// A unit of work on one tenant's rows. Dropped without [`Tx::commit`], it changes nothing.
#[must_use = "a unit of work that is dropped changes nothing"]
pub struct Tx {
    pub(crate) db: Guarded,
    pub(crate) tenant: TenantId,
    pub(crate) scope: Scope,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) filter: Filter,
    pub(crate) trace: fn() -> Option<String>,
    pub(crate) wakes: Vec<Lane>,
    wake: Option<Wake>,
    writes: bool,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// Whether the second wall stands. It is off only in tests that show the third one holds alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Filter {
    #[default]
    Tenant,
    #[cfg(any(test, feature = "walls-apart"))]
    Nothing,
}

impl Filter {
    /// The filter of a store that is opened. A program that is built for tests may be told to go without, so that the row policies
    /// are walked alone; any other has no such switch.
    pub(crate) fn standing() -> Self {
        #[cfg(feature = "walls-apart")]
        if std::env::var_os("RAPPEL_TEST_WITHOUT_FILTER").is_some() {
            return Self::Nothing;
        }
        Self::default()
    }

    fn rows_of<E: TenantTable>(self, tenant: TenantId) -> Condition {
        match self {
            Self::Tenant => Condition::all().add(E::tenant_column().eq(tenant.uuid())),
            #[cfg(any(test, feature = "walls-apart"))]
            Self::Nothing => Condition::all(),
        }
    }
}

/// A table whose rows belong to tenants.
pub(crate) trait TenantTable: EntityTrait {
    /// Its column `tenant_id`.
    fn tenant_column() -> Self::Column;
}

macro_rules! tenant_tables {
    ($($table:ident),*) => {$(
        impl TenantTable for crate::entities::$table::Entity {
            fn tenant_column() -> Self::Column {
                crate::entities::$table::Column::TenantId
            }
        }
    )*};
}
tenant_tables!(
    counters,
    categories,
    persons,
    sessions,
    links,
    api_keys,
    tickets,
    messages,
    files,
    callbacks,
    summons,
    events,
    deliveries,
    attempts,
    receipts,
    jobs,
    idempotency,
    paging_windows,
    ticket_words,
    audit,
    audit_heads,
    devices,
    logos,
    own_texts,
    factors,
    recovery_codes,
    exports,
    followers,
    identity_providers,
    identities,
    provider_sign_ins,
    passkeys,
    passkey_ceremonies,
    company_exports,
    retentions
);

impl Tx {
    /// Where each query of a repository begins: the rows of this tenant.
    pub(crate) fn of<E: TenantTable>(&self) -> Select<E> {
        E::find().filter(self.mine::<E>())
    }

    /// Where each change of several rows begins.
    pub(crate) fn change<E: TenantTable>(&self) -> UpdateMany<E> {
        E::update_many().filter(self.mine::<E>())
    }

    /// Where each removal begins.
    pub(crate) fn remove<E: TenantTable>(&self) -> DeleteMany<E> {
        E::delete_many().filter(self.mine::<E>())
    }

    fn mine<E: TenantTable>(&self) -> Condition {
        self.filter.rows_of::<E>(self.tenant)
    }

    /// Who acts on whose rows.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The time of this store.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Goes on with another tenant's rows in the same transaction: what changes for several of them is made last together.
    pub async fn go_on(self, scope: &Scope) -> Result<Self> {
        if !self.writes {
            return Err(StoreError::Forbidden);
        }
        if self.db.get_database_backend() == DbBackend::Postgres {
            self.db.execute_unprepared(&set_tenant(scope)).await?;
        }
        Ok(Self { tenant: scope.tenant(), scope: scope.clone(), ..self })
    }

    /// Makes what was written last.
    pub async fn commit(self) -> Result<()> {
        debug_assert!(self.writes, "a read has nothing to commit");
        self.db.commit().await?;
        if let Some(wake) = &self.wake {
            self.wakes.iter().for_each(|lane| wake(*lane));
        }
        Ok(())
    }
}

/// A unit of work of a staff member: reads across their tenants, and the operator's own tables.
#[derive(Debug)]
#[must_use = "a unit of work that is dropped changes nothing"]
pub struct OfficeTx {
    pub(crate) db: Guarded,
    pub(crate) tenants: Vec<TenantId>,
    pub(crate) clock: Arc<dyn Clock>,
    store: Store,
    mode: Mode,
}

impl OfficeTx {
    /// The time of this store.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Goes on with one tenant's rows in the same transaction: what changes in the operator's own tables and what
    /// follows from it are made last together.
    pub async fn go_on(self, scope: &Scope) -> Result<Tx> {
        if self.mode != Mode::Write {
            return Err(StoreError::Forbidden);
        }
        if self.db.get_database_backend() == DbBackend::Postgres {
            let settings = format!("SET LOCAL app.staff_tenants = ''; {}", set_tenant(scope));
            self.db.execute_unprepared(&settings).await?;
        }
        Ok(self.store.unit(self.db, scope, Mode::Write))
    }

    /// Makes what was written last.
    pub async fn commit(self) -> Result<()> {
        self.db.commit().await
    }
}

impl Store {
    /// Begins to read one tenant's rows.
    pub async fn read(&self, scope: &Scope) -> Result<Tx> {
        self.begin(scope, Mode::Read).await
    }

    /// Begins to read one tenant's rows as they are at one moment, for what several statements must agree on.
    pub async fn snapshot(&self, scope: &Scope) -> Result<Tx> {
        self.begin(scope, Mode::Snapshot).await
    }

    /// Begins to change one tenant's rows.
    pub async fn write(&self, scope: &Scope) -> Result<Tx> {
        self.begin(scope, Mode::Write).await
    }

    /// Where a question begins that is asked by itself: the rows of a tenant.
    pub(crate) fn of<E: TenantTable>(&self, tenant: TenantId) -> Select<E> {
        E::find().filter(self.filter.rows_of::<E>(tenant))
    }

    /// Asks one question of a tenant's rows that has one row for an answer, by keys. SQLite sees one moment in it without a
    /// transaction, whose begin and end are two ways to the thread that reads and back; on PostgreSQL the row policies are open in
    /// a transaction alone.
    pub(crate) async fn ask<R: FromQueryResult>(
        &self,
        scope: &Scope,
        question: &SelectStatement,
    ) -> Result<Option<R>> {
        let backend = self.db.get_database_backend();
        let statement = backend.build(question);
        let row = if backend == DbBackend::Sqlite {
            self.sent.fetch_add(1, Ordering::Relaxed);
            self.db.query_one_raw(statement).await?
        } else {
            self.begin(scope, Mode::Keyed).await?.db.query_one_raw(statement).await?
        };
        Ok(row.map(|row| R::from_query_result(&row, "")).transpose()?)
    }

    async fn begin(&self, scope: &Scope, mode: Mode) -> Result<Tx> {
        Ok(self.unit(Guarded::begin(self, mode, Some(set_tenant(scope))).await?, scope, mode))
    }

    fn unit(&self, db: Guarded, scope: &Scope, mode: Mode) -> Tx {
        Tx {
            db,
            tenant: scope.tenant(),
            scope: scope.clone(),
            clock: self.clock(),
            filter: self.filter,
            trace: self.trace,
            wakes: Vec::new(),
            wake: self.wake.clone(),
            writes: mode == Mode::Write,
        }
    }

    /// Begins to read across a staff member's tenants and the operator's own tables.
    pub async fn office(&self, scope: &StaffScope) -> Result<OfficeTx> {
        self.office_unit(scope.tenants.clone(), Mode::Read).await
    }

    /// Begins to change the operator's own tables. Tenants' rows cannot be changed here.
    pub async fn office_write(&self, scope: &StaffScope) -> Result<OfficeTx> {
        self.office_unit(scope.tenants.clone(), Mode::Write).await
    }

    /// Begins to read across all rows of tenants, for the program itself.
    pub(crate) async fn every_row_of(&self, tenants: Vec<TenantId>) -> Result<OfficeTx> {
        self.office_unit(tenants, Mode::Read).await
    }

    async fn office_unit(&self, tenants: Vec<TenantId>, mode: Mode) -> Result<OfficeTx> {
        let list: Vec<String> = tenants.iter().map(|tenant| tenant.uuid().to_string()).collect();
        let setting = format!("SET LOCAL app.staff_tenants = '{}'", list.join(","));
        Ok(OfficeTx {
            db: Guarded::begin(self, mode, Some(setting)).await?,
            tenants,
            clock: self.clock(),
            store: self.clone(),
            mode,
        })
    }

    /// Begins to read or change the operator's own tables for the doors and the command line.
    pub(crate) async fn reference(&self, write: Writes) -> Result<Guarded> {
        let mode = if write == Writes::Yes { Mode::Write } else { Mode::Read };
        Guarded::begin(self, mode, None).await
    }

    /// Begins the runners' look for tenants with due work.
    pub(crate) async fn runner(&self) -> Result<Guarded> {
        Guarded::begin(self, Mode::Read, Some("SET LOCAL app.runner = 'on'".to_owned())).await
    }
}

/// Written out, not bound: `set_config()` would not be forwarded by Citus.
fn set_tenant(scope: &Scope) -> String {
    format!("SET LOCAL app.tenant_id = '{}'", scope.tenant().uuid())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writes {
    No,
    Yes,
}

pub(crate) async fn commit(unit: Guarded) -> Result<()> {
    unit.commit().await
}
