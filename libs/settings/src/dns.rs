//! `[dns]`: who is asked for the records that prove companies' own domains.

use std::net::SocketAddr;

use serde::Deserialize;

use crate::text::sockets;

/// Who is asked for the records that prove companies' own domains.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dns {
    /// Name servers that resolve for us; those of the system when there are none.
    #[serde(deserialize_with = "sockets")]
    pub servers: Vec<SocketAddr>,
}
