//! Callbacks as the providers make them: Twilio's signed and repeated on failure, OVHcloud's bare; in whatever order they
//! are told.

use std::{io, net::SocketAddr, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{
    ACCOUNT_SID, AUTH_TOKEN, ovh,
    state::{Shared, Stored},
};

/// One receipt that follows a message.
#[derive(Debug, Clone)]
pub struct ReceiptStep {
    /// How long after the message was taken.
    pub after: Duration,
    /// `sent`, `delivered`, `undelivered`, …
    pub status: String,
    /// Twilio's code, for a bad end.
    pub error_code: Option<u32>,
}

impl ReceiptStep {
    /// A receipt without an error.
    pub fn new(after: Duration, status: &str) -> Self {
        Self { after, status: status.to_owned(), error_code: None }
    }

    /// A bad end.
    pub fn failed(after: Duration, status: &str, code: u32) -> Self {
        Self { error_code: Some(code), ..Self::new(after, status) }
    }
}

/// What a callback was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: String,
}

/// Makes callbacks.
pub(super) struct Caller(Shared);

impl Caller {
    pub(super) fn new(shared: &Shared) -> Self {
        Self(shared.clone())
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.0
    }

    /// Tells the receipts that are planned for a new message.
    pub(super) fn follow(&self, message: &Stored) {
        let steps = self.0.lock().receipts.clone();
        for step in steps {
            let (shared, sid) = (self.0.clone(), message.sid.clone());
            tokio::spawn(async move {
                sleep(step.after).await;
                let _ = Self(shared).status(&sid, &step.status, step.error_code).await;
            });
        }
    }

    /// Sets and tells a status; without a callback address it is only set.
    pub(super) async fn status(&self, sid: &str, status: &str, code: Option<u32>) -> io::Result<Reply> {
        let message = {
            let mut state = self.0.lock();
            state.set_status(sid, status, code);
            state.messages.iter().find(|message| message.sid == sid).cloned()
        };
        let message = message.ok_or_else(|| io::Error::other("no such message"))?;
        let Some(callback) = message.status_callback else {
            return Err(io::Error::other("the message has no status callback"));
        };
        if message.tag.is_some() {
            return self.hint(&callback, sid, status, code).await;
        }
        let code = code.map(|code| code.to_string());
        let mut fields = vec![
            ("MessageSid", sid),
            ("SmsSid", sid),
            ("AccountSid", ACCOUNT_SID),
            ("MessageStatus", status),
            ("SmsStatus", status),
            ("To", &message.to),
            ("From", &message.from),
            ("ApiVersion", "2010-04-01"),
        ];
        fields.extend(code.as_deref().map(|code| ("ErrorCode", code)));
        self.post(&callback, &fields).await
    }

    /// Posts a signed form; the retries that the address asks for (`#rc=3&rp=all`) come at once.
    pub(super) async fn post(&self, callback: &str, fields: &[(&str, &str)]) -> io::Result<Reply> {
        let (url, options) = callback.split_once('#').unwrap_or((callback, ""));
        let retries = options.split('&').find_map(|option| option.strip_prefix("rc=")?.parse().ok());
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let signature = sign(url, fields);
        let mut last = Err(io::Error::other("not tried"));
        for _ in 0..=retries.unwrap_or(0u32) {
            last = self.once(url, &signature, &body).await;
            if let Ok(reply) = &last {
                self.0.lock().replies.push(reply.clone());
                if reply.status < 300 {
                    break;
                }
            }
            sleep(Duration::from_millis(50)).await;
        }
        last
    }

    /// OVHcloud's callback: a GET that anybody could make.
    async fn hint(&self, callback: &str, id: &str, status: &str, ptt: Option<u32>) -> io::Result<Reply> {
        let mark = if callback.contains('?') { '&' } else { '?' };
        let (dlr, ptt) = (ovh::dlr(status), ptt.unwrap_or(3));
        let url = format!("{callback}{mark}id={id}&ptt={ptt}&dlr={dlr}");
        let (host, path) = split(&url)?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let reply = self.exchange(&url, host, &request).await?;
        self.0.lock().replies.push(reply.clone());
        Ok(reply)
    }

    async fn once(&self, url: &str, signature: &str, body: &str) -> io::Result<Reply> {
        let (host, path) = split(url)?;
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: TwilioProxy/1.1\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n\
             X-Twilio-Signature: {signature}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.exchange(url, host, &request).await
    }

    async fn exchange(&self, url: &str, host: &str, request: &str) -> io::Result<Reply> {
        let address = self.address(url, host).await?;
        let exchange = async {
            let mut stream = TcpStream::connect(address).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            reply(&answer)
        };
        timeout(Duration::from_secs(15), exchange).await.map_err(io::Error::other)?
    }

    async fn address(&self, url: &str, host: &str) -> io::Result<SocketAddr> {
        let routed = {
            let state = self.0.lock();
            state.routes.iter().find(|(public, _)| url.starts_with(public)).map(|(_, address)| *address)
        };
        if let Some(address) = routed {
            return Ok(address);
        }
        let host = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
        let mut found = tokio::net::lookup_host(host).await?;
        found.next().ok_or_else(|| io::Error::other("no address"))
    }
}

fn split(url: &str) -> io::Result<(&str, &str)> {
    let (_, rest) = url.split_once("://").ok_or_else(|| io::Error::other("not an address"))?;
    Ok(rest.split_at(rest.find('/').unwrap_or(rest.len())))
}

fn reply(answer: &[u8]) -> io::Result<Reply> {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| io::Error::other("no answer"))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok(Reply { status: status.ok_or_else(|| io::Error::other("no status"))?, body: body.to_owned() })
}

/// Written from Twilio's description, apart from the code that checks it.
fn sign(url: &str, fields: &[(&str, &str)]) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let text = sorted.iter().fold(url.to_owned(), |text, (key, value)| text + key + value);
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(AUTH_TOKEN.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}
