//! `watch`: a watchdog on another machine. It asks `/health/paging` and alarms by its own e-mail and SMS settings when
//! nobody would be paged: once, then again while it lasts, and when it is over.

mod alarm;
mod trouble;

use std::time::{Duration, Instant};

use rappel_settings::Settings;
use reqwest::{Client, Url, redirect};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use self::{
    alarm::Alarm,
    trouble::{Tell, Trouble},
};
use crate::{backends, serve, stop::Stop};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What `/health/paging` says.
#[derive(Deserialize)]
struct Health {
    failing: Vec<String>,
}

/// Watches until SIGTERM or Ctrl-C.
pub(crate) async fn run(settings: Settings) -> Result<(), Stop> {
    let telemetry = rappel_telemetry::start(&backends::telemetry(&settings))
        .map_err(|error| Stop::Settings(error.to_string()))?;
    let watch = &settings.watch;
    let url = watch.url.as_deref().ok_or_else(|| Stop::setting("watch.url", "missing"))?;
    let url = address("watch.url", url)?;
    let heartbeat =
        watch.heartbeat_url.as_deref().map(|it| address("watch.heartbeat_url", it)).transpose()?;
    let alarm = Alarm::new(&settings)?;
    let client = Client::builder()
        .timeout(PATIENCE)
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| Stop::failed("making an HTTP client", error))?;
    let stop = CancellationToken::new();
    tokio::spawn(serve::stop_on_signal(stop.clone()));
    let mut trouble = Trouble::new(
        Duration::from_secs(watch.after_seconds),
        Duration::from_secs(watch.again_seconds.get()),
    );
    tracing::info!(%url, "watching");
    loop {
        let found = ask(&client, &url).await;
        match trouble.note(found.as_ref().err().map(String::as_str), Instant::now()) {
            Some(Tell::Trouble(what)) => {
                tracing::error!(what, "nobody would be paged");
                alarm.trouble(&url, &what).await;
            }
            Some(Tell::Over) => {
                tracing::info!("people are paged again");
                alarm.over(&url).await;
            }
            None => {}
        }
        if let (Ok(()), Some(heartbeat)) = (&found, &heartbeat)
            && let Err(error) = client.get(heartbeat.clone()).send().await
        {
            tracing::warn!(error = %error.without_url(), "the heartbeat was not taken");
        }
        let pause = tokio::time::sleep(Duration::from_secs(watch.every_seconds.get()));
        if stop.run_until_cancelled(pause).await.is_none() {
            break;
        }
    }
    telemetry.stop().await;
    Ok(())
}

fn address(key: &str, text: &str) -> Result<Url, Stop> {
    text.parse().map_err(|error| Stop::setting(key, format!("found {text:?}: {error}")))
}

/// Whether people would be paged; otherwise why not, in words for an alarm.
async fn ask(client: &Client, url: &Url) -> Result<(), String> {
    let answer = client.get(url.clone()).send().await.map_err(|error| {
        if error.is_timeout() { "no answer in time".to_owned() } else { "cannot be reached".to_owned() }
    })?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    match answer.json::<Health>().await {
        Ok(health) if !health.failing.is_empty() => Err(health.failing.join(", ")),
        _ => Err(format!("answers {}", status.as_u16())),
    }
}
