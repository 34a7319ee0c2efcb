//! Settings: one file per section, and `default.toml`, which is the documentation.
//!
//! They come from a TOML file and from variables `RAPPEL__SECTION__KEY`, which win. A secret `key`
//! may be read from a file instead: `key_file = "/run/secrets/…"`. An unknown key or a wrong value
//! is an error that names the key, what was found and what is allowed.
//!
//! To add a key: a field with its default in the section's file, and the same, with a comment, in
//! `default.toml` (a test compares the two). To add a section: a file with a struct that derives
//! what the others derive, a field of [`Settings`], and its name in the list of `load.rs` when it
//! holds a secret.

mod choice;
pub mod database;
pub mod dns;
pub mod email;
pub mod files;
mod load;
pub mod redis;
mod secret;
pub mod secrets;
pub mod security;
pub mod server;
pub mod sms;
pub mod telemetry;
mod text;
pub mod voice;
pub mod watch;
pub mod worker;

use serde::Deserialize;

pub use database::Database;
pub use dns::Dns;
pub use email::Email;
pub use files::Files;
pub use load::SettingsError;
pub use redis::Redis;
pub use secret::Secret;
pub use secrets::Secrets;
pub use security::Security;
pub use server::Server;
pub use sms::Sms;
pub use telemetry::Telemetry;
pub use voice::Voice;
pub use watch::Watch;
pub use worker::Worker;

/// Every setting with its default and a comment: what `rappel config` prints.
pub const DOCUMENTATION: &str = include_str!("default.toml");

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Addresses, hosts, deadlines.
    pub server: Server,
    /// SQLite or PostgreSQL.
    pub database: Database,
    /// Sessions, wake-up and limits shared by several processes.
    pub redis: Redis,
    /// Where attached files are kept.
    pub files: Files,
    /// How e-mail leaves.
    pub email: Email,
    /// How SMS leave and come in.
    pub sms: Sms,
    /// How calls are made.
    pub voice: Voice,
    /// Logs and traces.
    pub telemetry: Telemetry,
    /// How many jobs run at once.
    pub worker: Worker,
    /// Who is asked for the records of companies' own domains.
    pub dns: Dns,
    /// The watchdog outside.
    pub watch: Watch,
    /// Passwords and limits.
    pub security: Security,
    /// Keys that sign.
    pub secrets: Secrets,
}

#[cfg(test)]
mod tests;
