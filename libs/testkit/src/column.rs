//! The two sets of parts that everything is tested on.

mod postgres;
mod shell;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::Duration,
};

use postgres::Database;

/// Transactions of others in this database.
const TRANSACTIONS: &str = "SELECT count(*) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL";

/// How many the throw-away Redis has: `tests/setup/servers.sh`.
const DATABASES: u64 = 512;

/// One set of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// SQLite and what runs in the process: nothing configured.
    Embedded,
    /// PostgreSQL and Redis.
    Production,
}

/// Parts of one test: a database that nobody else uses. Gone when dropped.
#[derive(Debug)]
pub struct Parts {
    column: Column,
    /// The file of SQLite.
    file: PathBuf,
    database: Option<Database>,
    variables: Vec<(String, String)>,
}

impl Column {
    /// Whether the servers of this column are there. Fails in a full run that has none: nothing is skipped silently.
    pub fn available(self) -> bool {
        let there = match self {
            Self::Embedded => true,
            Self::Production => {
                variable("RAPPEL_TEST_POSTGRES").is_some() && variable("RAPPEL_TEST_REDIS").is_some()
            }
        };
        assert!(
            there || variable("RAPPEL_TEST_FULL").is_none(),
            "a full run needs PostgreSQL and Redis: tests/run"
        );
        there
    }

    /// Whether fresh parts have their schema.
    pub fn has_template(self) -> bool {
        let name = match self {
            Self::Embedded => "RAPPEL_TEST_SQLITE_TEMPLATE",
            Self::Production => "RAPPEL_TEST_POSTGRES_TEMPLATE",
        };
        variable(name).is_some()
    }

    /// Fresh parts with everything they keep below `folder`. `tests/run` gives databases that have their schema to copy.
    pub fn parts(self, folder: &Path) -> Parts {
        let files = ("RAPPEL__FILES__FOLDER".to_owned(), folder.join("files").display().to_string());
        let file = folder.join("rappel.db");
        match self {
            Self::Embedded => {
                let url = ("RAPPEL__DATABASE__URL".to_owned(), format!("sqlite:{}", file.display()));
                if let Some(template) = variable("RAPPEL_TEST_SQLITE_TEMPLATE") {
                    std::fs::copy(template, &file).expect("a copy of the template");
                }
                Parts { column: self, file, database: None, variables: vec![files, url] }
            }
            Self::Production => {
                let database = Database::create(&expected("RAPPEL_TEST_POSTGRES"));
                let url = ("RAPPEL__DATABASE__URL".to_owned(), database.url());
                let redis = ("RAPPEL__REDIS__URL".to_owned(), redis_url());
                Parts { column: self, file, database: Some(database), variables: vec![files, url, redis] }
            }
        }
    }
}

impl Parts {
    /// Which set it is.
    pub fn column(&self) -> Column {
        self.column
    }

    /// The settings that choose them, as variables of the program.
    pub fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The value of one of them, such as `RAPPEL__REDIS__URL`.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Runs SQL as the owner of the database: for what no page can do, such as making a row older.
    /// One value per line; columns are separated by `|`.
    pub fn sql(&self, statement: &str) -> Vec<String> {
        match &self.database {
            Some(database) => database.sql(statement),
            None => shell::lines(shell::sqlite(&self.file), statement),
        }
    }
}

impl Parts {
    /// Runs SQL past what keeps facts as they are, as somebody who owns the server could.
    pub fn tamper(&self, statement: &str) -> Vec<String> {
        let unguarded = match self.column {
            Column::Embedded => {
                "DROP TRIGGER IF EXISTS events_unchanged; DROP TRIGGER IF EXISTS events_kept; \
                 DROP TRIGGER IF EXISTS audit_unchanged; DROP TRIGGER IF EXISTS audit_kept;"
            }
            Column::Production => "SET session_replication_role = replica;",
        };
        self.sql(&format!("{unguarded} {statement}"))
    }

