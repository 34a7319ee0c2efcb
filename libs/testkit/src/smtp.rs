//! A mail server on loopback that keeps what it gets, reads it with an independent parser, and
//! misbehaves as told.

mod session;

use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use mail_parser::{Message, MessageParser};
use tokio::{net::TcpListener, task::JoinHandle, time::Instant};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

/// How connections are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// In the clear, and STARTTLS is not offered.
    Plain,
    /// In the clear until the client upgrades; mail before that is refused.
    StartTls,
    /// TLS from the first byte.
    Implicit,
}

/// What the server does with one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Answers a code and words to the sender.
    Sender(u16, String),
    /// Answers a code and words to the recipient, for example 450 or 550.
    Recipient(u16, String),
    /// Answers a code and words to the message itself.
    Message(u16, String),
    /// Greets the next connection with 421 and hangs up.
    Busy,
    /// Hangs up when the recipient is named.
    DropAtRecipient,
    /// Takes the message and hangs up before it says so.
    TakenThenDrop,
    /// Reads the message, does not take it, and never answers.
    Hang,
}

/// One message that the server took.
#[derive(Debug, Clone)]
pub struct Received {
    /// When it was taken.
    pub at: SystemTime,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Which connection it came over, counted from 1.
    pub connection: u64,
    /// The bytes.
    pub raw: Vec<u8>,
}

impl Received {
    /// The message as an independent parser reads it.
    pub fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).unwrap_or_default()
    }

    /// The subject.
    pub fn subject(&self) -> String {
        self.parsed().subject().unwrap_or_default().to_owned()
    }

    /// The text part, with plain line ends.
    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// The HTML part, with plain line ends.
    pub fn html(&self) -> String {
        self.parsed().body_html(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// `Message-ID` without brackets.
    pub fn message_id(&self) -> String {
        self.parsed().message_id().unwrap_or_default().to_owned()
    }
}

#[derive(Debug, Default)]
struct State {
    script: VecDeque<Behaviour>,
    received: Vec<Received>,
    connections: u64,
    credentials: Option<(String, String)>,
}

#[derive(Debug, Clone, Default)]
struct Shared(Arc<Mutex<State>>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The running server. Stops when dropped.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    certificate: String,
    shared: Shared,
    server: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts on a free port of loopback; takes everything until told otherwise.
    pub async fn start(security: Security) -> io::Result<Self> {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), security).await
    }

    /// Starts at `address`.
    pub async fn start_at(address: SocketAddr, security: Security) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (acceptor, certificate) = self_signed()?;
        let shared = Shared::default();
        let server = tokio::spawn(session::serve(listener, security, acceptor, shared.clone()));
        Ok(Self { address, certificate, shared, server })
    }

    /// Where it listens. Its certificate is for `localhost` and `127.0.0.1`.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The throw-away certificate to trust, PEM.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate
    }

    /// From now on clients must sign in.
    pub fn require(&self, user: &str, password: &str) {
        self.shared.lock().credentials = Some((user.to_owned(), password.to_owned()));
    }

    /// What happens to the next messages, in order; after them all is well again.
    pub fn script(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.shared.lock().script.extend(behaviours);
    }

    /// Everything taken, in order.
    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// Waits until `count` messages were taken, at most `within`; answers what was taken.
    pub async fn wait_for(&self, count: usize, within: Duration) -> Vec<Received> {
        let deadline = Instant::now() + within;
        while self.shared.lock().received.len() < count && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.received()
    }

    /// Forgets what was taken.
    pub fn forget(&self) {
        self.shared.lock().received.clear();
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn self_signed() -> io::Result<(TlsAcceptor, String)> {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok((TlsAcceptor::from(Arc::new(config)), made.cert.pem()))
}
