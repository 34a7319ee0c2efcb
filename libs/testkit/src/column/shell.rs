//! SQL through the databases' own command lines: the only SQL that is not the store's.

use std::path::Path;
use std::process::Command;

pub(super) fn sqlite(file: &Path) -> Command {
    let mut command = Command::new("sqlite3");
    command.args(["-batch", "-noheader", "-separator", "|", "-cmd", ".timeout 5000"]).arg(file);
    command
}

/// Whether the lock of the whole file is free within half a second.
pub(super) fn is_writable(file: &Path) -> bool {
    let mut command = Command::new("sqlite3");
    command.args(["-batch", "-bail", "-cmd", ".timeout 500"]).arg(file).arg("BEGIN IMMEDIATE; ROLLBACK;");
    command.output().is_ok_and(|output| output.status.success())
}

pub(super) fn psql(url: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", url, "-c"]);
    command
}

/// Runs one statement; one line per row.
pub(super) fn lines(mut shell: Command, statement: &str) -> Vec<String> {
    let output = shell.arg(statement).output().unwrap_or_else(|error| panic!("{shell:?}: {error}"));
    assert!(output.status.success(), "{statement}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}
