//! The one binary: settings become parts, parts become an installation.
//!
//! `backends` matches on settings, and nothing else does. `serve` puts routers and runners together; `demo` does the
//! same with made-up data. To add a command: a variant of [`cli::Command`] and a file with its `run`.

mod backends;
mod cli;
mod demo;
mod doctor;
mod hooks;
mod key;
mod people;
mod serve;
mod stop;
mod watch;

use std::{
    io::{ErrorKind, Write as _, stderr, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser as _;
use rappel_settings::Settings;

use crate::{
    cli::{Cli, Command},
    stop::Stop,
};

fn main() -> ExitCode {
    // Before any part makes an HTTP client or a TLS connection.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(stop) => {
            let _ = writeln!(stderr(), "rappel: {stop}");
            stop.code()
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, Stop> {
    match cli.command {
        Command::Config => say(rappel_settings::DOCUMENTATION)?,
        Command::Openapi => say(&rappel_api::document())?,
        Command::Serve(serve) => block_on(serve::run(load(cli.config)?, serve.roles))?,
        Command::Migrate => block_on(migrate(load(cli.config)?))?,
        Command::Demo(demo) => block_on(demo::run(demo, variables()))?,
        Command::Watch => block_on(watch::run(load(cli.config)?))?,
        Command::Doctor => return block_on(doctor::run(load(cli.config)?)),
        Command::Tenant(cli::Tenant::Add(tenant)) => block_on(people::add_tenant(load(cli.config)?, tenant))?,
        Command::Staff(cli::Staff::TakeFactor { login }) => {
            block_on(people::take_factor(load(cli.config)?, login))?;
        }
        Command::Staff(cli::Staff::Add(staff)) => block_on(people::add_staff(load(cli.config)?, staff))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints for people who read the command's output.
pub(crate) fn say(text: &str) -> Result<(), Stop> {
    let mut out = stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        // `rappel config | head`: who reads has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        said => said.map_err(Stop::from),
    }
}

fn block_on<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

fn load(named: Option<PathBuf>) -> Result<Settings, Stop> {
    let usual = Path::new("rappel.toml");
    let file = named.or_else(|| usual.exists().then(|| usual.to_owned()));
    Ok(Settings::load(file.as_deref(), variables())?)
}

fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

async fn migrate(settings: Settings) -> Result<(), Stop> {
    backends::prepare_database(&settings)?;
    let url = settings.database.url.expose();
    let failed = |error| Stop::failed("bringing the database up to date", error);
    let missing = rappel_store::pending_migrations(url).await.map_err(failed)?;
    rappel_store::migrate(url).await.map_err(failed)?;
    say(&match missing {
        0 => "The database is up to date.".to_owned(),
        1 => "The database is up to date: 1 migration was applied.".to_owned(),
        some => format!("The database is up to date: {some} migrations were applied."),
    })
}
