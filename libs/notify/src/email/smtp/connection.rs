//! One connection to the server, and what its errors mean in each phase.

use std::time::Duration;

use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::DEFAULT_MECHANISMS,
        client::AsyncSmtpConnection,
        commands::{Data, Mail, Noop, Rcpt},
        extension::{Extension, MailParameter},
    },
};
use tokio::time::{Instant, timeout_at};

use super::{Smtp, Tls, codes};
use crate::{Class, Failure};

/// How far a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// No connection yet, or not signed in.
    Connecting,
    /// The sender is being told, or leave is asked to send the message.
    Addressing,
    /// The recipient is being told: an answer may be about the mailbox.
    Recipient,
    /// The message left; only an answer says what became of it.
    Sent,
}

/// An open, signed-in connection.
pub(super) struct Connection(AsyncSmtpConnection);

impl Connection {
    pub(super) async fn open(smtp: &Smtp) -> Result<Self, Failure> {
        Self::open_and_sign_in(smtp).await.map_err(|error| classify(&error, Phase::Connecting))
    }

    async fn open_and_sign_in(smtp: &Smtp) -> Result<Self, Error> {
        let implicit = match &smtp.tls {
            Some((Tls::Implicit, parameters)) => Some(parameters.clone()),
            _ => None,
        };
        let server = (smtp.host.as_str(), smtp.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(smtp.timeout), &smtp.hello, implicit, None)
                .await?;
        if let Some((Tls::StartTls, parameters)) = &smtp.tls {
            connection.starttls(parameters.clone(), &smtp.hello).await?;
        }
        if let Some(credentials) = &smtp.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(Self(connection))
    }

    /// Whether a parked connection still answers; asked briefly, a new one is cheap.
    pub(super) async fn is_alive(&mut self, deadline: Instant) -> bool {
        let soon = (Instant::now() + Duration::from_secs(2)).min(deadline);
        matches!(timeout_at(soon, self.0.command(Noop)).await, Ok(Ok(_)))
    }

    pub(super) async fn send(
        &mut self,
        envelope: &Envelope,
        bytes: &[u8],
        phase: &mut Phase,
    ) -> Result<(), Failure> {
        *phase = Phase::Addressing;
        let mut parameters = Vec::new();
        let server = self.0.server_info();
        if envelope
            .from()
            .into_iter()
            .chain(envelope.to())
            .any(|address| !AsRef::<str>::as_ref(address).is_ascii())
        {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                let why = "the server takes no addresses with accents";
                return Err(Failure::new(Class::Configuration, why));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        self.transfer(envelope, bytes, parameters, phase).await.map_err(|error| classify(&error, *phase))
    }

    async fn transfer(
        &mut self,
        envelope: &Envelope,
        bytes: &[u8],
        parameters: Vec<MailParameter>,
        phase: &mut Phase,
    ) -> Result<(), Error> {
        self.0.command(Mail::new(envelope.from().cloned(), parameters)).await?;
        *phase = Phase::Recipient;
        for recipient in envelope.to() {
            self.0.command(Rcpt::new(recipient.clone(), Vec::new())).await?;
        }
        *phase = Phase::Addressing;
        self.0.command(Data).await?;
        *phase = Phase::Sent;
        self.0.message(bytes).await?;
        Ok(())
    }
}

/// What an error means. A reply is what the server decided; anything else is a broken connection.
fn classify(error: &Error, phase: Phase) -> Failure {
    if let Some(code) = error.status() {
        // The reply's words may quote the address: only its enhanced code (RFC 3463) is read.
        return codes::failure(u16::from(code), codes::enhanced(&error.to_string()), phase);
    }
    if error.is_client() {
        return Failure::new(Class::Configuration, "the server cannot do what is configured");
    }
    match phase {
        Phase::Sent => Failure::new(Class::Unknown, "the connection broke before the message was confirmed"),
        Phase::Connecting | Phase::Addressing | Phase::Recipient => {
            Failure::new(Class::NotProcessed, "the connection failed before the message left")
        }
    }
}
