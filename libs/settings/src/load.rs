//! From a file and variables to [`Settings`].

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::{Path, PathBuf},
};

use config::{Config, ConfigError, Environment, File, FileFormat, Value, ValueKind};

use crate::Settings;

/// Secrets: each may come from a file named by the same key with `_file`.
const SECRETS: &[&[&str]] = &[
    &["database", "url"],
    &["redis", "url"],
    &["email", "password"],
    &["sms", "twilio", "auth_token"],
    &["sms", "ovh", "application_secret"],
    &["sms", "ovh", "consumer_key"],
    &["sms", "http", "authorization"],
    &["sms", "http", "inbound_secret"],
    &["secrets", "key"],
];

const PREFIX: &str = "RAPPEL__";

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A key is unknown, or its value wrong.
    #[error("wrong setting {key}: {problem}")]
    Wrong {
        /// Dotted key, such as `server.listen`.
        key: String,
        /// What was found and what is allowed.
        problem: String,
    },
    /// The file is not TOML.
    #[error("{} is not TOML: {problem}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Line, column and reason.
        problem: String,
    },
    /// A file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl Settings {
    /// Reads `file` (nothing when there is none) and then `variables`, which win. Variables that
    /// do not begin with `RAPPEL__` are passed over, so that the whole environment may be given.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let mut builder = Config::builder();
        if let Some(path) = file {
            let text = fs::read_to_string(path)
                .map_err(|error| SettingsError::Unreadable { path: path.to_owned(), error })?;
            // Read alone first: a syntax error then names the file and the line.
            Config::builder().add_source(File::from_str(&text, FileFormat::Toml)).build().map_err(
                |error| SettingsError::NotToml { path: path.to_owned(), problem: error.to_string() },
            )?;
            builder = builder.add_source(File::from_str(&text, FileFormat::Toml));
        }
        let variables: HashMap<String, String> =
            variables.into_iter().filter(|(name, _)| name.to_ascii_uppercase().starts_with(PREFIX)).collect();
        let environment = Environment::with_prefix("RAPPEL")
            .prefix_separator("__")
            .separator("__")
            .ignore_empty(true)
            .source(Some(variables));
        let merged = builder.add_source(environment).build().map_err(wrong)?;
        let mut root: BTreeMap<String, Value> =
            merged.try_deserialize::<HashMap<String, Value>>().map_err(wrong)?.into_iter().collect();
        for path in SECRETS {
            read_secret(&mut root, path)?;
        }
        let root: config::Map<String, Value> = root.into_iter().collect();
        serde::Deserialize::deserialize(Value::new(None, ValueKind::Table(root))).map_err(wrong)
    }
}

/// Puts the content of the file named by `…_file` in the place of the secret itself. One that is empty is none: as a key it
/// would sign for everybody.
fn read_secret(root: &mut BTreeMap<String, Value>, path: &[&str]) -> Result<(), SettingsError> {
    let [section, inner @ .., key] = path else { return Ok(()) };
    let Some(mut table) = root.get_mut(*section).and_then(table) else { return Ok(()) };
    for name in inner {
        let Some(next) = table.get_mut(*name).and_then(self::table) else { return Ok(()) };
        table = next;
    }
    // An address that is empty is refused where it is read: nobody means the database of a first run by it.
    if *key != "url" && table.get(*key).is_some_and(is_empty) {
        table.remove(*key);
    }
    let Some(named) = table.remove(&format!("{key}_file")) else { return Ok(()) };
    let dotted = path.join(".");
    if table.contains_key(*key) {
        return Err(SettingsError::Wrong {
            key: dotted.clone(),
            problem: format!("found both {dotted} and {dotted}_file, allowed: one of them"),
        });
    }
    let file = PathBuf::from(named.into_string().map_err(wrong)?);
    let secret = fs::read_to_string(&file).map_err(|error| SettingsError::Wrong {
        key: format!("{dotted}_file"),
        problem: format!("found {:?} ({error}), allowed: a file that can be read", file.display()),
    })?;
    let secret = secret.trim_end_matches(['\r', '\n']);
    if secret.trim().is_empty() {
        return Err(SettingsError::Wrong {
            key: format!("{dotted}_file"),
            problem: "found an empty file, allowed: one that holds the secret".to_owned(),
        });
    }
    table.insert((*key).to_owned(), Value::from(secret));
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::String(text) if text.trim().is_empty())
}

fn table(value: &mut Value) -> Option<&mut config::Map<String, Value>> {
    match &mut value.kind {
        ValueKind::Table(table) => Some(table),
        _ => None,
    }
}

fn wrong(error: ConfigError) -> SettingsError {
    match error {
        ConfigError::Type { unexpected, expected, key, .. } => SettingsError::Wrong {
            key: key.unwrap_or_else(|| "(file)".to_owned()),
            problem: format!("found {unexpected}, allowed: {expected}"),
        },
        ConfigError::At { error, key, .. } => {
            let section = key.unwrap_or_default();
            let problem = error.to_string();
            // serde names an unknown key in the sentence; put it where the reader looks first.
            match problem.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
                Some((unknown, _)) => SettingsError::Wrong { key: format!("{section}.{unknown}"), problem },
                None => SettingsError::Wrong { key: section, problem },
            }
        }
        other => {
            let problem = other.to_string();
            let unknown = problem.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
            let key = unknown.map_or_else(|| "(file)".to_owned(), |(unknown, _)| unknown.to_owned());
            SettingsError::Wrong { key, problem }
        }
    }
}