    /// Whether somebody who wants to write may do so within half a second. On PostgreSQL: whether nobody else is within a
    /// transaction, whose locks may be on any row.
    pub fn is_writable(&self) -> bool {
        match self.column {
            Column::Embedded => shell::is_writable(&self.file),
            Column::Production => (0..5).any(|_| {
                std::thread::sleep(Duration::from_millis(100));
                self.sql(TRANSACTIONS) == ["0"]
            }),
        }
    }

    /// Every table but these, with its rows as texts, sorted: to see whether anything has changed.
    pub fn contents(&self, but: &[&str]) -> BTreeMap<String, Vec<String>> {
        let tables = self.tables();
        let tables = tables.iter().filter(|(table, _)| !but.contains(&table.as_str()));
        // Texts may have several lines; a row is one. All in one statement, so that it is one moment.
        let select = |(table, row): (&String, &String)| {
            format!("SELECT '{table}|' || replace({row}, '\n', ' ') FROM {table} it")
        };
        let mut contents: BTreeMap<String, Vec<String>> =
            tables.clone().map(|(table, _)| (table.clone(), Vec::new())).collect();
        for line in self.sql(&tables.map(select).collect::<Vec<_>>().join(" UNION ALL ")) {
            let (table, row) = line.split_once('|').expect("a table and its row");
            contents.get_mut(table).expect("a table that was asked for").push(row.to_owned());
        }
        for rows in contents.values_mut() {
            rows.sort_unstable();
        }
        contents
    }

    /// What Redis holds under names that have this in them, as its own dumps, sorted; without a Redis, nothing.
    pub fn kept_in_redis(&self, part: &str) -> Vec<String> {
        let Some(url) = self.variable("RAPPEL__REDIS__URL") else { return Vec::new() };
        let keys = shell::redis(url, &["--scan", "--pattern", &format!("*{part}*")]);
        let dump = |key: &String| format!("{key} {}", shell::redis(url, &["--no-raw", "DUMP", key]).concat());
        let mut kept: Vec<String> = keys.iter().map(dump).collect();
        kept.sort_unstable();
        kept
    }

    /// Every table of ours, with what makes a text of its row.
    fn tables(&self) -> BTreeMap<String, String> {
        let found = match self.column {
            Column::Embedded => self.sql(
                "SELECT t.name, group_concat('quote(it.' || c.name || ')', ' || ''|'' || ') FROM sqlite_master t \
                 JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name",
            ),
            Column::Production => self.sql(
                "SELECT relname, 'it::text' FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition \
                 AND relnamespace = 'public'::regnamespace",
            ),
        };
        let pair =
            |line: &String| line.split_once('|').map(|(table, row)| (table.to_owned(), row.to_owned()));
        let ours = found.iter().filter_map(pair).filter(|(table, _)| table != "seaql_migrations").collect();
        assert_ne!(ours, BTreeMap::new(), "no tables");
        ours
    }
}

/// Each process of the test runner takes the next numbered database of the throw-away Redis, and empties it: requests that another
/// test made from the same address would count for this one.
fn redis_url() -> String {
    static URL: LazyLock<String> = LazyLock::new(|| {
        let url = expected("RAPPEL_TEST_REDIS");
        let base = url.rsplit_once('/').map_or(url.as_str(), |(base, _)| base);
        // The first one counts.
        let taken = shell::redis(&format!("{base}/0"), &["INCR", "taken"]);
        let taken: u64 = taken.first().and_then(|it| it.parse().ok()).expect("a number");
        let own = format!("{base}/{}", 1 + taken % (DATABASES - 1));
        shell::redis(&own, &["FLUSHDB"]);
        own
    });
    URL.clone()
}

fn expected(name: &str) -> String {
    variable(name).unwrap_or_else(|| panic!("{name} is not set: run tests/run"))
}

/// A variable that `tests/run` sets.
#[expect(clippy::disallowed_methods, reason = "the settings of a test run are not those of the program")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
