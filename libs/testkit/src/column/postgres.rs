//! A database of its own for each test, owned by a role that the row policies bind.

use std::sync::atomic::{AtomicU32, Ordering};

use super::{shell, variable};

/// Dropped at the end of the test, with its role where that is its own.
#[derive(Debug)]
pub(super) struct Database {
    superuser: String,
    name: String,
    role: String,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub(super) fn create(superuser: &str) -> Self {
        let name = format!("rappel_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        // Copying a schema takes a third of what the migrations take. Copies have the template's owner: to give each its own
        // takes as long as copying.
        let template = variable("RAPPEL_TEST_POSTGRES_TEMPLATE");
        let role = template.clone().unwrap_or_else(|| name.clone());
        let database = Self { superuser: superuser.to_owned(), name, role };
        if let Err(error) = database.make(template.as_deref()) {
            // An earlier run with the same process id may have left something.
            let _ = database.drop_all();
            database.make(template.as_deref()).unwrap_or_else(|again| panic!("{error}{again}"));
        }
        database
    }

    fn make(&self, template: Option<&str>) -> Result<(), String> {
        let Self { name, role, .. } = self;
        let database = format!("CREATE DATABASE {name} OWNER {role}");
        let statements = match template {
            Some(template) => vec![format!("{database} TEMPLATE {template}")],
            None => vec![
                format!(
                    "CREATE ROLE {role} LOGIN PASSWORD '{role}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
                ),
                database,
            ],
        };
        shell::all(shell::psql(&self.superuser), &statements).map(|_| ())
    }

    /// The address with which the program connects.
    pub(super) fn url(&self) -> String {
        let (_, host) = self.superuser.rsplit_once('@').expect("a user in the address");
        let host = host.split('/').next().unwrap_or_default();
        format!("postgres://{0}:{0}@{host}/{1}", self.role, self.name)
    }

    /// Runs a statement as the superuser: no row policy hides anything.
    pub(super) fn sql(&self, statement: &str) -> Vec<String> {
        let (server, _) = self.superuser.rsplit_once('/').expect("a database in the address");
        let mut psql = shell::psql(&format!("{server}/{}", self.name));
        psql.arg("-c");
        shell::lines(psql, statement)
    }

    fn drop_all(&self) -> Result<Vec<String>, String> {
        let mut statements = vec![format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)];
        if self.role == self.name {
            statements.push(format!("DROP ROLE IF EXISTS {}", self.role));
        }
        shell::all(shell::psql(&self.superuser), &statements)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The server may already be gone, with everything in it.
        let _ = self.drop_all();
    }
}
