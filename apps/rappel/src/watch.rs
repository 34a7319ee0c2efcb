//! `watch`: a watchdog on another machine. It asks `/health/paging` and alarms by its own e-mail and SMS settings when
//! nobody would be paged: once, then again while it lasts, and when it is over.

mod alarm;
mod rounds;
mod telling;
mod trouble;

use std::{sync::Arc, time::Duration};

use rappel_settings::Settings;
use reqwest::{Client, Url, redirect};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use self::{
    alarm::Alarm,
    rounds::{Outside, keep_watch},
    telling::Telling,
    trouble::{Tell, Trouble},
};
use crate::{backends, serve, stop::Stop};

/// How long an answer may take: longer than the installation waits for its own database, which it then says, and shorter
/// than the pause between two questions.
const PATIENCE: Duration = Duration::from_secs(3);

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
    let client = Client::builder()
        .timeout(PATIENCE)
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| Stop::failed("making an HTTP client", error))?;
    let alarm = Arc::new(Alarm::new(&settings)?);
    let stop = CancellationToken::new();
    tokio::spawn(serve::stop_on_signal(stop.clone()));
    let trouble = Trouble::new(
        Duration::from_secs(watch.after_seconds),
        Duration::from_secs(watch.again_seconds.get()),
    );
    tracing::info!(%url, "watching");
    let installation = Installation { client, url, heartbeat, alarm };
    keep_watch(&installation, trouble, Duration::from_secs(watch.every_seconds.get()), &stop).await;
    telemetry.stop().await;
    Ok(())
}

fn address(key: &str, text: &str) -> Result<Url, Stop> {
    text.parse().map_err(|error| Stop::setting(key, format!("found {text:?}: {error}")))
}

/// What is watched, and who hears of it.
struct Installation {
    client: Client,
    url: Url,
    heartbeat: Option<Url>,
    alarm: Arc<Alarm>,
}

impl Outside for Installation {
    async fn ask(&self) -> Result<(), String> {
        let answer = self.client.get(self.url.clone()).send().await.map_err(|error| {
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

    fn tell(&self, what: &Tell) -> Telling {
        let (url, host) = (&self.url, self.url.host_str().unwrap_or_default());
        let text = match what {
            Tell::Trouble(what) => {
                tracing::error!(what, "nobody would be paged");
                format!("RAPPEL {host}: nobody would be paged ({what}). Look at {url}")
            }
            Tell::Over => {
                tracing::info!("people are paged again");
                format!("RAPPEL {host}: people are paged again.")
            }
        };
        self.alarm.tell(&text)
    }

    /// Beside the rounds: whoever takes heartbeats slowly must not make the next question late.
    fn beat(&self) {
        let Some(heartbeat) = self.heartbeat.clone() else { return };
        let request = self.client.get(heartbeat);
        tokio::spawn(async move {
            let answered = request.send().await.and_then(reqwest::Response::error_for_status);
            if let Err(error) = answered {
                tracing::warn!(error = %error.without_url(), "the heartbeat was not taken");
            }
        });
    }
}

#[cfg(test)]
mod tests;
