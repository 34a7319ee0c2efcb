//! SMTP by lettre's connection, one phase at a time.
//!
//! lettre's own pooled transport is not used: its asynchronous reads have no time limit, a send
//! that is cancelled goes back to the pool half-read, and it does not tell whether a broken
//! connection broke before or after the message left, which decides between "not processed" and
//! "unknown".

mod codes;
mod connection;

use std::{fmt, time::Duration};

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, TlsParameters},
    extension::ClientId,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout_at},
};

use self::connection::{Connection, Phase};
use super::{Message, mime};
use crate::{Accepted, Class, Failure, InvalidConfig, Outcome};

/// Connections that are kept open between messages.
const IDLE_CONNECTIONS: usize = 4;
/// Servers cut idle clients after 5 minutes at the earliest (RFC 5321, 4.5.3.2.7); ours go long before.
const IDLE_LIMIT: Duration = Duration::from_mins(1);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: a relay on this machine.
    None,
    /// Starts in the clear and must be upgraded; usually port 587.
    StartTls,
    /// TLS from the first byte; usually port 465.
    Implicit,
}

/// A mail server and how to reach it.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// Name of the server; the certificate must be for it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// User and password.
    pub credentials: Option<(String, SecretString)>,
    /// PEM certificate of a private authority to trust besides the public ones.
    pub extra_root: Option<Vec<u8>>,
    /// The name we greet with; our host name when absent.
    pub hello: Option<String>,
    /// How long one message may take, connecting included.
    pub timeout: Duration,
}

/// One mail server.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Option<(Tls, TlsParameters)>,
    credentials: Option<Credentials>,
    hello: ClientId,
    timeout: Duration,
    idle: Mutex<Vec<(Connection, Instant)>>,
}

impl Smtp {
    /// Checks everything that can be checked without the server.
    pub fn new(config: &SmtpConfig) -> Result<Self, InvalidConfig> {
        let hello = match &config.hello {
            Some(name) if name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')) => {
                ClientId::Domain(name.clone())
            }
            Some(name) => return Err(InvalidConfig::found("hello", name, "a host name")),
            None => ClientId::default(),
        };
        if config.credentials.is_some() && config.tls == Tls::None && !is_local(&config.host) {
            let allowed = "starttls, tls: a password is never sent in the clear";
            return Err(InvalidConfig::found("tls", "none", allowed));
        }
        let credentials = config
            .credentials
            .as_ref()
            .map(|(user, password)| Credentials::new(user.clone(), password.expose_secret().to_owned()));
        Ok(Self {
            host: config.host.clone(),
            port: config.port,
            tls: tls(config)?,
            credentials,
            hello,
            timeout: config.timeout,
            idle: Mutex::default(),
        })
    }

    pub(super) async fn send(&self, message: &Message) -> Outcome {
        let written = mime::write(message)?;
        let mut phase = Phase::Connecting;
        let deadline = Instant::now() + self.timeout;
        // Whatever is cut off by the deadline is dropped, never put back: its answers are unread.
        let sent = timeout_at(deadline, async {
            let mut connection = self.connection(deadline).await?;
            connection.send(written.envelope(), &written.formatted(), &mut phase).await?;
            Ok(connection)
        })
        .await;
        match sent {
            Ok(Ok(connection)) => {
                self.park(connection).await;
                Ok(Accepted { provider_id: Some(message.message_id.as_str().to_owned()) })
            }
            Ok(Err(failure)) => Err(failure),
            Err(_) if phase == Phase::Sent => {
                Err(Failure::new(Class::Unknown, "the server did not confirm the message in time"))
            }
            Err(_) => Err(Failure::new(Class::NotProcessed, "the server did not answer in time")),
        }
    }

    /// A connection that answers: an idle one, else a new one.
    async fn connection(&self, deadline: Instant) -> Result<Connection, Failure> {
        loop {
            let parked = self.idle.lock().await.pop();
            let Some((mut connection, since)) = parked else { break };
            if since.elapsed() < IDLE_LIMIT && connection.is_alive(deadline).await {
                return Ok(connection);
            }
        }
        Connection::open(self).await
    }

    async fn park(&self, connection: Connection) {
        let mut idle = self.idle.lock().await;
        if idle.len() < IDLE_CONNECTIONS {
            idle.push((connection, Instant::now()));
        }
    }
}

fn tls(config: &SmtpConfig) -> Result<Option<(Tls, TlsParameters)>, InvalidConfig> {
    if config.tls == Tls::None {
        return Ok(None);
    }
    let mut parameters = TlsParameters::builder(config.host.clone());
    if let Some(pem) = &config.extra_root {
        let root = Certificate::from_pem(pem)
            .map_err(|_| InvalidConfig::because("extra_root", "not a PEM certificate"))?;
        parameters = parameters.add_root_certificate(root);
    }
    let parameters = parameters.build().map_err(|error| InvalidConfig::because("tls", error))?;
    Ok(Some((config.tls, parameters)))
}

fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}
