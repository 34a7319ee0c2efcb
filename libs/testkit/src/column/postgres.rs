//! A database of its own for each test, owned by a role that the row policies bind.

use std::sync::atomic::{AtomicU32, Ordering};

use super::{shell, variable};

/// Dropped with its role at the end of the test.
#[derive(Debug)]
pub(super) struct Database {
    superuser: String,
    name: String,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub(super) fn create(superuser: &str) -> Self {
        let name = format!("rappel_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let database = Self { superuser: superuser.to_owned(), name };
        // What an earlier run with the same process id may have left.
        database.drop_all();
        let name = &database.name;
        shell::lines(
            shell::psql(superuser),
            &format!(
                "CREATE ROLE {name} LOGIN PASSWORD '{name}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            ),
        );
        // Copying a schema takes a third of what the migrations take.
        let template = variable("RAPPEL_TEST_POSTGRES_TEMPLATE");
        let source = template.as_ref().map(|template| format!("TEMPLATE {template}")).unwrap_or_default();
        shell::lines(shell::psql(superuser), &format!("CREATE DATABASE {name} OWNER {name} {source}"));
        if let Some(template) = template {
            database.sql(&format!("REASSIGN OWNED BY {template} TO {name}"));
        }
        database
    }

    /// The address with which the program connects.
    pub(super) fn url(&self) -> String {
        let (_, host) = self.superuser.rsplit_once('@').expect("a user in the address");
        let host = host.split('/').next().unwrap_or_default();
        format!("postgres://{0}:{0}@{host}/{0}", self.name)
    }

    /// Runs a statement as the superuser: no row policy hides anything.
    pub(super) fn sql(&self, statement: &str) -> Vec<String> {
        let (server, _) = self.superuser.rsplit_once('/').expect("a database in the address");
        shell::lines(shell::psql(&format!("{server}/{}", self.name)), statement)
    }

    fn drop_all(&self) {
        for statement in ["DROP DATABASE IF EXISTS NAME WITH (FORCE)", "DROP ROLE IF EXISTS NAME"] {
            let statement = statement.replace("NAME", &self.name);
            // The server may already be gone, with everything in it.
            let _ = shell::psql(&self.superuser).arg(statement).output();
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.drop_all();
    }
}
