//! HTTP/1.1 by hand, because a fault server must be able to break it in the middle.

use std::{future::pending, io, time::SystemTime};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{generic, now, ovh, state::Shared, twilio};

/// Longest request that is read.
const LIMIT: usize = 256 * 1024;

/// One request, read in full.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) at: SystemTime,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What the server does next on the connection.
#[derive(Debug)]
pub(super) enum Next {
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    Hang,
    Reset,
}

impl Next {
    pub(super) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.to_string() }
    }
}

pub(super) async fn serve(listener: TcpListener, shared: Shared) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, shared.clone()));
    }
}

async fn connection(mut stream: TcpStream, shared: Shared) {
    let mut buffer = Vec::new();
    while let Ok(Some(request)) = read(&mut stream, &mut buffer).await {
        let next = if request.path.starts_with("/generic/") {
            generic::answer(&request, &shared)
        } else if request.path.starts_with("/1.0/") {
            ovh::answer(&request, &shared)
        } else {
            twilio::answer(&request, &shared)
        };
        match next {
            Next::Answer { status, headers, body } => {
                if write(&mut stream, status, &headers, &body).await.is_err() {
                    return;
                }
            }
            Next::Hang => pending().await,
            Next::Reset => {
                // No lingering: the client sees a reset and not an orderly end.
                let _ = stream.set_zero_linger();
                return;
            }
        }
    }
}

/// Reads one request; `None` when the client is done.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<Request>> {
    let mut at = (!buffer.is_empty()).then(now);
    loop {
        if let Some((mut request, head)) = parse_head(buffer)? {
            request.at = at.unwrap_or_else(now);
            let length: usize =
                request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            if buffer.len() >= head + length {
                request.body = buffer[head..head + length].to_vec();
                buffer.drain(..head + length);
                return Ok(Some(request));
            }
        }
        if buffer.len() > LIMIT {
            return Err(io::Error::other("request too long"));
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
        at.get_or_insert_with(now);
    }
}

fn parse_head(buffer: &[u8]) -> io::Result<Option<(Request, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let status = parsed.parse(buffer).map_err(io::Error::other)?;
    let httparse::Status::Complete(head) = status else { return Ok(None) };
    let target = parsed.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let request = Request {
        at: SystemTime::UNIX_EPOCH,
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: parsed.headers.iter().map(|h| (h.name.to_owned(), text(h.value))).collect(),
        body: Vec::new(),
    };
    Ok(Some((request, head)))
}

async fn write(
    stream: &mut TcpStream,
    status: u16,
    headers: &[(&'static str, String)],
    body: &str,
) -> io::Result<()> {
    let mut text = format!(
        "HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    text.push_str(body);
    stream.write_all(text.as_bytes()).await
}
