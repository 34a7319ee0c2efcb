//! Why the program ends, and with which code.

use std::{fmt, process::ExitCode};

use rappel_settings::SettingsError;

/// Why the program ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A wrong setting: code 2.
    Settings(String),
    /// Anything else: code 1.
    Failed(String),
}

impl Stop {
    /// What was being done, and why it did not work.
    pub(crate) fn failed(what: &str, why: impl fmt::Display) -> Self {
        Self::Failed(format!("{what}: {why}"))
    }

    /// A setting that only shows to be wrong when it is used.
    pub(crate) fn setting(key: &str, why: impl fmt::Display) -> Self {
        Self::Settings(format!("wrong setting {key}: {why}"))
    }

    /// The exit code.
    pub(crate) fn code(&self) -> ExitCode {
        match self {
            Self::Settings(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(why) | Self::Failed(why) => f.write_str(why),
        }
    }
}

impl From<SettingsError> for Stop {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error.to_string())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
