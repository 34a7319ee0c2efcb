//! `doctor`: what is wrong, in plain sentences, and what to do about it.
//!
//! To add a check: a function that answers [`Finding`]s, in a file of its part, and a line in [`run`].

mod chains;
mod database;
mod deletions;
mod messages;
mod on_call;
mod redis;
mod texts;

use std::process::ExitCode;

use rappel_settings::Settings;

use crate::{
    backends::{self, Circumstances},
    key, say,
    stop::Stop,
};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Finding {
    /// It works.
    Fine(String),
    /// It works, but not as it should in production.
    Careful {
        /// What is so.
        what: String,
        /// What to do.
        to_do: String,
    },
    /// It does not work.
    Broken {
        /// What is so.
        what: String,
        /// What to do.
        to_do: String,
    },
}

impl Finding {
    fn fine(what: impl Into<String>) -> Self {
        Self::Fine(what.into())
    }

    fn careful(what: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self::Careful { what: what.into(), to_do: to_do.into() }
    }

    fn broken(what: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self::Broken { what: what.into(), to_do: to_do.into() }
    }

    fn line(&self) -> String {
        match self {
            Self::Fine(what) => format!("  ok      {what}"),
            Self::Careful { what, to_do } => format!("  careful {what}\n          → {to_do}"),
            Self::Broken { what, to_do } => format!("  BROKEN  {what}\n          → {to_do}"),
        }
    }
}

/// Looks at everything; exit code 1 when something is broken.
pub(crate) async fn run(settings: Settings) -> Result<ExitCode, Stop> {
    let mut findings = vec![secret(&settings), address(&settings)];
    findings.extend(redis::look(&settings).await?);
    let schema = database::schema(&settings).await;
    let usable = !schema.iter().any(|finding| matches!(finding, Finding::Broken { .. }));
    findings.extend(schema);
    if usable {
        let backends = backends::open(&settings, Circumstances { clock: None }).await?;
        findings.extend(database::store(&backends).await);
        findings.extend(chains::look(&backends.service).await);
        findings.extend(messages::look(&settings, &backends).await);
        findings.extend(on_call::look(&backends.service).await);
        findings.extend(deletions::look(&backends.service).await);
        findings.extend(texts::look(&backends.service).await);
        findings.extend(texts::languages(&backends.service).await);
    }
    for finding in &findings {
        say(&finding.line())?;
    }
    let broken = findings.iter().filter(|finding| matches!(finding, Finding::Broken { .. })).count();
    say(&match broken {
        0 => "Nothing is broken.".to_owned(),
        1 => "1 thing is broken.".to_owned(),
        some => format!("{some} things are broken."),
    })?;
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn secret(settings: &Settings) -> Finding {
    match key::of(settings) {
        Ok(_) if settings.secrets.key.is_some() || settings.redis.url.is_none() => {
            Finding::fine("There is a key to sign forms with.")
        }
        Ok(_) => Finding::careful(
            "The key that signs forms was made on this machine.",
            "Set secrets.key to the same text on every machine, or forms of one are refused by another.",
        ),
        Err(stop) => Finding::broken(stop.to_string(), "Correct the key, or remove it to have one made."),
    }
}

fn address(settings: &Settings) -> Finding {
    let server = &settings.server;
    let origin = server.origin(server.office_host());
    let is_local = server.domain == "localhost" || server.domain.ends_with(".localhost");
    match server.scheme {
        rappel_settings::server::Scheme::Http if !is_local => Finding::broken(
            format!(
                "The back office is at {origin}, without TLS: passwords and cookies cross the network in the clear."
            ),
            "Put a proxy with TLS in front, list it in server.trusted_proxies, and set server.scheme = \"https\".",
        ),
        rappel_settings::server::Scheme::Https if server.trusted_proxies.is_empty() => Finding::careful(
            format!(
                "The back office is at {origin}, but no proxy is trusted: every client seems to be the proxy."
            ),
            "List the proxy's address in server.trusted_proxies, so that limits count clients and not the proxy.",
        ),
        _ => Finding::fine(format!("The back office is at {origin}/.")),
    }
}

#[cfg(test)]
mod tests;
