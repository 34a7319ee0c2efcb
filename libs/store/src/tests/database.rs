//! Throw-away databases: SQLite files, and PostgreSQL databases of their own where a server is given.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    prelude::Uuid,
};

use crate::{Options, Store, migrate};
use sea_orm_migration::MigratorTrait as _;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Sqlite,
    Postgres,
}

/// What a database begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Schema {
    None,
    Whole,
}

/// A database that nobody else uses.
pub(crate) struct Bench {
    pub(crate) column: Column,
    pub(crate) url: String,
    /// Sees everything: the owner of the file, or the server's superuser.
    pub(crate) root: DatabaseConnection,
    server: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The columns that can be tested here. In a full run PostgreSQL must be there.
pub(crate) fn columns() -> Vec<Column> {
    let mut columns = vec![Column::Sqlite];
    columns.extend(postgres());
    columns
}

/// PostgreSQL, where a server is given.
pub(crate) fn postgres() -> Option<Column> {
    if variable("RAPPEL_TEST_POSTGRES").is_some() {
        return Some(Column::Postgres);
    }
    assert!(variable("RAPPEL_TEST_FULL").is_none(), "a full run needs RAPPEL_TEST_POSTGRES: tests/run");
    println!("PostgreSQL is left out: RAPPEL_TEST_POSTGRES is not set");
    None
}

#[expect(clippy::disallowed_methods, reason = "tests have no settings")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(clippy::disallowed_methods, reason = "the tests look behind the walls")]
async fn connect(url: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).sqlx_logging(false);
    Box::pin(Database::connect(options)).await.unwrap()
}

impl Bench {
    /// A fresh database with the whole schema.
    pub(crate) async fn new(column: Column) -> Self {
        let bench = Self::create(column, Schema::Whole).await;
        migrate(&bench.url).await.unwrap();
        bench
    }

    /// A fresh database as it was after so many migrations.
    pub(crate) async fn of_version(column: Column, migrations: u32) -> Self {
        let bench = Self::create(column, Schema::None).await;
        if migrations > 0 {
            let own = connect(&bench.url, 1).await;
            rappel_migrations::Migrator::up(&own, Some(migrations)).await.unwrap();
            own.close().await.unwrap();
        }
        bench
    }

    async fn create(column: Column, schema: Schema) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let template = |name: &str| variable(name).filter(|_| schema == Schema::Whole);
        let (url, server) = match column {
            Column::Sqlite => {
                let file = folder.path().join("rappel.db");
                match template("RAPPEL_TEST_SQLITE_TEMPLATE") {
                    Some(template) => std::fs::copy(template, &file).map(|_| ()).unwrap(),
                    None => std::fs::File::create(&file).map(|_| ()).unwrap(),
                }
                (format!("sqlite:{}", file.display()), None)
            }
            Column::Postgres => {
                let role = template("RAPPEL_TEST_POSTGRES_TEMPLATE");
                let source = template("RAPPEL_TEST_POSTGRES_WHOLE");
                let (superuser, url, name) = create_database(role.zip(source)).await;
                (url, Some((superuser, name)))
            }
        };
        let root = match &server {
            None => connect(&url, 1).await,
            Some((superuser, name)) => connect(&in_database(superuser, name), 1).await,
        };
        Self { column, url, root, server, _folder: folder }
    }

    /// A store with the rights of the program.
    pub(crate) async fn store(&self, connections: u32) -> Store {
        let mut options = Options::new(&self.url);
        options.connections = connections;
        Store::open(options).await.unwrap()
    }

    /// A bare connection with the rights of the program.
    pub(crate) async fn bare(&self) -> DatabaseConnection {
        connect(&self.url, 1).await
    }

    /// The values of the first column.
    pub(crate) async fn column_of(&self, sql: &str, values: Vec<sea_orm::Value>) -> Vec<String> {
        texts(&self.root, sql, values).await.unwrap()
    }

    /// Every row of a tenant in every table, as text: what must not change when another tenant writes.
    pub(crate) async fn rows_of(&self, tenant: Uuid) -> Vec<String> {
        let mut rows = Vec::new();
        for table in rappel_migrations::TENANT_TABLES {
            let (sql, values) = match self.column {
                Column::Postgres => (
                    format!("SELECT to_jsonb(t)::text AS text FROM {table} t WHERE tenant_id = '{tenant}'"),
                    Vec::new(),
                ),
                Column::Sqlite => {
                    let columns =
                        format!("SELECT 'quote(' || name || ')' AS text FROM pragma_table_info('{table}')");
                    let columns = self.column_of(&columns, Vec::new()).await.join(" || '|' || ");
                    (
                        format!("SELECT {columns} AS text FROM {table} WHERE tenant_id = ?"),
                        vec![tenant.into()],
                    )
                }
            };
            let mut found = self.column_of(&sql, values).await;
            found.sort_unstable();
            rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
        }
        rows
    }

    /// Gives the database back. A test that failed leaves it to the end of the server.
    pub(crate) async fn drop_database(self) {
        self.root.close().await.unwrap();
        if let Some((superuser, name)) = &self.server {
            let server = connect(superuser, 1).await;
            drop_all(&server, name).await;
            server.close().await.unwrap();
        }
    }
}

/// The column `text` of every row.
pub(crate) async fn texts(
    db: &DatabaseConnection,
    sql: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get::<String>("", "text")).collect()
}

/// `tests/run` gives a database whose schema is there to copy, and its owner: that takes a third of what the migrations take.
async fn create_database(template: Option<(String, String)>) -> (String, String, String) {
    let superuser = variable("RAPPEL_TEST_POSTGRES").unwrap();
    let name = format!("walls_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let server = connect(&superuser, 1).await;
    assert_eq!(server.get_database_backend(), DbBackend::Postgres);
    drop_all(&server, &name).await;
    // A copy has the template's owner; what is made anew has its own.
    let (role, source) = match template {
        Some((owner, source)) => (owner, format!("TEMPLATE {source}")),
        None => (name.clone(), String::new()),
    };
    if role == name {
        let made = format!("CREATE ROLE {role} LOGIN PASSWORD '{role}' NOSUPERUSER NOBYPASSRLS");
        server.execute_unprepared(&made).await.unwrap();
    }
    server.execute_unprepared(&format!("CREATE DATABASE {name} OWNER {role} {source}")).await.unwrap();
    server.close().await.unwrap();
    let host = superuser.rsplit_once('@').unwrap().1.split('/').next().unwrap();
    let url = format!("postgres://{role}:{role}@{host}/{name}");
    (superuser, url, name)
}

fn in_database(superuser: &str, name: &str) -> String {
    format!("{}/{name}", superuser.rsplit_once('/').unwrap().0)
}

async fn drop_all(server: &DatabaseConnection, name: &str) {
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    server.execute_unprepared(&format!("DROP ROLE IF EXISTS {name}")).await.unwrap();
}
