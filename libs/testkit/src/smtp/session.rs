//! One SMTP session (RFC 5321), as far as a sender needs it.

use std::{future::pending, io};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use super::{Behaviour, Received, Security, Shared};
use crate::provider::now;

/// Longest message that is read.
const LIMIT: u64 = 64 * 1024 * 1024;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

type Wire = BufReader<Box<dyn Stream>>;

pub(super) async fn serve(listener: TcpListener, security: Security, acceptor: TlsAcceptor, shared: Shared) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, shared) = (acceptor.clone(), shared.clone());
        let number = {
            let mut state = shared.lock();
            state.connections += 1;
            state.connections
        };
        tokio::spawn(async move {
            let session = Session { security, acceptor, shared, number, tls: security == Security::Implicit };
            // A client that leaves in the middle is what is being tested.
            let _ = session.run(stream).await;
        });
    }
}

struct Session {
    security: Security,
    acceptor: TlsAcceptor,
    shared: Shared,
    number: u64,
    tls: bool,
}

#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    async fn run(mut self, stream: tokio::net::TcpStream) -> io::Result<()> {
        let stream: Box<dyn Stream> =
            if self.tls { Box::new(self.acceptor.accept(stream).await?) } else { Box::new(stream) };
        let mut wire = BufReader::new(stream);
        if self.next_if(|next| *next == Behaviour::Busy).is_some() {
            return reply(&mut wire, 421, "4.3.2 too busy").await;
        }
        reply(&mut wire, 220, "sink ESMTP").await?;
        let mut envelope = Envelope::default();
        let mut signed_in = self.shared.lock().credentials.is_none();
        loop {
            let mut line = String::new();
            if (&mut wire).take(4096).read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let line = line.trim_end_matches(['\r', '\n']);
            let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => self.greet(&mut wire).await?,
                "STARTTLS" if self.security == Security::StartTls && !self.tls => {
                    reply(&mut wire, 220, "go ahead").await?;
                    // What a client sent before the handshake would be thrown away here.
                    let stream = self.acceptor.accept(wire.into_inner()).await?;
                    wire = BufReader::new(Box::new(stream) as Box<dyn Stream>);
                    self.tls = true;
                }
                "AUTH" => {
                    signed_in = self.sign_in(rest);
                    let (code, words) = if signed_in { (235, "welcome") } else { (535, "5.7.8 wrong") };
                    reply(&mut wire, code, words).await?;
                }
                "MAIL" if self.security == Security::StartTls && !self.tls => {
                    reply(&mut wire, 530, "5.7.0 STARTTLS first").await?;
                }
                "MAIL" if !signed_in => reply(&mut wire, 530, "5.7.0 sign in first").await?,
                "MAIL" => {
                    let refused = self.next_if(|next| matches!(next, Behaviour::Sender(..)));
                    if let Some(Behaviour::Sender(code, words)) = refused {
                        reply(&mut wire, code, &words).await?;
                    } else {
                        envelope = Envelope { from: Some(address(rest)), to: Vec::new() };
                        reply(&mut wire, 250, "ok").await?;
                    }
                }
                "RCPT" if envelope.from.is_some() => {
                    let is_recipient = |next: &Behaviour| {
                        matches!(next, Behaviour::Recipient(..) | Behaviour::DropAtRecipient)
                    };
                    match self.next_if(is_recipient) {
                        Some(Behaviour::Recipient(code, words)) => reply(&mut wire, code, &words).await?,
                        Some(_) => return Ok(()),
                        None => {
                            envelope.to.push(address(rest));
                            reply(&mut wire, 250, "ok").await?;
                        }
                    }
                }
                "DATA" if !envelope.to.is_empty() => {
                    reply(&mut wire, 354, "go ahead").await?;
                    let raw = read_message(&mut wire).await?;
                    match self.next_if(|_| true) {
                        Some(Behaviour::Message(code, words)) => reply(&mut wire, code, &words).await?,
                        Some(Behaviour::Hang) => pending().await,
                        other => {
                            self.keep(std::mem::take(&mut envelope), raw);
                            if other == Some(Behaviour::TakenThenDrop) {
                                return Ok(());
                            }
                            reply(&mut wire, 250, "2.0.0 queued").await?;
                        }
                    }
                }
                "RSET" => {
                    envelope = Envelope::default();
                    reply(&mut wire, 250, "ok").await?;
                }
                "NOOP" => reply(&mut wire, 250, "ok").await?,
                "QUIT" => return reply(&mut wire, 221, "bye").await,
                _ => reply(&mut wire, 503, "5.5.1 not now").await?,
            }
        }
    }

    async fn greet(&self, wire: &mut Wire) -> io::Result<()> {
        let mut lines = vec!["sink", "8BITMIME", "SMTPUTF8"];
        if self.security == Security::StartTls && !self.tls {
            lines.push("STARTTLS");
        }
        lines.push("AUTH PLAIN");
        let last = lines.len() - 1;
        for (index, line) in lines.iter().enumerate() {
            let mark = if index == last { ' ' } else { '-' };
            wire.write_all(format!("250{mark}{line}\r\n").as_bytes()).await?;
        }
        wire.flush().await
    }

    fn sign_in(&self, rest: &str) -> bool {
        let token = rest.strip_prefix("PLAIN ").and_then(|token| STANDARD.decode(token).ok());
        let state = self.shared.lock();
        let Some((user, password)) = &state.credentials else { return true };
        token.is_some_and(|token| token == format!("\0{user}\0{password}").into_bytes())
    }

    /// Takes the next behaviour off the script when it concerns this moment.
    fn next_if(&self, concerns: impl Fn(&Behaviour) -> bool) -> Option<Behaviour> {
        let mut state = self.shared.lock();
        let concerned = state.script.front().is_some_and(concerns);
        concerned.then(|| state.script.pop_front()).flatten()
    }

    fn keep(&self, envelope: Envelope, raw: Vec<u8>) {
        let received = Received {
            at: now(),
            from: envelope.from.unwrap_or_default(),
            to: envelope.to,
            tls: self.tls,
            connection: self.number,
            raw,
        };
        self.shared.lock().received.push(received);
    }
}

async fn reply(wire: &mut Wire, code: u16, words: &str) -> io::Result<()> {
    wire.write_all(format!("{code} {words}\r\n").as_bytes()).await?;
    wire.flush().await
}

/// Reads up to the line with the single dot, and takes the transparency dots out.
async fn read_message(wire: &mut Wire) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut limited = wire.take(LIMIT);
    loop {
        let mut line = Vec::new();
        if limited.read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(message);
        }
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

fn address(rest: &str) -> String {
    let inside = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}
