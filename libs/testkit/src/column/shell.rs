//! SQL and commands of Redis through the servers' own command lines: the only SQL that is not the store's.

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

/// The server's own program where it is known: what Debian has in the path is a script that looks for it first, which costs
/// more than what is asked.
pub(super) fn psql(url: &str) -> Command {
    let program = super::variable("RAPPEL_TEST_POSTGRES_BIN").map(|folder| Path::new(&folder).join("psql"));
    let mut command = Command::new(program.filter(|it| it.exists()).unwrap_or_else(|| "psql".into()));
    command.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", url]);
    command
}

/// Runs statements one after the other, each on its own; one line per row.
pub(super) fn all(mut psql: Command, statements: &[String]) -> Result<Vec<String>, String> {
    psql.args(statements.iter().flat_map(|it| ["-c", it]));
    read(psql)
}

/// Runs one statement; one line per row.
pub(super) fn lines(mut shell: Command, statement: &str) -> Vec<String> {
    shell.arg(statement);
    read(shell).unwrap_or_else(|error| panic!("{statement}\n{error}"))
}

/// Runs one command of Redis; one line per value.
pub(super) fn redis(url: &str, words: &[&str]) -> Vec<String> {
    let mut command = Command::new("redis-cli");
    command.args(["-u", url]).args(words);
    read(command).unwrap_or_else(|error| panic!("{words:?}\n{error}"))
}

fn read(mut shell: Command) -> Result<Vec<String>, String> {
    let output = shell.output().map_err(|error| format!("{shell:?}: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
