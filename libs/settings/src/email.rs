//! `[email]`: how e-mail leaves.

use std::num::NonZeroU64;

use serde::Deserialize;

use crate::{Secret, choice::choice};

choice! {
    /// What carries e-mail.
    EmailTransport {
        /// Printed in the log: nothing leaves.
        Console = "console",
        /// A mail server.
        Smtp = "smtp",
    }
}

choice! {
    /// How the connection to the mail server is protected.
    Tls {
        /// Plain first, then STARTTLS; refused when the server does not offer it.
        Starttls = "starttls",
        /// TLS from the first byte.
        Tls = "tls",
        /// No protection: a mail server on the same machine.
        None = "none",
    }
}

/// How e-mail leaves.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Email {
    /// What carries e-mail.
    pub transport: EmailTransport,
    /// Host of the mail server.
    pub host: String,
    /// Its port; 587, 465 or 25 after `tls` when not set.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub tls: Tls,
    /// User name, when the server asks for one.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
    /// Address (and name) of the sender.
    pub from: String,
    /// Seconds for one message.
    pub timeout_seconds: NonZeroU64,
}

impl Email {
    /// Port of the mail server.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Tls::Starttls => 587,
            Tls::Tls => 465,
            Tls::None => 25,
        })
    }
}

impl Default for Email {
    fn default() -> Self {
        Self {
            transport: EmailTransport::Console,
            host: "localhost".to_owned(),
            port: None,
            tls: Tls::Starttls,
            user: None,
            password: None,
            from: "Support <support@localhost>".to_owned(),
            timeout_seconds: const { NonZeroU64::new(20).expect("not zero") },
        }
    }
}
