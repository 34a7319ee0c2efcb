//! `demo`: a made-up installation to look around in, with a pocket phone and a mailbox that show what was sent.

mod archive;
mod logos;
mod pocket;
pub(crate) mod seed;
mod texts;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rappel_domain::clock::FixedClock;
use rappel_pages::Pages;
use rappel_settings::{
    Secret, Settings, email::EmailTransport, security::StaffTwoStep, server::Server, sms::SmsProvider,
    voice::VoiceProvider,
};
use tokio_util::sync::CancellationToken;

use crate::{
    backends::{self, Backends, Circumstances},
    cli::{self, Role},
    people, say, serve,
    stop::Stop,
};

/// Written last: a folder without it holds a demo that was never finished.
const MARKER: &str = "demo-is-complete";
/// What was sent.
const MESSAGES: &str = "messages.jsonl";

/// Makes the installation when there is none yet, and serves it.
pub(crate) async fn run(
    demo: cli::Demo,
    variables: impl Iterator<Item = (String, String)>,
) -> Result<(), Stop> {
    let settings = settings(&demo, variables)?;
    let telemetry = rappel_telemetry::start(&backends::telemetry(&settings))
        .map_err(|error| Stop::Settings(error.to_string()))?;
    if demo.fresh || !demo.data.join(MARKER).exists() {
        clear(&demo.data)?;
        say("Making up an installation…")?;
        Box::pin(make_up(&settings, &demo.data)).await?;
        fs::write(demo.data.join(MARKER), "")?;
    }
    let backends = shown(backends::open(&settings, Circumstances { clock: None }).await?);
    let archive = archive::Archive::open(demo.data.join(MESSAGES), &backends.pocket);
    let stop = CancellationToken::new();
    tokio::spawn(serve::stop_on_signal(stop.clone()));
    tokio::spawn(archive.clone().follow(stop.clone()));
    let pocket = pocket::routes(&settings, &demo.data, archive, &backends.service);
    welcome(&settings.server, &demo.data)?;
    let roles = [Role::Web, Role::Worker];
    let served = serve::serve(&settings, backends, &roles, &telemetry, &stop, pocket).await;
    telemetry.stop().await;
    served
}

/// Everything in the demo's folder, nothing leaves the machine; the rest as it is set.
fn settings(demo: &cli::Demo, variables: impl Iterator<Item = (String, String)>) -> Result<Settings, Stop> {
    let variables: Vec<(String, String)> = variables.collect();
    let quiet = !variables.iter().any(|(name, _)| name.eq_ignore_ascii_case("RAPPEL__TELEMETRY__LOG_LEVEL"));
    let mut settings = Settings::load(None, variables)?;
    settings.server = Server { listen: demo.listen, ..Server::default() };
    settings.database.url = Secret::new(format!("sqlite:{}", demo.data.join("demo.sqlite").display()));
    settings.redis.url = None;
    settings.files.folder = demo.data.join("files");
    settings.secrets.key = None;
    // Whoever looks around in made-up data needs no authenticator app; it can be tried at /me.
    settings.security.staff_two_step = StaffTwoStep::Optional;
    settings.email.transport = EmailTransport::Console;
    settings.sms.provider = SmsProvider::Console;
    settings.sms.second = None;
    settings.voice.provider = VoiceProvider::None;
    if quiet {
        "warn".clone_into(&mut settings.telemetry.log_level);
    }
    Ok(settings)
}

/// The console's texts are read here, on the pocket phone: whoever has a number there can be reached.
fn shown(backends: Backends) -> Backends {
    Backends { service: backends.service.with_texts(true), ..backends }
}

/// Removes what an earlier demo left, and nothing else.
fn clear(folder: &Path) -> Result<(), Stop> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(fs::create_dir_all(folder)?) };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = name.starts_with("demo.sqlite") || [MARKER, MESSAGES, "files"].contains(&name.as_str());
        if !is_ours {
            let folder = folder.display();
            return Err(Stop::Failed(format!(
                "{folder} holds {name}, which no demo made: name another folder with --data"
            )));
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "made-up history ends now; there is no database yet to ask for its time"
)]
async fn make_up(settings: &Settings, folder: &Path) -> Result<(), Stop> {
    let failed = |error| Stop::failed("making the database", error);
    rappel_store::migrate(settings.database.url.expose()).await.map_err(failed)?;
    let now = chrono::Utc::now();
    let clock = Arc::new(FixedClock::new(now));
    let backends = shown(backends::open(settings, Circumstances { clock: Some(clock.clone()) }).await?);
    let (service, pocket) = (backends.service.clone(), backends.pocket.clone());
    let pages = Pages::new().map_err(|error| Stop::failed("reading the templates", error))?;
    let worker = serve::worker(settings, backends, pages)?;
    let made = Box::pin(seed::seed(&service, &worker, &clock, now)).await;
    made.map_err(|error| people::refused("making up an installation", error))?;
    archive::keep(&folder.join(MESSAGES), &pocket)
}

fn welcome(server: &Server, folder: &Path) -> Result<(), Stop> {
    let mut lines = String::from("\nWho  Where  User  Password\n");
    for sign_in in seed::sign_ins() {
        let host = match &sign_in.tenant {
            Some(slug) => format!("{slug}.{}", server.domain),
            None => server.office_host().to_owned(),
        };
        let (who, origin) = (sign_in.who, server.origin(&host));
        lines += &[who, &format!("{origin}/login"), sign_in.user_name, seed::PASSWORD].join("  ");
        lines.push('\n');
    }
    let office = server.origin(server.office_host());
    lines += &["Pocket phone and mailbox  ", &office, "/demo\n"].concat();
    say(&aligned(&lines))?;
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| PathBuf::from(folder));
    say(&format!(
        "\nOpen an URGENT ticket in a portal, and take it on the pocket phone.\n\
         The data is in {}; `rappel demo --fresh` starts over. Ctrl-C stops.",
        folder.display()
    ))
}

/// Columns that stand below each other, at least two spaces apart.
fn aligned(table: &str) -> String {
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split("  ").collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter(|row| row.len() > column + 1).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let line = |row: &Vec<&str>| {
        let last = row.len().saturating_sub(1);
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let padding = if column == last { 0 } else { width(column) + 2 - cell.chars().count() };
            format!("{cell}{}", " ".repeat(padding))
        });
        cells.collect::<String>()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
