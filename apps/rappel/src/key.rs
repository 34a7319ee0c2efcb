//! The installation's one secret: from the settings, or made at the first start and kept.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::Path,
};

use rappel_settings::{Secret, Settings};

use crate::stop::Stop;

/// Below this a key can be guessed.
const SHORTEST: usize = 32;

/// The secret that signs forms and links, and encrypts the secrets of second factors.
pub(crate) fn of(settings: &Settings) -> Result<Secret, Stop> {
    let key = match &settings.secrets.key {
        Some(key) => key.clone(),
        None => kept(&settings.files.folder.join("secret.key"))?,
    };
    if key.expose().chars().count() < SHORTEST {
        let found = key.expose().chars().count();
        return Err(Stop::setting(
            "secrets.key",
            format!("found {found} characters, allowed: {SHORTEST} or more"),
        ));
    }
    Ok(key)
}

/// A key that nobody has: 256 bits of chance.
pub(crate) fn fresh() -> Result<Secret, Stop> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Stop::failed("chance", error))?;
    Ok(Secret::new(bytes.iter().fold(String::new(), |key, byte| format!("{key}{byte:02x}"))))
}

/// Reads the kept one. Two processes that start together agree on the one that was written first.
fn kept(path: &Path) -> Result<Secret, Stop> {
    let failed = |error| Stop::failed(&format!("the key in {}", path.display()), error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            let key = fresh()?;
            file.write_all(key.expose().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let key = fs::read_to_string(path).map_err(failed)?;
            Ok(Secret::new(key.trim()))
        }
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests;
