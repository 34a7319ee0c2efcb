//! `[redis]`: sessions, wake-up and limits shared by several processes.

use serde::{Deserialize, Deserializer};

use crate::{Secret, text::refused};

/// Sessions, wake-up and limits shared by several processes.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Redis {
    /// `redis://…` or `rediss://…`; nothing keeps all of it in the database and in this process.
    #[serde(deserialize_with = "url")]
    pub url: Option<Secret>,
}

fn url<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Secret>, D::Error> {
    let text = String::deserialize(input)?;
    if ["redis://", "rediss://", "redis+unix://", "unix://"].iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(Some(Secret::new(text)));
    }
    // What follows the scheme may be a password: show the scheme only.
    let scheme = text.split_once(':').map_or("a text without scheme", |(scheme, _)| scheme);
    Err(refused(scheme, "redis://HOST:PORT/NUMBER or rediss://HOST:PORT/NUMBER"))
}
