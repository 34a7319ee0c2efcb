//! `[database]`: SQLite or PostgreSQL.

use std::num::{NonZeroU32, NonZeroU64};

use serde::{Deserialize, Deserializer};

use crate::{Secret, text::refused};

/// SQLite or PostgreSQL.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:path` or `postgres://…`; it may hold a password.
    #[serde(deserialize_with = "url")]
    pub url: Secret,
    /// Connections open at once.
    pub pool_size: NonZeroU32,
    /// Seconds to wait for a free connection.
    pub acquire_seconds: NonZeroU64,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: Secret::new("sqlite:data/rappel.db"),
            pool_size: const { NonZeroU32::new(10).expect("not zero") },
            acquire_seconds: const { NonZeroU64::new(5).expect("not zero") },
        }
    }
}

fn url<'de, D: Deserializer<'de>>(input: D) -> Result<Secret, D::Error> {
    let text = String::deserialize(input)?;
    if ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(Secret::new(text));
    }
    // What follows the scheme may be a password: show the scheme only.
    let scheme = text.split_once(':').map_or("a text without scheme", |(scheme, _)| scheme);
    Err(refused(scheme, "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE"))
}
